#include "server/setting_values.hpp"

#include "server/settings.hpp"

#include <charconv>
#include <cstdlib>

namespace troupe::server {

namespace {

using std::chrono::milliseconds;

std::string wrong_value(const setting& s, std::string_view wanted) {
  return "\"" + std::string{s.key} + "\" must be " + std::string{wanted};
}

result<void> set_number(options& out, const setting& s, int64_t options::*where,
                        int64_t x) {
  if (x < s.least || x > s.most) {
    auto range = s.most == INT64_MAX ? "at least " + std::to_string(s.least)
                                     : "between " + std::to_string(s.least)
                                         + " and " + std::to_string(s.most);
    return bad(wrong_value(s, range) + ", not " + std::to_string(x));
  }
  out.*where = x;
  return {};
}

bool among(std::string_view words, std::string_view x) {
  while (!words.empty()) {
    auto end = words.find('|');
    if (words.substr(0, end) == x)
      return true;
    words = end == std::string_view::npos ? std::string_view{}
                                          : words.substr(end + 1);
  }
  return false;
}

result<void> set_word(options& out, const setting& s,
                      std::string options::*where, std::string x) {
  if (!s.words.empty() && !among(s.words, x)) {
    std::string choices{s.words};
    for (size_t i = 0; (i = choices.find('|', i)) != std::string::npos;)
      choices.replace(i, 1, ", ");
    return bad(wrong_value(s, "one of " + choices) + ", not \"" + x + "\"");
  }
  out.*where = std::move(x);
  return {};
}

/// Replaces `${NAME}` by the environment's value.
result<std::string> expand(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    if (text.substr(i, 2) != "${") {
      out += text[i++];
      continue;
    }
    auto end = text.find('}', i);
    if (end == std::string_view::npos)
      return bad(
        "\"${\" without \"}\"; write $${ for the characters themselves");
    std::string name{text.substr(i + 2, end - i - 2)};
    const auto* value = std::getenv(name.c_str());
    if (value == nullptr)
      return bad("The environment variable " + name + " is not set");
    out += value;
    i = end + 1;
  }
  return out;
}

// -- from the command line ----------------------------------------------------

struct from_text {
  options& out;
  const setting& s;
  std::string_view text;

  result<void> operator()(std::string options::*where) {
    return set_word(out, s, where, std::string{text});
  }

  result<void> operator()(int64_t options::*where) {
    int64_t x = 0;
    auto end = std::from_chars(text.data(), text.data() + text.size(), x);
    if (end.ec != std::errc{} || end.ptr != text.data() + text.size())
      return bad(wrong_value(s, "a whole number, not \"") + std::string{text}
                 + "\"");
    return set_number(out, s, where, x);
  }

  result<void> operator()(bool options::*where) {
    if (text != "true" && text != "false")
      return bad(wrong_value(s, "true or false, not \"") + std::string{text}
                 + "\"");
    out.*where = text == "true";
    return {};
  }

  result<void> operator()(milliseconds options::*where) {
    auto x = parse_duration(text);
    if (!x)
      return bad(wrong_value(s, x.error().detail));
    out.*where = *x;
    return {};
  }

  result<void> operator()(std::vector<std::string> options::*where) {
    (out.*where).clear();
    auto rest = text;
    while (!rest.empty()) {
      auto end = rest.find(',');
      (out.*where).emplace_back(rest.substr(0, end));
      rest = end == std::string_view::npos ? std::string_view{}
                                           : rest.substr(end + 1);
    }
    return {};
  }
};

// -- from a file --------------------------------------------------------------

struct from_toml {
  options& out;
  const setting& s;
  const toml::node& node;

  result<void> operator()(std::string options::*where) {
    auto x = node.value_exact<std::string>();
    if (!x)
      return bad(wrong_value(s, "a string"));
    auto text = expand(*x);
    if (!text)
      return text.error();
    return set_word(out, s, where, std::move(*text));
  }

  result<void> operator()(int64_t options::*where) {
    auto x = node.value_exact<int64_t>();
    if (!x)
      return bad(wrong_value(s, "a whole number"));
    return set_number(out, s, where, *x);
  }

  result<void> operator()(bool options::*where) {
    auto x = node.value_exact<bool>();
    if (!x)
      return bad(wrong_value(s, "true or false"));
    out.*where = *x;
    return {};
  }

  result<void> operator()(milliseconds options::*where) {
    if (auto seconds = node.value_exact<int64_t>())
      return from_text{out, s, std::to_string(*seconds)}(where);
    auto x = node.value_exact<std::string>();
    if (!x)
      return bad(wrong_value(s, "a duration such as \"10s\" or \"250ms\""));
    return from_text{out, s, *x}(where);
  }

  result<void> operator()(std::vector<std::string> options::*where) {
    const auto* list = node.as_array();
    if (list == nullptr)
      return bad(wrong_value(s, "a list of strings"));
    std::vector<std::string> items;
    for (const auto& item : *list) {
      auto x = item.value_exact<std::string>();
      if (!x)
        return bad(wrong_value(s, "a list of strings"));
      items.push_back(std::move(*x));
    }
    out.*where = std::move(items);
    return {};
  }
};

struct to_text {
  const options& from;

  std::string operator()(std::string options::*x) const {
    return from.*x;
  }

  std::string operator()(int64_t options::*x) const {
    return std::to_string(from.*x);
  }

  std::string operator()(bool options::*x) const {
    return from.*x ? "true" : "false";
  }

  std::string operator()(milliseconds options::*x) const {
    auto ms = (from.*x).count();
    return ms % 1000 == 0 ? std::to_string(ms / 1000) + "s"
                          : std::to_string(ms) + "ms";
  }

  std::string operator()(std::vector<std::string> options::*x) const {
    std::string out;
    for (const auto& item : from.*x)
      out += (out.empty() ? "\"" : ", \"") + item + "\"";
    return "[" + out + "]";
  }
};

} // namespace

error bad(std::string detail) {
  return {ec::invalid_config, std::move(detail), {}};
}

result<void> set_from_text(options& out, const setting& s,
                           std::string_view text) {
  return std::visit(from_text{out, s, text}, s.member);
}

result<void> set_from_toml(options& out, const setting& s,
                           const toml::node& node) {
  return std::visit(from_toml{out, s, node}, s.member);
}

std::string show_setting(const options& from, const setting& s) {
  return std::visit(to_text{from}, s.member);
}

result<milliseconds> parse_duration(std::string_view text) {
  constexpr std::string_view wanted = "a duration such as 250ms, 10s, 5m or 1h";
  int64_t n = 0;
  auto end = std::from_chars(text.data(), text.data() + text.size(), n);
  std::string_view unit{
    end.ptr, static_cast<size_t>(text.data() + text.size() - end.ptr)};
  int64_t factor = unit == "ms"                  ? 1
                   : unit == "s" || unit.empty() ? 1000
                   : unit == "m"                 ? 60'000
                   : unit == "h"                 ? 3'600'000
                                                 : 0;
  constexpr int64_t year = int64_t{365} * 24 * 3'600'000;
  if (end.ec != std::errc{} || n < 0 || factor == 0 || n > year / factor)
    return error{ec::invalid_config,
                 std::string{wanted} + ", not \"" + std::string{text} + "\"",
                 {}};
  return milliseconds{n * factor};
}

} // namespace troupe::server
