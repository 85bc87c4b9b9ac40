// Any bytes through the lexer and the parser. What is accepted must have its
// nodes inside the source; what is refused must say where.

#include "graphql/language/parser.hpp"

#include "graphql/language/lexer.hpp"
#include "tests/fuzz/target.hpp"

namespace {

using namespace troupe;
using namespace troupe::graphql::language;

class span_checker {
public:
  explicit span_checker(size_t size) : size_(size) {
    // nop
  }

  void check(const span& x) const {
    fuzz::require(x.begin <= x.end && x.end <= size_);
  }

  void check(const value& x) const {
    check(x.at);
    for (const auto& item : x.items)
      check(item);
    for (const auto& f : x.fields)
      check(f.value);
  }

  void check(std::span<const directive> xs) const {
    for (const auto& x : xs) {
      check(x.at);
      for (const auto& a : x.arguments)
        check(a.value);
    }
  }

  void check(const selection_set& xs) const {
    for (const auto& x : xs.items) {
      check(x.at);
      check(x.directives);
      for (const auto& a : x.arguments)
        check(a.value);
      check(x.selections);
    }
  }

private:
  size_t size_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto text = fuzz::text_of(data, size);
  auto parsed = parse(text);
  if (!parsed) {
    fuzz::require(!parsed.error().detail.empty());
    fuzz::require(!parsed.error().locations.empty());
    return 0;
  }
  span_checker checker{size};
  for (const auto& x : parsed->definitions) {
    if (x.operation != nullptr) {
      checker.check(x.operation->at);
      checker.check(x.operation->directives);
      checker.check(x.operation->selections);
    }
    if (x.fragment != nullptr)
      checker.check(x.fragment->selections);
  }
  // What parses is made of tokens.
  arena memory;
  lexer tokens{text, memory};
  token t;
  while (t.kind != token_kind::end_of_file)
    fuzz::require(tokens.next(t));
  return 0;
}
