#pragma once

#include "base/arena.hpp"
#include "base/result.hpp"
#include "graphql/language/ast.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace troupe::graphql::language {

/// A parsed text with everything its nodes point to. Movable, not copyable; the
/// nodes stay where they are.
struct document {
  /// The text that the spans refer to. Owned, so that views stay valid.
  std::unique_ptr<const std::string> source;
  arena memory;
  /// In source order.
  std::span<const definition> definitions;

  std::string_view text() const noexcept {
    return *source;
  }

  /// Returns the line and column of a byte offset in the source.
  location locate(uint32_t offset) const noexcept;
};

/// What a document may cost before it is refused. Zero means no limit.
struct parse_limits {
  /// Lexical tokens without comments.
  size_t max_tokens = 0;
  /// Nesting of selection sets, values and types: the parser recurses.
  size_t max_depth = 200;
};

/// Parses a document (specification §2, §3): executable and type system
/// definitions may be mixed; validation says what fits where. Errors are
/// `syntax_error` with GraphQL.js's wording (`Syntax Error: Expected Name,
/// found
/// "}".`) and one location, or `too_many_tokens`, or `too_deep`.
result<document> parse(std::string text, const parse_limits& limits = {});

/// Parses one value (`[1, {a: $b}]`) or one type reference (`[Int!]!`), for SDL
/// fragments in other files. The result lives in `memory`, as must `text`.
result<const value*> parse_value(std::string_view text, arena& memory);

result<const type_reference*> parse_type(std::string_view text, arena& memory);

} // namespace troupe::graphql::language
