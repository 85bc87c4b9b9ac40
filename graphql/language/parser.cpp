#include "graphql/language/parser.hpp"

#include "base/utf8.hpp"
#include "graphql/language/lexer.hpp"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

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

/// Recursive descent, one method a production. A method that fails sets
/// `failed_`; its callers return early and the value does not matter.
class parser {
public:
  parser(std::string_view source, arena& memory, const parse_limits& limits)
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
  std::span<const definition> document() {
    std::vector<definition> out;
    do {
      out.push_back(parse_definition());
    } while (!failed_ && token_.kind != token_kind::end_of_file);
    return memory_.copy(out);
  }

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
      fail({ec::too_many_tokens,
            "Syntax Error: Document contains more than "
              + std::to_string(limits_.max_tokens)
              + " tokens. Parsing aborted.",
            {utf8::locate(source_, token_.begin)}});
  }

  void fail(error why) {
    if (failed_)
      return;
    failed_ = true;
    failure_ = std::move(why);
    // Nothing is accepted any more, so that every loop ends.
    token_ = {token_kind::end_of_file, token_.begin, token_.begin, {}};
  }

  void fail_at(uint32_t at, std::string why) {
    fail({ec::syntax_error,
          "Syntax Error: " + std::move(why),
          {utf8::locate(source_, at)}});
  }

  void unexpected() {
    fail_at(token_.begin, "Unexpected " + describe(token_) + ".");
  }

  void expected(token_kind kind) {
    fail_at(token_.begin, "Expected " + std::string{describe(kind)} + ", found "
                            + describe(token_) + ".");
  }

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

  void expect_word(std::string_view word) {
    if (!take_word(word))
      fail_at(token_.begin, "Expected \"" + std::string{word} + "\", found "
                              + describe(token_) + ".");
  }

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
    explicit level(parser& p) : p_(p) {
      if (++p_.depth_ > p_.limits_.max_depth && p_.limits_.max_depth > 0)
        p_.fail({ec::too_deep,
                 "Syntax Error: Document is nested deeper than "
                   + std::to_string(p_.limits_.max_depth)
                   + " levels. Parsing aborted.",
                 {utf8::locate(p_.source_, p_.token_.begin)}});
    }

    ~level() {
      --p_.depth_;
    }

  private:
    parser& p_;
  };

  /// Items of one list, gathered on a stack that all lists of their type share,
  /// so that no list allocates for itself before it goes to the arena.
  template <class T>
  class gathered {
  public:
    explicit gathered(parser& p)
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
  std::span<const name> delimited_names(token_kind separator) {
    gathered<name> out{*this};
    take(separator);
    do {
      out.push(parse_name());
    } while (!failed_ && take(separator));
    return out.done();
  }

  // -- definitions ------------------------------------------------------------

  // Description : StringValue
  const value* description() {
    if (!peek(token_kind::string) && !peek(token_kind::block_string))
      return nullptr;
    return memory_.make<value>(string_value());
  }

  definition parse_definition() {
    if (peek(token_kind::brace_open))
      return operation(nullptr, token_.begin);
    auto begin = token_.begin;
    const auto* text = description();
    if (text != nullptr && peek(token_kind::brace_open))
      return misplaced_description(token_.begin);
    if (!peek(token_kind::name)) {
      unexpected();
      return {};
    }
    auto word = token_.text;
    if (word == "query" || word == "mutation" || word == "subscription")
      return operation(text, begin);
    if (word == "fragment")
      return fragment(text, begin);
    if (word != "extend")
      return type_system(text, begin, false);
    if (text != nullptr)
      return misplaced_description(begin);
    advance();
    return type_system(text, begin, true);
  }

  definition misplaced_description(uint32_t at) {
    fail_at(at, "Unexpected description, descriptions are supported only on "
                "definitions.");
    return {};
  }

  // OperationDefinition
  definition operation(const value* text, uint32_t begin) {
    operation_definition out;
    out.description = text;
    if (!peek(token_kind::brace_open)) {
      out.kind = operation_type();
      if (peek(token_kind::name))
        out.name = parse_name();
      out.variables = optional_many<variable_definition>(
        token_kind::paren_open, &parser::variable, token_kind::paren_close);
      out.directives = directives(false);
    }
    out.selections = selection_set();
    out.at = from(begin);
    definition d;
    d.kind = definition_kind::operation;
    d.operation = memory_.make<operation_definition>(out);
    return d;
  }

  operation_kind operation_type() {
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
  variable_definition variable() {
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
  language::selection_set selection_set() {
    level deeper{*this};
    language::selection_set out;
    auto begin = token_.begin;
    out.items =
      many<selection>(token_kind::brace_open, &parser::parse_selection,
                      token_kind::brace_close);
    out.at = from(begin);
    return out;
  }

  selection parse_selection() {
    return peek(token_kind::spread) ? fragment_selection() : field();
  }

  // Field : Alias? Name Arguments? Directives? SelectionSet?
  selection field() {
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
  selection fragment_selection() {
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
  definition fragment(const value* text, uint32_t begin) {
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

  std::span<const argument> arguments(bool constant) {
    return optional_many<argument>(token_kind::paren_open,
                                   constant ? &parser::constant_argument
                                            : &parser::parse_argument,
                                   token_kind::paren_close);
  }

  argument parse_argument() {
    argument out;
    out.name = parse_name();
    expect(token_kind::colon);
    out.value = parse_value(false);
    return out;
  }

  argument constant_argument() {
    argument out;
    out.name = parse_name();
    expect(token_kind::colon);
    out.value = parse_value(true);
    return out;
  }

  std::span<const directive> directives(bool constant) {
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

  // -- values and types -------------------------------------------------------

  value string_value() {
    value out;
    out.kind = value_kind::string;
    out.block = token_.kind == token_kind::block_string;
    out.text = token_.text;
    out.at = {token_.begin, token_.end};
    advance();
    return out;
  }

  value word_value() {
    value out;
    out.text = token_.text;
    out.kind = out.text == "true" || out.text == "false" ? value_kind::boolean
               : out.text == "null"                      ? value_kind::null
                                    : value_kind::enum_value;
    out.at = {token_.begin, token_.end};
    advance();
    return out;
  }

  value variable_value(bool constant) {
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

  value parse_value(bool constant) {
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

  value list_value(bool constant) {
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

  value object_value(bool constant) {
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
  const type_reference* parse_type() {
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

  // -- type system ------------------------------------------------------------

  definition type_system(const value* text, uint32_t begin, bool extension) {
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

  definition schema(const value* text, uint32_t begin, bool extension) {
    schema_definition out;
    out.extension = extension;
    out.description = text;
    advance();
    out.directives = directives(true);
    if (!extension || peek(token_kind::brace_open))
      out.operations = many<operation_type_definition>(token_kind::brace_open,
                                                       &parser::root_operation,
                                                       token_kind::brace_close);
    if (extension && out.directives.empty() && out.operations.empty())
      unexpected();
    out.at = from(begin);
    definition d;
    d.kind = definition_kind::schema;
    d.schema = memory_.make<schema_definition>(out);
    return d;
  }

  operation_type_definition root_operation() {
    operation_type_definition out;
    auto begin = token_.begin;
    out.kind = operation_type();
    expect(token_kind::colon);
    out.type = parse_name();
    out.at = from(begin);
    return out;
  }

  definition type(const value* text, uint32_t begin, bool extension,
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

  void type_body(type_definition& out) {
    constexpr auto open = token_kind::brace_open;
    constexpr auto close = token_kind::brace_close;
    switch (out.kind) {
      case type_definition_kind::scalar:
        return;
      case type_definition_kind::object:
      case type_definition_kind::interface:
        out.fields = optional_many<field_definition>(
          open, &parser::parse_field_definition, close);
        return;
      case type_definition_kind::union_:
        if (take(token_kind::equals))
          out.members = delimited_names(token_kind::pipe);
        return;
      case type_definition_kind::enum_:
        out.values = optional_many<enum_value_definition>(
          open, &parser::enum_value, close);
        return;
      case type_definition_kind::input_object:
        out.input_fields = optional_many<input_value_definition>(
          open, &parser::input_value, close);
        return;
    }
  }

  // FieldDefinition : Description? Name ArgumentsDefinition? : Type Directives?
  field_definition parse_field_definition() {
    field_definition out;
    auto begin = token_.begin;
    out.description = description();
    out.name = parse_name();
    out.arguments = optional_many<input_value_definition>(
      token_kind::paren_open, &parser::input_value, token_kind::paren_close);
    expect(token_kind::colon);
    out.type = parse_type();
    out.directives = directives(true);
    out.at = from(begin);
    return out;
  }

  // InputValueDefinition : Description? Name : Type DefaultValue? Directives?
  input_value_definition input_value() {
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
  enum_value_definition enum_value() {
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
  definition directive_definition_(const value* text, uint32_t begin) {
    directive_definition out;
    out.description = text;
    advance();
    expect(token_kind::at);
    out.name = parse_name();
    out.arguments = optional_many<input_value_definition>(
      token_kind::paren_open, &parser::input_value, token_kind::paren_close);
    out.repeatable = take_word("repeatable");
    expect_word("on");
    out.locations = locations();
    out.at = from(begin);
    definition d;
    d.kind = definition_kind::directive;
    d.directive = memory_.make<directive_definition>(out);
    return d;
  }

  std::span<const name> locations() {
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

} // namespace

location document::locate(uint32_t offset) const noexcept {
  return utf8::locate(*source, offset);
}

result<document> parse(std::string text, const parse_limits& limits) {
  document out;
  constexpr size_t largest = UINT32_MAX;
  if (text.size() >= largest)
    return {ec::payload_too_large, "The document is larger than 4 GiB"};
  out.source = std::make_unique<const std::string>(std::move(text));
  parser p{*out.source, out.memory, limits};
  out.definitions = p.document();
  if (p.failed())
    return std::move(p.failure());
  return out;
}

result<const value*> parse_value(std::string_view text, arena& memory) {
  parse_limits limits;
  parser p{text, memory, limits};
  const auto* out = p.whole(&parser::lone_value);
  if (p.failed())
    return std::move(p.failure());
  return out;
}

result<const type_reference*> parse_type(std::string_view text, arena& memory) {
  parse_limits limits;
  parser p{text, memory, limits};
  const auto* out = p.whole(&parser::lone_type);
  if (p.failed())
    return std::move(p.failure());
  return out;
}

} // namespace troupe::graphql::language
