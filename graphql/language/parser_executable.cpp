#include "graphql/language/parser_run.hpp"

namespace troupe::graphql::language {

// OperationDefinition
definition parser_run::operation(const value* text, uint32_t begin) {
  operation_definition out;
  out.description = text;
  if (!peek(token_kind::brace_open)) {
    out.kind = operation_type();
    if (peek(token_kind::name))
      out.name = parse_name();
    out.variables = optional_many<variable_definition>(
      token_kind::paren_open, &parser_run::variable, token_kind::paren_close);
    out.directives = directives(false);
  }
  out.selections = selection_set();
  out.at = from(begin);
  definition d;
  d.kind = definition_kind::operation;
  d.operation = memory_.make<operation_definition>(out);
  return d;
}

operation_kind parser_run::operation_type() {
  auto word = expect(token_kind::name);
  if (word.text == "query")
    return operation_kind::query;
  if (word.text == "mutation")
    return operation_kind::mutation;
  if (word.text == "subscription")
    return operation_kind::subscription;
  fail_at(word.begin, "Unexpected " + describe(word) + ".");
  return operation_kind::query;
}

// VariableDefinition : Description? Variable : Type DefaultValue? Directives?
variable_definition parser_run::variable() {
  variable_definition out;
  auto begin = token_.begin;
  out.description = description();
  expect(token_kind::dollar);
  out.name = parse_name();
  expect(token_kind::colon);
  out.type = parse_type();
  if (take(token_kind::equals))
    out.default_value = memory_.make<value>(parse_value(true));
  out.directives = directives(true);
  out.at = from(begin);
  return out;
}

// SelectionSet : { Selection+ }
language::selection_set parser_run::selection_set() {
  level deeper{*this};
  language::selection_set out;
  auto begin = token_.begin;
  out.items =
    many<selection>(token_kind::brace_open, &parser_run::parse_selection,
                    token_kind::brace_close);
  out.at = from(begin);
  return out;
}

selection parser_run::parse_selection() {
  return peek(token_kind::spread) ? fragment_selection() : field();
}

// Field : Alias? Name Arguments? Directives? SelectionSet?
selection parser_run::field() {
  selection out;
  auto begin = token_.begin;
  out.name = parse_name();
  if (take(token_kind::colon)) {
    out.alias = out.name;
    out.name = parse_name();
  }
  out.arguments = arguments(false);
  out.directives = directives(false);
  if (peek(token_kind::brace_open))
    out.selections = selection_set();
  out.at = from(begin);
  return out;
}

// FragmentSpread, InlineFragment
selection parser_run::fragment_selection() {
  selection out;
  auto begin = token_.begin;
  expect(token_kind::spread);
  bool condition = take_word("on");
  if (!condition && peek(token_kind::name)) {
    out.kind = selection_kind::fragment_spread;
    out.name = parse_name();
    out.directives = directives(false);
  } else {
    out.kind = selection_kind::inline_fragment;
    if (condition)
      out.type_condition = parse_name();
    out.directives = directives(false);
    out.selections = selection_set();
  }
  out.at = from(begin);
  return out;
}

// FragmentDefinition : fragment FragmentName TypeCondition Directives?
// SelectionSet
definition parser_run::fragment(const value* text, uint32_t begin) {
  fragment_definition out;
  out.description = text;
  expect_word("fragment");
  if (peek_word("on"))
    unexpected();
  out.name = parse_name();
  expect_word("on");
  out.type_condition = parse_name();
  out.directives = directives(false);
  out.selections = selection_set();
  out.at = from(begin);
  definition d;
  d.kind = definition_kind::fragment;
  d.fragment = memory_.make<fragment_definition>(out);
  return d;
}

std::span<const argument> parser_run::arguments(bool constant) {
  return optional_many<argument>(token_kind::paren_open,
                                 constant ? &parser_run::constant_argument
                                          : &parser_run::parse_argument,
                                 token_kind::paren_close);
}

argument parser_run::parse_argument() {
  argument out;
  out.name = parse_name();
  expect(token_kind::colon);
  out.value = parse_value(false);
  return out;
}

argument parser_run::constant_argument() {
  argument out;
  out.name = parse_name();
  expect(token_kind::colon);
  out.value = parse_value(true);
  return out;
}

std::span<const directive> parser_run::directives(bool constant) {
  if (!peek(token_kind::at))
    return {};
  gathered<directive> out{*this};
  while (peek(token_kind::at)) {
    directive x;
    auto begin = token_.begin;
    advance();
    x.name = parse_name();
    x.arguments = arguments(constant);
    x.at = from(begin);
    out.push(x);
  }
  return out.done();
}

} // namespace troupe::graphql::language
