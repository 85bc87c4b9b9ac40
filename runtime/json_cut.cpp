#include "runtime/json_cut.hpp"

#include <cstring>

namespace troupe::runtime::json_cut {

namespace {

bool space(char c) noexcept {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

void skip_space(std::string_view text, size_t& at) noexcept {
  while (at < text.size() && space(text[at]))
    ++at;
}

/// `at` is on the opening quote; leaves it behind the closing one.
void skip_string(std::string_view text, size_t& at) noexcept {
  ++at;
  while (at < text.size()) {
    const auto* found = static_cast<const char*>(
      std::memchr(text.data() + at, '"', text.size() - at));
    if (found == nullptr) {
      at = text.size();
      return;
    }
    auto quote = static_cast<size_t>(found - text.data());
    size_t slashes = 0;
    while (slashes < quote - at && text[quote - 1 - slashes] == '\\')
      ++slashes;
    at = quote + 1;
    if (slashes % 2 == 0)
      return;
  }
}

void skip_nested(std::string_view text, size_t& at) noexcept {
  size_t depth = 0;
  while (at < text.size()) {
    switch (text[at]) {
      case '"':
        skip_string(text, at);
        continue;
      case '{':
      case '[':
        ++depth;
        break;
      case '}':
      case ']':
        if (--depth == 0) {
          ++at;
          return;
        }
        break;
      default:
        break;
    }
    ++at;
  }
}

} // namespace

std::string_view value(std::string_view text, size_t& at) noexcept {
  skip_space(text, at);
  auto begin = at;
  if (at >= text.size())
    return {};
  switch (text[at]) {
    case '"':
      skip_string(text, at);
      break;
    case '{':
    case '[':
      skip_nested(text, at);
      break;
    default:
      while (at < text.size() && text[at] != ',' && text[at] != '}'
             && text[at] != ']' && !space(text[at]))
        ++at;
  }
  return text.substr(begin, at - begin);
}

bool walker::more() noexcept {
  skip_space(text_, at_);
  if (at_ < text_.size() && text_[at_] == ',')
    ++at_;
  skip_space(text_, at_);
  return at_ < text_.size() && text_[at_] != '}' && text_[at_] != ']';
}

bool walker::member(std::string_view& key, std::string_view& found) noexcept {
  if (!more() || text_[at_] != '"')
    return false;
  auto begin = at_ + 1;
  skip_string(text_, at_);
  key = text_.substr(begin, at_ - begin - 1);
  skip_space(text_, at_);
  ++at_; // the colon
  found = json_cut::value(text_, at_);
  return !found.empty();
}

bool walker::item(std::string_view& found) noexcept {
  if (!more())
    return false;
  found = json_cut::value(text_, at_);
  return !found.empty();
}

} // namespace troupe::runtime::json_cut
