#include "graphql/language/parser_run.hpp"

namespace troupe::graphql::language {

value parser_run::string_value() {
  value out;
  out.kind = value_kind::string;
  out.block = token_.kind == token_kind::block_string;
  out.text = token_.text;
  out.at = {token_.begin, token_.end};
  advance();
  return out;
}

value parser_run::word_value() {
  value out;
  out.text = token_.text;
  out.kind = out.text == "true" || out.text == "false" ? value_kind::boolean
             : out.text == "null"                      ? value_kind::null
                                                       : value_kind::enum_value;
  out.at = {token_.begin, token_.end};
  advance();
  return out;
}

value parser_run::variable_value(bool constant) {
  value out;
  auto begin = token_.begin;
  advance();
  if (constant) {
    if (peek(token_kind::name))
      fail_at(begin, "Unexpected variable \"$" + std::string{token_.text}
                       + "\" in constant value.");
    else
      fail_at(begin, "Unexpected \"$\".");
    return out;
  }
  out.kind = value_kind::variable;
  out.text = parse_name().text;
  out.at = from(begin);
  return out;
}

value parser_run::parse_value(bool constant) {
  level deeper{*this};
  switch (token_.kind) {
    case token_kind::bracket_open:
      return list_value(constant);
    case token_kind::brace_open:
      return object_value(constant);
    case token_kind::integer:
    case token_kind::real: {
      value out;
      out.kind = token_.kind == token_kind::integer ? value_kind::integer
                                                    : value_kind::real;
      out.text = token_.text;
      out.at = {token_.begin, token_.end};
      advance();
      return out;
    }
    case token_kind::string:
    case token_kind::block_string:
      return string_value();
    case token_kind::name:
      return word_value();
    case token_kind::dollar:
      return variable_value(constant);
    default:
      unexpected();
      return {};
  }
}

value parser_run::list_value(bool constant) {
  value out;
  out.kind = value_kind::list;
  auto begin = token_.begin;
  gathered<value> items{*this};
  advance();
  while (!failed_ && !take(token_kind::bracket_close))
    items.push(parse_value(constant));
  out.items = items.done();
  out.at = from(begin);
  return out;
}

value parser_run::object_value(bool constant) {
  value out;
  out.kind = value_kind::object;
  auto begin = token_.begin;
  gathered<object_field> fields{*this};
  advance();
  while (!failed_ && !take(token_kind::brace_close)) {
    object_field x;
    x.name = parse_name();
    expect(token_kind::colon);
    x.value = parse_value(constant);
    fields.push(x);
  }
  out.fields = fields.done();
  out.at = from(begin);
  return out;
}

// Type : NamedType | ListType | NonNullType
const type_reference* parser_run::parse_type() {
  level deeper{*this};
  type_reference out;
  auto begin = token_.begin;
  if (take(token_kind::bracket_open)) {
    out.kind = type_kind::list;
    out.inner = parse_type();
    expect(token_kind::bracket_close);
  } else {
    out.kind = type_kind::named;
    out.name = parse_name();
  }
  out.at = from(begin);
  const auto* x = memory_.make<type_reference>(out);
  if (!take(token_kind::bang))
    return x;
  type_reference wrapped;
  wrapped.kind = type_kind::non_null;
  wrapped.inner = x;
  wrapped.at = from(begin);
  return memory_.make<type_reference>(wrapped);
}

} // namespace troupe::graphql::language
