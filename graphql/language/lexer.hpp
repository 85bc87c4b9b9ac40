#pragma once

#include "base/arena.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace troupe::graphql::language {

enum class token_kind : uint8_t {
  start,
  end_of_file,
  bang,
  dollar,
  ampersand,
  paren_open,
  paren_close,
  spread,
  colon,
  equals,
  at,
  bracket_open,
  bracket_close,
  brace_open,
  pipe,
  brace_close,
  name,
  integer,
  real,
  string,
  block_string,
};

/// Returns how messages name a kind: `"{"`, `Name`, `<EOF>`.
std::string_view describe(token_kind kind) noexcept;

/// One lexical token (specification §2.1.6). `text` is the name, the number as
/// written or the decoded string.
struct token {
  token_kind kind = token_kind::start;
  uint32_t begin = 0;
  uint32_t end = 0;
  std::string_view text;
};

/// Returns `Name "foo"`, `"{"`: how messages name a token.
std::string describe(const token& x);

/// Cuts a source text into tokens, one at a time. Decoded strings live in the
/// arena; everything else is a view into the source.
class lexer {
public:
  lexer(std::string_view source, arena& memory);

  /// Reads the next token into `out`. On failure returns false and `failure()`
  /// says why; after the last token it keeps giving `end_of_file`.
  bool next(token& out);

  /// A `syntax_error` with one location.
  const error& failure() const noexcept {
    return failure_;
  }

private:
  void skip_ignored() noexcept;
  bool name(token& out) noexcept;
  bool number(token& out);
  bool digits(uint32_t at);
  bool string(token& out);
  bool escape(std::string& out);
  bool unicode_escape(std::string& out);
  bool block_string(token& out);
  bool unexpected_character();
  bool fail(uint32_t at, std::string why);
  std::string printed(uint32_t at) const;

  unsigned char peek(uint32_t ahead = 0) const noexcept {
    auto i = at_ + ahead;
    return i < source_.size() ? static_cast<unsigned char>(source_[i]) : 0;
  }

  bool done() const noexcept {
    return at_ >= source_.size();
  }

  std::string_view source_;
  arena& memory_;
  uint32_t at_ = 0;
  error failure_;
};

} // namespace troupe::graphql::language
