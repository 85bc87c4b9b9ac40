#include "graphql/language/lexer.hpp"

#include "base/utf8.hpp"
#include "graphql/language/block_string.hpp"

#include <array>
#include <cstdio>
#include <optional>

namespace troupe::graphql::language {

namespace {

constexpr bool name_start(unsigned char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

constexpr bool digit(unsigned char c) noexcept {
  return c >= '0' && c <= '9';
}

constexpr auto name_continue = [] {
  std::array<bool, 256> table{};
  for (size_t i = 0; i < 256; ++i)
    table[i] = name_start(static_cast<unsigned char>(i))
               || digit(static_cast<unsigned char>(i));
  return table;
}();

constexpr token_kind punctuator(unsigned char c) noexcept {
  switch (c) {
    case '!':
      return token_kind::bang;
    case '$':
      return token_kind::dollar;
    case '&':
      return token_kind::ampersand;
    case '(':
      return token_kind::paren_open;
    case ')':
      return token_kind::paren_close;
    case ':':
      return token_kind::colon;
    case '=':
      return token_kind::equals;
    case '@':
      return token_kind::at;
    case '[':
      return token_kind::bracket_open;
    case ']':
      return token_kind::bracket_close;
    case '{':
      return token_kind::brace_open;
    case '|':
      return token_kind::pipe;
    case '}':
      return token_kind::brace_close;
    default:
      return token_kind::start;
  }
}

int hex_value(unsigned char c) noexcept {
  if (digit(c))
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'F')
    return c - 'A' + 10;
  return -1;
}

void append_code_point(std::string& out, uint32_t cp) {
  char text[4];
  out.append(text, utf8::encode(cp, text));
}

bool surrogate(uint32_t cp) noexcept {
  return cp >= 0xD800 && cp <= 0xDFFF;
}

} // namespace

std::string_view describe(token_kind kind) noexcept {
  constexpr std::string_view names[] = {
    "<SOF>",   "<EOF>", "\"!\"", "\"$\"", "\"&\"", "\"(\"",  "\")\"",
    "\"...\"", "\":\"", "\"=\"", "\"@\"", "\"[\"", "\"]\"",  "\"{\"",
    "\"|\"",   "\"}\"", "Name",  "Int",   "Float", "String", "BlockString",
  };
  return names[static_cast<size_t>(kind)];
}

std::string describe(const token& x) {
  std::string out{describe(x.kind)};
  if (x.kind >= token_kind::name) {
    out += " \"";
    out += x.text;
    out += '"';
  }
  return out;
}

lexer::lexer(std::string_view source, arena& memory)
  : source_(source), memory_(memory) {
  if (source_.starts_with("\xEF\xBB\xBF")) // byte order mark
    at_ = 3;
}

void lexer::skip_ignored() noexcept {
  for (; at_ < source_.size(); ++at_) {
    switch (source_[at_]) {
      case ' ':
      case '\t':
      case '\n':
      case '\r':
      case ',':
        continue;
      case '#':
        while (at_ + 1 < source_.size() && source_[at_ + 1] != '\n'
               && source_[at_ + 1] != '\r')
          ++at_;
        continue;
      case '\xEF': // the byte order mark is ignored anywhere
        if (source_.substr(at_, 3) == "\xEF\xBB\xBF") {
          at_ += 2;
          continue;
        }
        return;
      default:
        return;
    }
  }
}

bool lexer::next(token& out) {
  skip_ignored();
  out.begin = at_;
  out.text = {};
  if (done()) {
    out.kind = token_kind::end_of_file;
    out.end = at_;
    return true;
  }
  auto c = peek();
  if (name_start(c))
    return name(out);
  if (auto kind = punctuator(c); kind != token_kind::start) {
    out.kind = kind;
    out.end = ++at_;
    return true;
  }
  if (c == '.' && peek(1) == '.' && peek(2) == '.') {
    out.kind = token_kind::spread;
    out.end = at_ += 3;
    return true;
  }
  if (digit(c) || c == '-')
    return number(out);
  if (c == '"')
    return peek(1) == '"' && peek(2) == '"' ? block_string(out) : string(out);
  return unexpected_character();
}

// Name :: NameStart NameContinue*
bool lexer::name(token& out) noexcept {
  while (at_ < source_.size()
         && name_continue[static_cast<unsigned char>(source_[at_])])
    ++at_;
  out.kind = token_kind::name;
  out.end = at_;
  out.text = source_.substr(out.begin, at_ - out.begin);
  return true;
}

// IntValue :: IntegerPart, FloatValue :: IntegerPart FractionalPart?
// ExponentPart?
bool lexer::number(token& out) {
  out.kind = token_kind::integer;
  if (peek() == '-')
    ++at_;
  if (peek() == '0') {
    ++at_;
    if (digit(peek()))
      return fail(
        at_, "Invalid number, unexpected digit after 0: " + printed(at_) + ".");
  } else if (!digits(at_)) {
    return false;
  }
  if (peek() == '.') {
    out.kind = token_kind::real;
    if (!digits(++at_))
      return false;
  }
  if (peek() == 'e' || peek() == 'E') {
    out.kind = token_kind::real;
    ++at_;
    if (peek() == '+' || peek() == '-')
      ++at_;
    if (!digits(at_))
      return false;
  }
  if (peek() == '.' || name_start(peek()))
    return fail(at_, "Invalid number, expected digit but got: " + printed(at_)
                       + ".");
  out.end = at_;
  out.text = source_.substr(out.begin, at_ - out.begin);
  return true;
}

bool lexer::digits(uint32_t at) {
  if (!digit(peek()))
    return fail(at,
                "Invalid number, expected digit but got: " + printed(at) + ".");
  while (digit(peek()))
    ++at_;
  return true;
}

// StringValue :: `"` StringCharacter* `"`
bool lexer::string(token& out) {
  auto chunk = ++at_;
  std::string decoded;
  bool escaped = false;
  while (!done()) {
    auto c = peek();
    if (c == '"') {
      auto tail = source_.substr(chunk, at_ - chunk);
      out.text = escaped ? memory_.copy(decoded.append(tail)) : tail;
      out.kind = token_kind::string;
      out.end = ++at_;
      return true;
    }
    if (c == '\n' || c == '\r')
      break;
    if (c == '\\') {
      escaped = true;
      decoded.append(source_, chunk, at_ - chunk);
      if (!escape(decoded))
        return false;
      chunk = at_;
      continue;
    }
    auto cp = utf8::decode(source_.substr(at_));
    if (cp.size == 0)
      return fail(at_,
                  "Invalid character within String: " + printed(at_) + ".");
    at_ += cp.size;
  }
  return fail(at_, "Unterminated string.");
}

// EscapedCharacter :: one of `"` `\` `/` `b` `f` `n` `r` `t`
bool lexer::escape(std::string& out) {
  constexpr std::string_view from = "\"\\/bfnrt";
  constexpr std::string_view to = "\"\\/\b\f\n\r\t";
  auto c = peek(1);
  if (c == 'u')
    return unicode_escape(out);
  auto i = c == 0 ? std::string_view::npos : from.find(static_cast<char>(c));
  if (i == std::string_view::npos) {
    auto cp = utf8::decode(source_.substr(at_ + 1));
    return fail(at_, "Invalid character escape sequence: \""
                       + std::string{source_.substr(at_, 1u + cp.size)}
                       + "\".");
  }
  out += to[i];
  at_ += 2;
  return true;
}

// EscapedUnicode :: `{` HexDigit+ `}` | HexDigit{4}
bool lexer::unicode_escape(std::string& out) {
  auto begin = at_;
  auto invalid = [&](uint32_t size) {
    return fail(begin, "Invalid Unicode escape sequence: \""
                         + std::string{source_.substr(begin, size)} + "\".");
  };
  if (peek(2) == '{') {
    uint32_t cp = 0;
    uint32_t size = 3;
    // Leading zeros may make it long; 12 characters is where it stops being
    // one.
    for (; size < 12; ++size) {
      auto c = peek(size);
      if (c == '}') {
        if (size < 4 || cp > 0x10FFFF || surrogate(cp))
          break;
        append_code_point(out, cp);
        at_ += size + 1;
        return true;
      }
      if (hex_value(c) < 0)
        break;
      cp = cp << 4 | static_cast<uint32_t>(hex_value(c));
    }
    return invalid(size + 1 < 12 ? size + 1 : 12);
  }
  auto four = [&](uint32_t at) -> std::optional<uint32_t> {
    uint32_t x = 0;
    for (uint32_t i = 0; i < 4; ++i) {
      auto value = hex_value(peek(at + i));
      if (value < 0)
        return std::nullopt;
      x = x << 4 | static_cast<uint32_t>(value);
    }
    return x;
  };
  auto lead = four(2);
  if (!lead)
    return invalid(6);
  if (!surrogate(*lead)) {
    append_code_point(out, *lead);
    at_ += 6;
    return true;
  }
  if (*lead < 0xDC00 && peek(6) == '\\' && peek(7) == 'u') {
    auto trail = four(8);
    if (trail && *trail >= 0xDC00 && *trail <= 0xDFFF) {
      append_code_point(out,
                        0x10000 + ((*lead - 0xD800) << 10) + (*trail - 0xDC00));
      at_ += 12;
      return true;
    }
  }
  return invalid(6);
}

// StringValue :: `"""` BlockStringCharacter* `"""`
bool lexer::block_string(token& out) {
  at_ += 3;
  std::string raw;
  auto chunk = at_;
  while (!done()) {
    if (source_.substr(at_, 3) == "\"\"\"") {
      raw.append(source_, chunk, at_ - chunk);
      out.kind = token_kind::block_string;
      out.text = memory_.copy(dedent_block_string(raw));
      out.end = at_ += 3;
      return true;
    }
    if (source_.substr(at_, 4) == "\\\"\"\"") {
      raw.append(source_, chunk, at_ - chunk);
      chunk = at_ + 1;
      at_ += 4;
      continue;
    }
    auto cp = utf8::decode(source_.substr(at_));
    if (cp.size == 0)
      return fail(at_,
                  "Invalid character within String: " + printed(at_) + ".");
    at_ += cp.size;
  }
  return fail(at_, "Unterminated string.");
}

bool lexer::unexpected_character() {
  if (peek() == '\'')
    return fail(at_, "Unexpected single quote character ('), did you mean to "
                     "use a double quote (\")?");
  auto cp = utf8::decode(source_.substr(at_));
  return fail(at_,
              (cp.size == 0 ? "Invalid character: " : "Unexpected character: ")
                + printed(at_) + ".");
}

bool lexer::fail(uint32_t at, std::string why) {
  failure_ = {ec::syntax_error,
              "Syntax Error: " + std::move(why),
              {utf8::locate(source_, at)}};
  return false;
}

std::string lexer::printed(uint32_t at) const {
  if (at >= source_.size())
    return "<EOF>";
  auto cp = utf8::decode(source_.substr(at));
  if (cp.size == 1 && cp.code_point >= 0x20 && cp.code_point <= 0x7E)
    return cp.code_point == '"'
             ? "'\"'"
             : "\"" + std::string{static_cast<char>(cp.code_point)} + "\"";
  char text[16];
  auto code =
    cp.size == 0 ? static_cast<unsigned char>(source_[at]) : cp.code_point;
  std::snprintf(text, sizeof(text), "U+%04X", code);
  return text;
}

} // namespace troupe::graphql::language
