#include "db/postgres/text_json.hpp"

#include "base/json_write.hpp"

#include <algorithm>
#include <iterator>

namespace troupe::db::postgres {

namespace {

// OIDs of pg_type.dat, which never change.
enum oid : uint32_t {
  boolean = 16,
  int8 = 20,
  int2 = 21,
  int4 = 23,
  oid_number = 26,
  json_text = 114,
  float4 = 700,
  float8 = 701,
  timestamp = 1114,
  timestamptz = 1184,
  numeric = 1700,
  jsonb = 3802,
};

struct array_type {
  uint32_t array;
  uint32_t element;
};

constexpr uint32_t other = 0; ///< elements that are strings in JSON

/// Arrays, sorted. Those of types that are not here are strings: how their
/// elements are written is theirs to say.
constexpr array_type arrays[] = {
  {199, json_text}, {1000, boolean}, {1005, int2},        {1007, int4},
  {1009, other},    {1014, other},   {1015, other},       {1016, int8},
  {1021, float4},   {1022, float8},  {1041, other},       {1115, timestamp},
  {1182, other},    {1183, other},   {1185, timestamptz}, {1231, numeric},
  {2951, other},    {3807, jsonb},
};

const array_type* array_of(uint32_t type) noexcept {
  const auto* i =
    std::ranges::lower_bound(arrays, type, {}, &array_type::array);
  return i != std::end(arrays) && i->array == type ? i : nullptr;
}

bool number_type(uint32_t type) noexcept {
  return type == int2 || type == int4 || type == int8 || type == oid_number
         || type == float4 || type == float8 || type == numeric;
}

/// Whether it is a number of JSON's grammar (RFC 8259 §6); NaN is none.
bool json_number(std::string_view x) noexcept {
  size_t i = 0;
  auto digits = [&] {
    auto from = i;
    while (i < x.size() && x[i] >= '0' && x[i] <= '9')
      ++i;
    return i > from;
  };
  if (i < x.size() && x[i] == '-')
    ++i;
  if (i + 1 < x.size() && x[i] == '0' && x[i + 1] >= '0' && x[i + 1] <= '9')
    return false;
  if (!digits())
    return false;
  if (i < x.size() && x[i] == '.' && (++i, !digits()))
    return false;
  if (i < x.size() && (x[i] == 'e' || x[i] == 'E')) {
    ++i;
    if (i < x.size() && (x[i] == '+' || x[i] == '-'))
      ++i;
    if (!digits())
      return false;
  }
  return i == x.size();
}

/// `2026-01-31 12:00:00+00` as `2026-01-31T12:00:00+00:00`; what is beyond ISO
/// 8601 (infinity, years before 1) stays.
std::string iso_time(std::string_view text, bool zone) {
  std::string out{text};
  auto space = out.find(' ');
  if (space == std::string::npos
      || out.find(' ', space + 1) != std::string::npos)
    return out;
  out[space] = 'T';
  auto sign = out.find_last_of("+-");
  constexpr size_t hours_only = 3;
  if (zone && sign != std::string::npos && sign > space
      && out.size() - sign == hours_only)
    out += ":00";
  return out;
}

/// Reads an array's text: `{1,NULL,"a \"b\"",{2}}`, perhaps with its bounds in
/// front.
class array_writer {
public:
  array_writer(bytes& out, std::string_view text, uint32_t element)
    : out_(out), text_(text), element_(element) {
    // nop
  }

  /// Returns false if it is none; what was written then is to be dropped.
  bool run() {
    if (text_.starts_with('[')) {
      auto equals = text_.find('=');
      if (equals == std::string_view::npos)
        return false;
      at_ = equals + 1;
    }
    return list(0) && at_ == text_.size();
  }

private:
  static constexpr int most_dimensions = 6; // MAXDIM

  char peek() const noexcept {
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  bool list(int depth) {
    if (depth >= most_dimensions || peek() != '{')
      return false;
    ++at_;
    out_.push_back('[');
    if (peek() == '}') {
      ++at_;
      out_.push_back(']');
      return true;
    }
    for (;;) {
      if (!(peek() == '{' ? list(depth + 1) : element()))
        return false;
      auto next = peek();
      ++at_;
      if (next == '}')
        break;
      if (next != ',')
        return false;
      out_.push_back(',');
    }
    out_.push_back(']');
    return true;
  }

  bool element() {
    if (peek() == '"')
      return quoted();
    auto end = text_.find_first_of(",{}\"", at_);
    if (end == std::string_view::npos || end == at_)
      return false;
    auto word = text_.substr(at_, end - at_);
    at_ = end;
    if (word == "NULL")
      out_.append("null");
    else
      write_text_json(out_, word, element_);
    return true;
  }

  bool quoted() {
    std::string word;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\' && ++at_ >= text_.size())
        return false;
      word += text_[at_];
    }
    if (at_ >= text_.size())
      return false;
    ++at_;
    write_text_json(out_, word, element_);
    return true;
  }

  bytes& out_;
  std::string_view text_;
  uint32_t element_;
  size_t at_ = 0;
};

} // namespace

void write_text_json(bytes& out, std::string_view text, uint32_t type) {
  if (number_type(type) && json_number(text))
    return out.append(text);
  if (type == boolean)
    return out.append(text == "t" ? "true" : "false");
  // The database has checked it; nothing is no JSON.
  if ((type == json_text || type == jsonb) && !text.empty())
    return out.append(text);
  if (type == timestamp || type == timestamptz)
    return json::write_string(out, iso_time(text, type == timestamptz));
  if (const auto* a = array_of(type)) {
    auto before = out.size();
    if (array_writer{out, text, a->element}.run())
      return;
    out.truncate(before);
  }
  json::write_string(out, text);
}

std::string plain_text(std::string_view text, uint32_t type) {
  if (type == boolean)
    return text == "t" ? "true" : "false";
  if (type == timestamp || type == timestamptz)
    return iso_time(text, type == timestamptz);
  return std::string{text};
}

} // namespace troupe::db::postgres
