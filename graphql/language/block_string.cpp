#include "graphql/language/block_string.hpp"

#include <algorithm>
#include <vector>

namespace troupe::graphql::language {

namespace {

std::vector<std::string_view> split_lines(std::string_view raw) {
  std::vector<std::string_view> lines;
  size_t begin = 0;
  for (size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\n' && raw[i] != '\r')
      continue;
    lines.push_back(raw.substr(begin, i - begin));
    if (raw[i] == '\r' && i + 1 < raw.size() && raw[i + 1] == '\n')
      ++i;
    begin = i + 1;
  }
  lines.push_back(raw.substr(begin));
  return lines;
}

size_t leading_whitespace(std::string_view line) noexcept {
  return std::min(line.find_first_not_of(" \t"), line.size());
}

} // namespace

std::string dedent_block_string(std::string_view raw) {
  auto lines = split_lines(raw);
  auto common = std::string_view::npos;
  for (size_t i = 1; i < lines.size(); ++i) {
    auto indent = leading_whitespace(lines[i]);
    if (indent < lines[i].size())
      common = std::min(common, indent);
  }
  auto blank = [](std::string_view x) {
    return leading_whitespace(x) == x.size();
  };
  size_t first = 0;
  size_t last = lines.size();
  while (first < last && blank(lines[first]))
    ++first;
  while (last > first && blank(lines[last - 1]))
    --last;
  std::string out;
  for (size_t i = first; i < last; ++i) {
    if (i > first)
      out += '\n';
    out += i == 0 || common == std::string_view::npos
             ? lines[i]
             : lines[i].substr(std::min(common, lines[i].size()));
  }
  return out;
}

std::string print_block_string(std::string_view text) {
  constexpr std::string_view quotes = "\"\"\"";
  constexpr size_t longest_line = 70;
  std::string out;
  bool ends_escaped = false;
  for (size_t i = 0; i < text.size();) {
    ends_escaped = text.substr(i).starts_with(quotes);
    out += ends_escaped ? "\\\"\"\"" : std::string{text[i]};
    i += ends_escaped ? quotes.size() : 1;
  }
  auto blank = [](char c) { return c == ' ' || c == '\t'; };
  auto lines = split_lines(text);
  bool single = lines.size() == 1;
  // What follows the first line must not look like indentation.
  bool own_line =
    !single
    && std::all_of(lines.begin() + 1, lines.end(), [&](std::string_view x) {
         return x.empty() || blank(x.front());
       });
  bool closes_badly =
    (text.ends_with('"') && !ends_escaped) || text.ends_with('\\');
  bool several = !single || text.size() > longest_line || closes_badly
                 || own_line || ends_escaped;
  bool led_by_blank = single && !text.empty() && blank(text.front());
  if ((several && !led_by_blank) || own_line)
    out.insert(0, 1, '\n');
  if (several)
    out += '\n';
  return std::string{quotes} + out + std::string{quotes};
}

} // namespace troupe::graphql::language
