#include "compiler/authoring/fraiseql/names.hpp"

#include <algorithm>

namespace troupe::compiler::authoring::fraiseql {

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

/// Words whose digits are part of them.
bool acronym(std::string_view word) {
  constexpr std::string_view known[] = {
    "base64", "ec2",    "h264", "h265",  "http2",  "http3", "ipv4", "ipv6",
    "k8s",    "md5",    "mp3",  "mp4",   "oauth2", "p2p",   "s3",   "sha1",
    "sha256", "sha512", "utf8", "utf16", "v4",     "web3",  "x509"};
  return std::ranges::find(known, word) != std::end(known);
}

} // namespace

std::string to_camel(std::string_view name) {
  std::string out;
  bool raise = false;
  for (size_t i = 0; i < name.size(); ++i) {
    char c = name[i];
    if (c == '_' && !out.empty() && i + 1 < name.size()) {
      raise = true;
      continue;
    }
    out += raise && lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
    raise = false;
  }
  return out;
}

std::string to_snake(std::string_view name) {
  std::string out;
  std::string word; // the one at hand, in lower case
  for (size_t i = 0; i < name.size(); ++i) {
    char c = name[i];
    char before = i > 0 ? name[i - 1] : '_';
    bool begins = false;
    if (upper(c))
      begins = lower(before) || digit(before)
               || (upper(before) && i + 1 < name.size() && lower(name[i + 1]));
    else if (digit(c) && !digit(before) && before != '_') {
      auto end = i;
      while (end < name.size() && digit(name[end]))
        ++end;
      begins = !acronym(word + std::string{name.substr(i, end - i)});
    }
    if (begins || c == '_')
      word.clear();
    if (begins)
      out += '_';
    char small = upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
    out += small;
    if (c != '_')
      word += small;
  }
  return out;
}

std::string document_key(std::string_view declared) {
  return declared.find('_') != std::string_view::npos ? std::string{declared}
                                                      : to_snake(declared);
}

} // namespace troupe::compiler::authoring::fraiseql
