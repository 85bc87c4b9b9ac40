#include "graphql/language/parser_run.hpp"

#include <algorithm>

namespace troupe::graphql::language {

namespace {

/// Directive locations of the specification, §3.13.
constexpr std::string_view directive_locations[] = {
  "QUERY",
  "MUTATION",
  "SUBSCRIPTION",
  "FIELD",
  "FRAGMENT_DEFINITION",
  "FRAGMENT_SPREAD",
  "INLINE_FRAGMENT",
  "VARIABLE_DEFINITION",
  "SCHEMA",
  "SCALAR",
  "OBJECT",
  "FIELD_DEFINITION",
  "ARGUMENT_DEFINITION",
  "INTERFACE",
  "UNION",
  "ENUM",
  "ENUM_VALUE",
  "INPUT_OBJECT",
  "INPUT_FIELD_DEFINITION",
};

} // namespace

definition parser_run::type_system(const value* text, uint32_t begin,
                                   bool extension) {
  auto word = token_;
  if (peek_word("schema"))
    return schema(text, begin, extension);
  if (peek_word("directive") && !extension)
    return directive_definition_(text, begin);
  constexpr std::pair<std::string_view, type_definition_kind> kinds[] = {
    {"scalar", type_definition_kind::scalar},
    {"type", type_definition_kind::object},
    {"interface", type_definition_kind::interface},
    {"union", type_definition_kind::union_},
    {"enum", type_definition_kind::enum_},
    {"input", type_definition_kind::input_object},
  };
  for (const auto& [keyword, kind] : kinds)
    if (take_word(keyword))
      return type(text, begin, extension, kind);
  if (text != nullptr)
    return misplaced_description(begin);
  fail_at(word.begin, "Unexpected " + describe(word) + ".");
  return {};
}

definition parser_run::schema(const value* text, uint32_t begin,
                              bool extension) {
  schema_definition out;
  out.extension = extension;
  out.description = text;
  advance();
  out.directives = directives(true);
  if (!extension || peek(token_kind::brace_open))
    out.operations = many<operation_type_definition>(
      token_kind::brace_open, &parser_run::root_operation,
      token_kind::brace_close);
  if (extension && out.directives.empty() && out.operations.empty())
    unexpected();
  out.at = from(begin);
  definition d;
  d.kind = definition_kind::schema;
  d.schema = memory_.make<schema_definition>(out);
  return d;
}

operation_type_definition parser_run::root_operation() {
  operation_type_definition out;
  auto begin = token_.begin;
  out.kind = operation_type();
  expect(token_kind::colon);
  out.type = parse_name();
  out.at = from(begin);
  return out;
}

definition parser_run::type(const value* text, uint32_t begin, bool extension,
                            type_definition_kind kind) {
  type_definition out;
  out.kind = kind;
  out.extension = extension;
  out.description = text;
  out.name = parse_name();
  bool fielded = kind == type_definition_kind::object
                 || kind == type_definition_kind::interface;
  if (fielded && take_word("implements"))
    out.interfaces = delimited_names(token_kind::ampersand);
  out.directives = directives(true);
  type_body(out);
  // An extension must extend something.
  if (extension && out.interfaces.empty() && out.directives.empty()
      && out.fields.empty() && out.members.empty() && out.values.empty()
      && out.input_fields.empty())
    unexpected();
  out.at = from(begin);
  definition d;
  d.kind = definition_kind::type;
  d.type = memory_.make<type_definition>(out);
  return d;
}

void parser_run::type_body(type_definition& out) {
  constexpr auto open = token_kind::brace_open;
  constexpr auto close = token_kind::brace_close;
  switch (out.kind) {
    case type_definition_kind::scalar:
      return;
    case type_definition_kind::object:
    case type_definition_kind::interface:
      out.fields = optional_many<field_definition>(
        open, &parser_run::parse_field_definition, close);
      return;
    case type_definition_kind::union_:
      if (take(token_kind::equals))
        out.members = delimited_names(token_kind::pipe);
      return;
    case type_definition_kind::enum_:
      out.values = optional_many<enum_value_definition>(
        open, &parser_run::enum_value, close);
      return;
    case type_definition_kind::input_object:
      out.input_fields = optional_many<input_value_definition>(
        open, &parser_run::input_value, close);
      return;
  }
}

// FieldDefinition : Description? Name ArgumentsDefinition? : Type Directives?
field_definition parser_run::parse_field_definition() {
  field_definition out;
  auto begin = token_.begin;
  out.description = description();
  out.name = parse_name();
  out.arguments = optional_many<input_value_definition>(
    token_kind::paren_open, &parser_run::input_value, token_kind::paren_close);
  expect(token_kind::colon);
  out.type = parse_type();
  out.directives = directives(true);
  out.at = from(begin);
  return out;
}

// InputValueDefinition : Description? Name : Type DefaultValue? Directives?
input_value_definition parser_run::input_value() {
  input_value_definition out;
  auto begin = token_.begin;
  out.description = description();
  out.name = parse_name();
  expect(token_kind::colon);
  out.type = parse_type();
  if (take(token_kind::equals))
    out.default_value = memory_.make<value>(parse_value(true));
  out.directives = directives(true);
  out.at = from(begin);
  return out;
}

// EnumValueDefinition : Description? EnumValue Directives?
enum_value_definition parser_run::enum_value() {
  enum_value_definition out;
  auto begin = token_.begin;
  out.description = description();
  if (peek_word("true") || peek_word("false") || peek_word("null"))
    fail_at(token_.begin, "Name \"" + std::string{token_.text}
                            + "\" is reserved and cannot be used for an enum "
                              "value.");
  out.name = parse_name();
  out.directives = directives(true);
  out.at = from(begin);
  return out;
}

// DirectiveDefinition :
//   Description? directive @ Name ArgumentsDefinition? repeatable? on
//   Locations
definition parser_run::directive_definition_(const value* text,
                                             uint32_t begin) {
  directive_definition out;
  out.description = text;
  advance();
  expect(token_kind::at);
  out.name = parse_name();
  out.arguments = optional_many<input_value_definition>(
    token_kind::paren_open, &parser_run::input_value, token_kind::paren_close);
  out.repeatable = take_word("repeatable");
  expect_word("on");
  out.locations = locations();
  out.at = from(begin);
  definition d;
  d.kind = definition_kind::directive;
  d.directive = memory_.make<directive_definition>(out);
  return d;
}

std::span<const name> parser_run::locations() {
  gathered<name> out{*this};
  take(token_kind::pipe);
  do {
    auto word = token_;
    out.push(parse_name());
    if (!failed_
        && std::ranges::find(directive_locations, word.text)
             == std::end(directive_locations))
      fail_at(word.begin, "Unexpected " + describe(word) + ".");
  } while (!failed_ && take(token_kind::pipe));
  return out.done();
}

} // namespace troupe::graphql::language
