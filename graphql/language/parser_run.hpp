#pragma once

#include "base/utf8.hpp"
#include "graphql/language/lexer.hpp"
#include "graphql/language/parser.hpp"

#include <tuple>
#include <utility>
#include <vector>

namespace troupe::graphql::language {

/// One text being parsed. Recursive descent, one method a production. A method
/// that fails sets `failed_`; its callers return early and the value does not
/// matter.
class parser_run {
public:
  parser_run(std::string_view source, arena& memory, const parse_limits& limits)
    : lexer_(source, memory),
      source_(source),
      memory_(memory),
      limits_(limits) {
    advance();
  }

  bool failed() const noexcept {
    return failed_;
  }

  error& failure() noexcept {
    return failure_;
  }

  // Document : Definition+
  std::span<const definition> document();

  template <class F>
  auto whole(F f) {
    auto out = (this->*f)();
    if (!failed_ && token_.kind != token_kind::end_of_file)
      expected(token_kind::end_of_file);
    return out;
  }

  const value* lone_value() {
    return memory_.make<value>(parse_value(false));
  }

  const type_reference* lone_type() {
    return parse_type();
  }

private:
  // -- tokens -----------------------------------------------------------------

  void advance() {
    if (failed_)
      return;
    last_end_ = token_.end;
    if (!lexer_.next(token_))
      return fail(lexer_.failure());
    if (limits_.max_tokens > 0 && token_.kind != token_kind::end_of_file
        && ++tokens_ > limits_.max_tokens)
      too_many_tokens();
  }

  void too_many_tokens();

  void too_deep();

  void fail(error why);

  void fail_at(uint32_t at, std::string why);

  void unexpected();

  void expected(token_kind kind);

  bool peek(token_kind kind) const noexcept {
    return token_.kind == kind;
  }

  bool peek_word(std::string_view word) const noexcept {
    return token_.kind == token_kind::name && token_.text == word;
  }

  bool take(token_kind kind) {
    if (token_.kind != kind)
      return false;
    advance();
    return true;
  }

  bool take_word(std::string_view word) {
    if (!peek_word(word))
      return false;
    advance();
    return true;
  }

  token expect(token_kind kind) {
    auto out = token_;
    if (token_.kind != kind)
      expected(kind);
    else
      advance();
    return out;
  }

  void expect_word(std::string_view word);

  name parse_name() {
    auto x = expect(token_kind::name);
    return {x.text, x.begin};
  }

  span from(uint32_t begin) const noexcept {
    return {begin, last_end_};
  }

  /// Counts one level of nesting for as long as it lives.
  class level {
  public:
    explicit level(parser_run& p) : p_(p) {
      if (++p_.depth_ > p_.limits_.max_depth && p_.limits_.max_depth > 0)
        p_.too_deep();
    }

    ~level() {
      --p_.depth_;
    }

  private:
    parser_run& p_;
  };

  /// Items of one list, gathered on a stack that all lists of their type share,
  /// so that no list allocates for itself before it goes to the arena.
  template <class T>
  class gathered {
  public:
    explicit gathered(parser_run& p)
      : memory_(p.memory_),
        stack_(std::get<std::vector<T>>(p.stacks_)),
        first_(stack_.size()) {
      // nop
    }

    ~gathered() {
      stack_.resize(first_);
    }

    gathered(const gathered&) = delete;
    gathered& operator=(const gathered&) = delete;

    void push(const T& x) {
      stack_.push_back(x);
    }

    std::span<const T> done() {
      return memory_.copy(std::span<const T>{stack_}.subspan(first_));
    }

  private:
    arena& memory_;
    std::vector<T>& stack_;
    size_t first_;
  };

  /// open item+ close
  template <class T, class F>
  std::span<const T> many(token_kind open, F item, token_kind close) {
    gathered<T> out{*this};
    expect(open);
    while (!failed_) {
      out.push((this->*item)());
      if (take(close))
        break;
    }
    return out.done();
  }

  template <class T, class F>
  std::span<const T> optional_many(token_kind open, F item, token_kind close) {
    return peek(open) ? many<T>(open, item, close) : std::span<const T>{};
  }

  /// separator? Name (separator Name)*
  std::span<const name> delimited_names(token_kind separator);

  // -- definitions ------------------------------------------------------------

  const value* description();
  definition parse_definition();
  definition misplaced_description(uint32_t at);

  // -- executable -------------------------------------------------------------

  definition operation(const value* text, uint32_t begin);
  operation_kind operation_type();
  variable_definition variable();
  language::selection_set selection_set();
  selection parse_selection();
  selection field();
  selection fragment_selection();
  definition fragment(const value* text, uint32_t begin);
  std::span<const argument> arguments(bool constant);
  argument parse_argument();
  argument constant_argument();
  std::span<const directive> directives(bool constant);

  // -- values and types -------------------------------------------------------

  value string_value();
  value word_value();
  value variable_value(bool constant);
  value parse_value(bool constant);
  value list_value(bool constant);
  value object_value(bool constant);
  const type_reference* parse_type();

  // -- type system ------------------------------------------------------------

  definition type_system(const value* text, uint32_t begin, bool extension);
  definition schema(const value* text, uint32_t begin, bool extension);
  operation_type_definition root_operation();
  definition type(const value* text, uint32_t begin, bool extension,
                  type_definition_kind kind);
  void type_body(type_definition& out);
  field_definition parse_field_definition();
  input_value_definition input_value();
  enum_value_definition enum_value();
  definition directive_definition_(const value* text, uint32_t begin);
  std::span<const name> locations();

  lexer lexer_;
  std::string_view source_;
  arena& memory_;
  const parse_limits& limits_;
  std::tuple<std::vector<name>, std::vector<value>, std::vector<object_field>,
             std::vector<argument>, std::vector<directive>,
             std::vector<selection>, std::vector<variable_definition>,
             std::vector<input_value_definition>, std::vector<field_definition>,
             std::vector<enum_value_definition>,
             std::vector<operation_type_definition>>
    stacks_;
  token token_;
  uint32_t last_end_ = 0;
  size_t tokens_ = 0;
  size_t depth_ = 0;
  bool failed_ = false;
  error failure_;
};

} // namespace troupe::graphql::language
