#include "plan/opaque.hpp"

#include "base/hash.hpp"

namespace troupe::plan {

namespace {

constexpr std::string_view alphabet =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

int digit(char c) noexcept {
  if (c == '+')
    c = '-';
  if (c == '/')
    c = '_';
  auto i = alphabet.find(c);
  return i == std::string_view::npos ? -1 : static_cast<int>(i);
}

void put(std::string& out, uint32_t x) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out += static_cast<char>((x >> shift) & 0xFF);
}

uint32_t get(std::string_view x) noexcept {
  uint32_t out = 0;
  for (size_t i = 0; i < 4; ++i)
    out = (out << 8) | static_cast<unsigned char>(x[i]);
  return out;
}

uint32_t checksum(uint32_t ordering, std::string_view values) noexcept {
  return static_cast<uint32_t>(hash64(values, ordering));
}

} // namespace

std::string base64url(std::string_view x) {
  std::string out;
  out.reserve((x.size() * 4 + 2) / 3);
  uint32_t bits = 0;
  int count = 0;
  for (auto c : x) {
    bits = (bits << 8) | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6)
      out += alphabet[(bits >> (count - 6)) & 63];
  }
  if (count > 0)
    out += alphabet[(bits << (6 - count)) & 63];
  return out;
}

std::optional<std::string> read_base64(std::string_view x) {
  while (x.ends_with('='))
    x.remove_suffix(1);
  std::string out;
  uint32_t bits = 0;
  int count = 0;
  for (auto c : x) {
    auto d = digit(c);
    if (d < 0)
      return std::nullopt;
    bits = (bits << 6) | static_cast<uint32_t>(d);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>((bits >> count) & 0xFF);
    }
  }
  return out;
}

std::string make_cursor(uint32_t ordering, std::string_view values) {
  std::string out;
  put(out, ordering);
  put(out, checksum(ordering, values));
  out += values;
  return base64url(out);
}

cursor read_cursor(uint32_t ordering, std::string_view text) {
  cursor out;
  constexpr size_t head = 8;
  constexpr size_t longest = 64 * 1024;
  if (text.size() > longest)
    return out;
  auto raw = read_base64(text);
  if (!raw || raw->size() <= head)
    return out;
  auto its_ordering = get(*raw);
  auto values = std::string_view{*raw}.substr(head);
  if (get(std::string_view{*raw}.substr(4)) != checksum(its_ordering, values))
    return out;
  out.fault = its_ordering == ordering ? cursor_fault::none
                                       : cursor_fault::other_ordering;
  out.values = values;
  return out;
}

std::string make_global_id(std::string_view type,
                           const std::vector<std::string>& key) {
  std::string out{type};
  for (const auto& part : key) {
    out += ':';
    for (auto c : part) {
      if (c == ':' || c == '\\')
        out += '\\';
      out += c;
    }
  }
  return base64url(out);
}

global_id read_global_id(std::string_view text) {
  global_id out;
  auto raw = read_base64(text);
  if (!raw)
    return out;
  auto* to = &out.type;
  for (size_t i = 0; i < raw->size(); ++i) {
    char c = (*raw)[i];
    if (c == ':') {
      to = &out.key.emplace_back();
      continue;
    }
    if (c == '\\' && i + 1 < raw->size())
      c = (*raw)[++i];
    *to += c;
  }
  if (out.key.empty())
    out.type.clear();
  return out;
}

} // namespace troupe::plan
