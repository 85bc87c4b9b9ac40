#include "compiler/planner/bind.hpp"

#include "base/json_write.hpp"
#include "compiler/planner/bind_opaque.hpp"

#include <charconv>
#include <limits>
#include <optional>

namespace troupe::compiler::planner {

namespace {

using graphql::types::input;
using graphql::types::input_kind;

void write_json(bytes& out, const input& x) {
  switch (x.kind) {
    case input_kind::null:
      return out.append("null");
    case input_kind::boolean:
      return out.append(x.boolean ? "true" : "false");
    case input_kind::integer:
    case input_kind::real:
      return out.append(x.text);
    case input_kind::string:
    case input_kind::enum_value:
      return json::write_string(out, x.text);
    case input_kind::list:
      out.push_back('[');
      for (size_t i = 0; i < x.items.size(); ++i) {
        if (i > 0)
          out.push_back(',');
        write_json(out, x.items[i]);
      }
      return out.push_back(']');
    case input_kind::object:
      out.push_back('{');
      for (size_t i = 0; i < x.fields.size(); ++i) {
        if (i > 0)
          out.push_back(',');
        json::write_string(out, x.fields[i].name);
        out.push_back(':');
        write_json(out, x.fields[i].value);
      }
      return out.push_back('}');
  }
}

bool is_json(plan::base_type x) noexcept {
  return x == plan::base_type::json || x == plan::base_type::jsonb;
}

/// LIKE's own characters lose their meaning.
std::string escape_like(std::string_view text) {
  std::string out;
  for (auto c : text) {
    if (c == '%' || c == '_' || c == '\\')
      out += '\\';
    out += c;
  }
  return out;
}

std::optional<int64_t> as_integer(const input& x) noexcept {
  if (x.kind == input_kind::integer)
    return x.integer;
  int64_t out = 0;
  const auto* end = x.text.data() + x.text.size();
  auto parsed = std::from_chars(x.text.data(), end, out);
  if (x.text.empty() || parsed.ec != std::errc{} || parsed.ptr != end)
    return std::nullopt;
  return out;
}

bool fits(int64_t x, plan::base_type type) noexcept {
  if (type == plan::base_type::int2)
    return x >= std::numeric_limits<int16_t>::min()
           && x <= std::numeric_limits<int16_t>::max();
  if (type == plan::base_type::int4)
    return x >= std::numeric_limits<int32_t>::min()
           && x <= std::numeric_limits<int32_t>::max();
  return true;
}

class binder {
public:
  binder(const plan::parameter& p, plan::dialect dialect)
    : p_(p), dialect_(dialect) {
    // nop
  }

  result<bound_text> run(const input& x) {
    if (p_.transform == plan::transform::row_count)
      return row_count(x);
    if (p_.transform == plan::transform::cursor_part)
      return cursor(x);
    if (p_.transform == plan::transform::node_part)
      return node(x);
    if (x.is_null())
      return bound_text{};
    if (p_.transform == plan::transform::json_path)
      return json_path(x);
    if (p_.transform == plan::transform::list || p_.type.array)
      return text(list(x));
    constexpr size_t longest_regex = 1000;
    if (p_.transform == plan::transform::regex && x.text.size() > longest_regex)
      return error{ec::limit_exceeded,
                   "A regular expression may have at most 1000 bytes.",
                   {}};
    return scalar(x);
  }

private:
  static bound_text text(std::string x) {
    bound_text out;
    out.value.kind = plan::bound_kind::text;
    out.text = std::move(x);
    return out;
  }

  static bound_text integer(int64_t x) {
    bound_text out;
    out.value.kind = plan::bound_kind::integer;
    out.value.integer = x;
    return out;
  }

  result<bound_text> row_count(const input& x) {
    if (x.is_null())
      return bound_text{};
    auto n = as_integer(x);
    if (!n || *n < 0)
      return error{ec::bad_user_input,
                   "A limit or offset must be a whole number that is not "
                   "negative, not "
                     + std::string{x.text} + ".",
                   {}};
    if (p_.most > 0 && *n > p_.most)
      return error{ec::limit_exceeded,
                   "A list may have at most " + std::to_string(p_.most)
                     + " rows, not " + std::to_string(*n) + ".",
                   {}};
    return integer(*n);
  }

  /// SQLite compares by the kind of value, so there it keeps its own.
  result<bound_text> cursor(const input& x) {
    arena memory;
    auto part = cursor_part(x.text, p_, memory);
    if (!part)
      return part.error();
    const auto& v = *part;
    if (v.is_null())
      return bound_text{};
    if (dialect_ == plan::dialect::postgres)
      return v.kind == input_kind::string ? text(std::string{v.text})
                                          : scalar(v);
    bound_text out;
    switch (v.kind) {
      case input_kind::integer:
        return integer(v.integer);
      case input_kind::real:
        out.value.kind = plan::bound_kind::real;
        out.value.real = v.real;
        return out;
      default:
        return text(std::string{v.text});
    }
  }

  result<bound_text> node(const input& x) {
    std::vector<std::string> texts;
    if (x.kind != input_kind::list) {
      auto one = node_part(x.text, p_, texts);
      return one.is_null() ? bound_text{} : scalar(one);
    }
    if (p_.most > 0 && x.items.size() > static_cast<size_t>(p_.most))
      return error{ec::limit_exceeded,
                   "At most " + std::to_string(p_.most)
                     + " ids can be asked for at once, not "
                     + std::to_string(x.items.size()) + ".",
                   {}};
    texts.reserve(x.items.size());
    std::vector<input> parts;
    for (const auto& item : x.items)
      parts.push_back(node_part(item.text, p_, texts));
    input all;
    all.kind = input_kind::list;
    all.items = parts;
    return text(list(all));
  }

  /// Digits are indexes, anything else is a key. A key with a quote cannot be
  /// written in a path of SQLite; it is found nowhere.
  static bound_text json_path(const input& x) {
    std::span<const input> steps{&x, 1};
    if (x.kind == input_kind::list)
      steps = x.items;
    std::string out = "$";
    for (const auto& step : steps) {
      bool index =
        step.text.size() < 10 && !step.text.empty()
        && step.text.find_first_not_of("0123456789") == std::string_view::npos;
      if (step.text.find('"') != std::string_view::npos)
        return {};
      out += index ? "[" : ".\"";
      out += step.text;
      out += index ? "]" : "\"";
    }
    return text(std::move(out));
  }

  std::string_view renamed(const input& x) const noexcept {
    for (const auto& [from, to] : p_.renames)
      if (from == x.text)
        return to;
    return x.text;
  }

  bound_text scalar(const input& x) const {
    auto base = p_.type.base;
    if (is_json(base)) {
      bytes out;
      write_json(out, x);
      return text(std::string{out.view()});
    }
    switch (base) {
      case plan::base_type::boolean: {
        bound_text out;
        out.value.kind = plan::bound_kind::boolean;
        out.value.boolean = x.boolean;
        return x.kind == input_kind::boolean ? out : bound_text{};
      }
      case plan::base_type::int2:
      case plan::base_type::int4:
      case plan::base_type::int8: {
        auto n = as_integer(x);
        return n && fits(*n, base) ? integer(*n) : bound_text{};
      }
      case plan::base_type::float4:
      case plan::base_type::float8: {
        bound_text out;
        out.value.kind = plan::bound_kind::real;
        out.value.real = x.real;
        return out;
      }
      default:
        return text(pattern(notation(renamed(x))));
    }
  }

  /// The database's way to write a value of the column's type.
  std::string notation(std::string_view x) const {
    std::string out{x};
    if (dialect_ != plan::dialect::sqlite)
      return out;
    // SQLite keeps moments as text and compares them as such.
    bool moment = p_.type.base == plan::base_type::timestamp
                  || p_.type.base == plan::base_type::timestamptz;
    if (moment && out.size() > 10 && out[10] == 'T')
      out[10] = ' ';
    return out;
  }

  std::string pattern(std::string x) const {
    switch (p_.transform) {
      case plan::transform::contains:
        return "%" + escape_like(x) + "%";
      case plan::transform::starts_with:
        return escape_like(x) + "%";
      case plan::transform::ends_with:
        return "%" + escape_like(x);
      default:
        return x;
    }
  }

  std::string list(const input& x) const {
    std::span<const input> items{&x, 1};
    if (x.kind == input_kind::list)
      items = x.items;
    return dialect_ == plan::dialect::postgres ? array_literal(items)
                                               : json_list(items);
  }

  /// `{"a","b",NULL}`: PostgreSQL casts it to the array type of the place.
  std::string array_literal(std::span<const input> items) const {
    std::string out = "{";
    for (size_t i = 0; i < items.size(); ++i) {
      if (i > 0)
        out += ',';
      auto one = items[i].is_null() ? bound_text{} : scalar(items[i]);
      switch (one.value.kind) {
        case plan::bound_kind::null:
          out += "NULL";
          break;
        case plan::bound_kind::boolean:
          out += one.value.boolean ? "t" : "f";
          break;
        case plan::bound_kind::integer:
          out += std::to_string(one.value.integer);
          break;
        case plan::bound_kind::real:
          out += items[i].text;
          break;
        case plan::bound_kind::text:
          out += '"';
          for (auto c : one.text) {
            if (c == '"' || c == '\\')
              out += '\\';
            out += c;
          }
          out += '"';
          break;
      }
    }
    return out + "}";
  }

  std::string json_list(std::span<const input> items) const {
    bytes out;
    out.push_back('[');
    for (size_t i = 0; i < items.size(); ++i) {
      if (i > 0)
        out.push_back(',');
      auto one = items[i].is_null() ? bound_text{} : scalar(items[i]);
      switch (one.value.kind) {
        case plan::bound_kind::null:
          out.append("null");
          break;
        case plan::bound_kind::boolean:
          out.append(one.value.boolean ? "1" : "0");
          break;
        case plan::bound_kind::integer:
          json::write_int(out, one.value.integer);
          break;
        case plan::bound_kind::real:
          json::write_double(out, one.value.real);
          break;
        case plan::bound_kind::text:
          json::write_string(out, one.text);
          break;
      }
    }
    out.push_back(']');
    return std::string{out.view()};
  }

  const plan::parameter& p_;
  plan::dialect dialect_;
};

} // namespace

result<bound_text> bind_input(const input& value,
                              const plan::parameter& parameter,
                              plan::dialect dialect) {
  return binder{parameter, dialect}.run(value);
}

} // namespace troupe::compiler::planner
