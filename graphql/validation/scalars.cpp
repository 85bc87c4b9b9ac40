#include "graphql/validation/scalars.hpp"

#include "graphql/validation/known_scalars.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

namespace troupe::graphql::validation {

namespace {

using types::input_kind;

bool digits(std::string_view x) noexcept {
  return !x.empty()
         && std::ranges::all_of(x, [](char c) { return c >= '0' && c <= '9'; });
}

/// Whether `x` has the form of `pattern`, where `9` stands for a digit and `h`
/// for a hex digit.
bool matches(std::string_view x, std::string_view pattern) noexcept {
  if (x.size() != pattern.size())
    return false;
  for (size_t i = 0; i < x.size(); ++i) {
    auto c = x[i];
    bool digit = c >= '0' && c <= '9';
    bool hex = digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (pattern[i] == '9' ? !digit : pattern[i] == 'h' ? !hex : c != pattern[i])
      return false;
  }
  return true;
}

bool is_bigint(const types::input& x) {
  if (x.kind == input_kind::integer)
    return true;
  auto text = x.text;
  if (x.kind != input_kind::string)
    return false;
  if (text.starts_with('-'))
    text.remove_prefix(1);
  return digits(text) && text.size() <= 19;
}

bool is_decimal(const types::input& x) {
  if (x.kind == input_kind::integer || x.kind == input_kind::real)
    return true;
  if (x.kind != input_kind::string)
    return false;
  auto text = x.text;
  if (text.starts_with('-') || text.starts_with('+'))
    text.remove_prefix(1);
  auto point = text.find('.');
  if (point == std::string_view::npos)
    return digits(text);
  return digits(text.substr(0, point)) && digits(text.substr(point + 1));
}

bool is_date(std::string_view x) noexcept {
  if (!matches(x, "9999-99-99"))
    return false;
  auto number = [&](size_t at) {
    return (x[at] - '0') * 10 + (x[at + 1] - '0');
  };
  return number(5) >= 1 && number(5) <= 12 && number(8) >= 1 && number(8) <= 31;
}

bool is_time(std::string_view x) noexcept {
  if (x.size() < 8 || !matches(x.substr(0, 8), "99:99:99"))
    return false;
  auto number = [&](size_t at) {
    return (x[at] - '0') * 10 + (x[at + 1] - '0');
  };
  if (number(0) > 23 || number(3) > 59 || number(6) > 60)
    return false;
  x.remove_prefix(8);
  return x.empty()
         || (x.front() == '.' && x.size() <= 10 && digits(x.substr(1)));
}

bool is_local_date_time(std::string_view x) noexcept {
  return x.size() >= 19 && is_date(x.substr(0, 10))
         && (x[10] == 'T' || x[10] == ' ') && is_time(x.substr(11));
}

bool is_date_time(std::string_view x) noexcept {
  if (x.ends_with('Z') || x.ends_with('z'))
    return is_local_date_time(x.substr(0, x.size() - 1));
  auto sign = x.find_last_of("+-");
  if (sign == std::string_view::npos || sign < 19)
    return false;
  return matches(x.substr(sign + 1), "99:99")
         && is_local_date_time(x.substr(0, sign));
}

std::string custom_problem(std::string_view name, const types::input& x) {
  bool text = x.kind == input_kind::string;
  auto must = [&](bool ok, std::string_view what) {
    return ok ? std::string{}
              : std::string{name} + " must be " + std::string{what}
                  + ", but got: ";
  };
  if (name == "BigInt")
    return must(is_bigint(x), "a whole number of at most 64 bits");
  if (name == "Decimal")
    return must(is_decimal(x), "a decimal number");
  if (name == "UUID")
    return must(text && matches(x.text, "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh"),
                "a UUID such as 123e4567-e89b-12d3-a456-426614174000");
  if (name == "Date")
    return must(text && is_date(x.text), "a date such as 2026-01-31");
  if (name == "Time")
    return must(text && is_time(x.text), "a time such as 23:59:59");
  if (name == "LocalDateTime")
    return must(text && is_local_date_time(x.text),
                "a date and time such as 2026-01-31T23:59:59");
  if (name == "DateTime")
    return must(text && is_date_time(x.text),
                "a date and time with an offset such as 2026-01-31T23:59:59Z");
  if (text || x.kind == input_kind::integer || x.kind == input_kind::real)
    if (auto wanted = known_scalar_problem(name, x.text); !wanted.empty())
      return must(false, wanted);
  return {};
}

/// What the author of the schema demands of values of a scalar.
std::string checked_problem(const types::type& type, const types::input& x) {
  bool scalar = x.kind == input_kind::string || x.kind == input_kind::integer
                || x.kind == input_kind::real || x.kind == input_kind::boolean;
  auto name = std::string{type.name};
  if (!scalar)
    return name + " must be one value, but got: ";
  auto text = x.kind == input_kind::boolean
                ? std::string_view{x.boolean ? "true" : "false"}
                : x.text;
  auto why = type.check->problem(text);
  return why.empty() ? why : name + " " + why + ", but got: ";
}

} // namespace

std::string scalar_problem(const types::type& type, const types::input& x) {
  bool number = x.kind == input_kind::integer || x.kind == input_kind::real;
  switch (type.scalar) {
    case types::scalar_kind::int_: {
      if (!number || !std::isfinite(x.real) || x.real != std::trunc(x.real))
        return "Int cannot represent non-integer value: ";
      using limits = std::numeric_limits<int32_t>;
      return x.real < limits::min() || x.real > limits::max()
               ? "Int cannot represent non 32-bit signed integer value: "
               : "";
    }
    case types::scalar_kind::float_:
      return number && std::isfinite(x.real)
               ? ""
               : "Float cannot represent non numeric value: ";
    case types::scalar_kind::string:
      return x.kind == input_kind::string
               ? ""
               : "String cannot represent a non string value: ";
    case types::scalar_kind::boolean:
      return x.kind == input_kind::boolean
               ? ""
               : "Boolean cannot represent a non boolean value: ";
    case types::scalar_kind::id:
      return x.kind == input_kind::string || x.kind == input_kind::integer
               ? ""
               : "ID cannot represent value: ";
    case types::scalar_kind::custom:
      if (auto why = custom_problem(type.name, x);
          !why.empty() || type.check == nullptr)
        return why;
      return checked_problem(type, x);
  }
  return {};
}

} // namespace troupe::graphql::validation
