#include "compiler/authoring/names.hpp"

#include <algorithm>
#include <vector>

namespace troupe::compiler::authoring {

namespace {

bool upper(char c) noexcept {
  return c >= 'A' && c <= 'Z';
}

bool lower(char c) noexcept {
  return c >= 'a' && c <= 'z';
}

bool digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

char to_lower(char c) noexcept {
  return upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

char to_upper(char c) noexcept {
  return lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}

/// Cuts a name into lower-case words: at what is no letter or digit, and where
/// a capital begins a word (`HTTPStatusCode` -> http, status, code).
std::vector<std::string> words(std::string_view name) {
  std::vector<std::string> out;
  bool open = false;
  for (size_t i = 0; i < name.size(); ++i) {
    auto c = name[i];
    if (!upper(c) && !lower(c) && !digit(c)) {
      open = false;
      continue;
    }
    bool after_small = i > 0 && (lower(name[i - 1]) || digit(name[i - 1]));
    bool before_small =
      i + 1 < name.size() && lower(name[i + 1]) && i > 0 && upper(name[i - 1]);
    if (!open || (upper(c) && (after_small || before_small)))
      out.emplace_back();
    open = true;
    out.back() += to_lower(c);
  }
  return out;
}

} // namespace

std::string pascal_case(std::string_view name) {
  std::string out;
  for (const auto& word : words(name)) {
    out += to_upper(word.front());
    out.append(word, 1);
  }
  // A name may not begin with a digit.
  return out.empty() || digit(out.front()) ? "_" + out : out;
}

std::string camel_case(std::string_view name) {
  auto out = pascal_case(name);
  out.front() = to_lower(out.front());
  return out;
}

std::string snake_case(std::string_view name) {
  std::string out;
  for (const auto& word : words(name))
    out += (out.empty() ? "" : "_") + word;
  return out;
}

bool valid_name(std::string_view x) noexcept {
  return !x.empty() && !digit(x.front()) && !x.starts_with("__")
         && std::ranges::all_of(x, [](char c) {
              return upper(c) || lower(c) || digit(c) || c == '_';
            });
}

} // namespace troupe::compiler::authoring
