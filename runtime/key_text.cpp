#include "runtime/key_text.hpp"

#include "base/json_write.hpp"
#include "runtime/scalar_text.hpp"

namespace troupe::runtime {

namespace {

namespace oid = plan::oid;
using plan::read_big_endian;

/// Marks a key that is a number: SQLite does not take "1" for 1.
constexpr char number_mark = '#';

} // namespace

std::string key_of(const plan::cell& x) {
  bytes out;
  auto number = [&](int64_t n) {
    out.push_back(number_mark);
    json::write_int(out, n);
  };
  if (x.null())
    return {};
  switch (x.type) {
    case oid::int2:
      number(read_big_endian<int16_t>(x.data));
      break;
    case oid::int4:
      number(read_big_endian<int32_t>(x.data));
      break;
    case oid::int8:
      number(read_big_endian<int64_t>(x.data));
      break;
    case oid::uuid:
      out.push_back('"');
      write_uuid(out, x.data);
      break;
    case oid::date:
      out.push_back('"');
      write_date(out, read_big_endian<int32_t>(x.data));
      break;
    default:
      out.push_back('"');
      out.append(x.view());
  }
  return std::string{out.view()};
}

key_list::key_list(plan::dialect dialect) : dialect_(dialect) {
  text_.push_back(dialect_ == plan::dialect::postgres ? '{' : '[');
}

void key_list::add(std::string_view key) {
  if (text_.size() > 1)
    text_.push_back(',');
  if (key.empty())
    return text_.append(dialect_ == plan::dialect::postgres ? "NULL" : "null");
  auto value = key.substr(1);
  if (key.front() == number_mark)
    return text_.append(value);
  if (dialect_ == plan::dialect::sqlite)
    return json::write_string(text_, value);
  text_.push_back('"');
  for (auto c : value) {
    if (c == '"' || c == '\\')
      text_.push_back('\\');
    text_.push_back(c);
  }
  text_.push_back('"');
}

std::string key_list::take() {
  text_.push_back(dialect_ == plan::dialect::postgres ? '}' : ']');
  return std::string{text_.view()};
}

} // namespace troupe::runtime
