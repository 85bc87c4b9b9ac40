#include "cli/report.hpp"

#include "base/json_write.hpp"
#include "base/utf8.hpp"

#include <iostream>
#include <ostream>
#include <unistd.h>

namespace troupe::cli {

namespace {

/// Returns line `number` (1-based) of `text`, without its end.
std::string_view line_of(std::string_view text, uint32_t number) {
  for (uint32_t i = 1; i < number; ++i) {
    auto end = text.find('\n');
    if (end == std::string_view::npos)
      return {};
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r'))
    text.remove_suffix(1);
  return text;
}

void print_excerpt(std::ostream& out, std::string_view text, location at) {
  auto line = line_of(text, at.line);
  constexpr size_t widest = 200;
  if (line.empty() || line.size() > widest || !utf8::valid(line))
    return;
  auto number = std::to_string(at.line);
  out << "  " << number << " | " << line << '\n'
      << "  " << std::string(number.size(), ' ') << " | ";
  // Columns count code points; tabs keep their width.
  uint32_t column = 1;
  for (size_t i = 0; i < line.size() && column < at.column; ++i) {
    if ((static_cast<unsigned char>(line[i]) & 0xC0) == 0x80)
      continue;
    out << (line[i] == '\t' ? '\t' : ' ');
    ++column;
  }
  out << "^\n";
}

} // namespace

void print_error(std::ostream& out, const error& why, std::string_view file,
                 std::string_view text) {
  if (!file.empty())
    out << file << ':';
  if (!why.locations.empty())
    out << why.locations.front().line << ':' << why.locations.front().column
        << ':';
  if (!file.empty() || !why.locations.empty())
    out << ' ';
  out << "error: " << why.detail << '\n';
  if (!text.empty() && !why.locations.empty())
    print_excerpt(out, text, why.locations.front());
}

exit_code code_of(const error& why) noexcept {
  switch (why.code) {
    case ec::syntax_error:
    case ec::validation_failed:
    case ec::bad_user_input:
    case ec::bad_request:
    case ec::limit_exceeded:
    case ec::too_many_tokens:
    case ec::too_deep:
    case ec::too_many_fields:
    case ec::too_many_aliases:
    case ec::too_many_root_fields:
    case ec::too_many_directives:
    case ec::too_deep_introspection:
    case ec::too_costly:
    case ec::operation_not_found:
    case ec::invalid_schema:
    case ec::invalid_config:
    case ec::schema_mismatch:
      return invalid_input;
    default:
      return failed;
  }
}

void write_json_errors(bytes& text, std::span<const error> errors) {
  text.push_back('[');
  for (size_t i = 0; i < errors.size(); ++i) {
    if (i > 0)
      text.push_back(',');
    text.append("{\"message\":");
    json::write_string(text, errors[i].detail);
    if (!errors[i].locations.empty()) {
      text.append(",\"locations\":[");
      for (size_t j = 0; j < errors[i].locations.size(); ++j) {
        if (j > 0)
          text.push_back(',');
        text.append("{\"line\":");
        json::write_uint(text, errors[i].locations[j].line);
        text.append(",\"column\":");
        json::write_uint(text, errors[i].locations[j].column);
        text.push_back('}');
      }
      text.push_back(']');
    }
    text.append(",\"extensions\":{\"code\":");
    json::write_string(text, code_name(errors[i].code));
    text.append("}}");
  }
  text.push_back(']');
}

void print_json_errors(std::ostream& out, std::span<const error> errors) {
  bytes text;
  text.append("{\"errors\":");
  write_json_errors(text, errors);
  text.append("}\n");
  out << text.view();
}

progress::progress(std::string what)
  : what_(std::move(what)), terminal_(isatty(STDERR_FILENO) == 1) {
  if (terminal_)
    std::cerr << what_ << " ..." << std::flush;
}

progress::~progress() {
  if (terminal_)
    std::cerr << "\r\033[K";
  std::cerr << what_ << ": done\n";
}

void progress::advance(size_t done, size_t total) {
  done_ = done;
  if (!terminal_ || total == 0)
    return;
  constexpr size_t width = 24;
  auto filled = done * width / total;
  std::cerr << '\r' << what_ << " [" << std::string(filled, '=')
            << std::string(width - filled, ' ') << "] " << done * 100 / total
            << " %" << std::flush;
}

} // namespace troupe::cli
