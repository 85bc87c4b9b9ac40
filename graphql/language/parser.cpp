#include "graphql/language/parser.hpp"

#include "graphql/language/parser_run.hpp"

namespace troupe::graphql::language {

void parser_run::too_many_tokens() {
  fail({ec::too_many_tokens,
        "Syntax Error: Document contains more than "
          + std::to_string(limits_.max_tokens) + " tokens. Parsing aborted.",
        {utf8::locate(source_, token_.begin)}});
}

void parser_run::too_deep() {
  fail({ec::too_deep,
        "Syntax Error: Document is nested deeper than "
          + std::to_string(limits_.max_depth) + " levels. Parsing aborted.",
        {utf8::locate(source_, token_.begin)}});
}

void parser_run::fail(error why) {
  if (failed_)
    return;
  failed_ = true;
  failure_ = std::move(why);
  // Nothing is accepted any more, so that every loop ends.
  token_ = {token_kind::end_of_file, token_.begin, token_.begin, {}};
}

void parser_run::fail_at(uint32_t at, std::string why) {
  fail({ec::syntax_error,
        "Syntax Error: " + std::move(why),
        {utf8::locate(source_, at)}});
}

void parser_run::unexpected() {
  fail_at(token_.begin, "Unexpected " + describe(token_) + ".");
}

void parser_run::expected(token_kind kind) {
  fail_at(token_.begin, "Expected " + std::string{describe(kind)} + ", found "
                          + describe(token_) + ".");
}

void parser_run::expect_word(std::string_view word) {
  if (!take_word(word))
    fail_at(token_.begin, "Expected \"" + std::string{word} + "\", found "
                            + describe(token_) + ".");
}

/// separator? Name (separator Name)*
std::span<const name> parser_run::delimited_names(token_kind separator) {
  gathered<name> out{*this};
  take(separator);
  do {
    out.push(parse_name());
  } while (!failed_ && take(separator));
  return out.done();
}

std::span<const definition> parser_run::document() {
  std::vector<definition> out;
  do {
    out.push_back(parse_definition());
  } while (!failed_ && token_.kind != token_kind::end_of_file);
  return memory_.copy(out);
}

// Description : StringValue
const value* parser_run::description() {
  if (!peek(token_kind::string) && !peek(token_kind::block_string))
    return nullptr;
  return memory_.make<value>(string_value());
}

definition parser_run::parse_definition() {
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

definition parser_run::misplaced_description(uint32_t at) {
  fail_at(at, "Unexpected description, descriptions are supported only on "
              "definitions.");
  return {};
}

location document::locate(uint32_t offset) const noexcept {
  return utf8::locate(*source, offset);
}

result<document> parse(std::string text, const parse_limits& limits) {
  document out;
  constexpr size_t largest = UINT32_MAX;
  if (text.size() >= largest)
    return {ec::payload_too_large, "The document is larger than 4 GiB"};
  out.source = std::make_unique<const std::string>(std::move(text));
  parser_run p{*out.source, out.memory, limits};
  out.definitions = p.document();
  if (p.failed())
    return std::move(p.failure());
  return out;
}

result<const value*> parse_value(std::string_view text, arena& memory) {
  parse_limits limits;
  parser_run p{text, memory, limits};
  const auto* out = p.whole(&parser_run::lone_value);
  if (p.failed())
    return std::move(p.failure());
  return out;
}

result<const type_reference*> parse_type(std::string_view text, arena& memory) {
  parse_limits limits;
  parser_run p{text, memory, limits};
  const auto* out = p.whole(&parser_run::lone_type);
  if (p.failed())
    return std::move(p.failure());
  return out;
}

} // namespace troupe::graphql::language
