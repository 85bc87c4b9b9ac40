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

} // namespace troupe::graphql::language
