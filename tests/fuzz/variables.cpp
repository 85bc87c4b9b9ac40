// The variables of a request: JSON, then coercion to the types of an operation.
// JSON that was read must be written and read again to the same text.

#include "base/json_read.hpp"
#include "graphql/validation/coerce.hpp"
#include "tests/fuzz/schema.hpp"
#include "tests/fuzz/target.hpp"

using namespace troupe;
using namespace troupe::graphql;

namespace {

const language::document& operation() {
  static const auto parsed = language::parse(R"(
    query Q($id: ID!, $one: One!, $filter: Filter = {name: "y", n: 2}, $color: Color = GREEN, $ids: [ID!] = ["z"],
            $int: Int = 3, $float: Float, $on: Boolean = true, $text: String, $date: Date, $matrix: [[Int!]!]) {
      node(id: $id) @skip(if: $on) { id }
      pet(by: $one) { name(upper: $on) friends(first: $int) { id } }
      find(filter: $filter, color: $color) { id }
      a: find(filter: {f: $float, name: $text, at: $date, matrix: $matrix}) { id }
      any(ids: $ids) { __typename }
    })");
  return *parsed;
}

std::string written(const json::value& x) {
  bytes out;
  json::write(out, x);
  return std::string{out.view()};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  arena memory;
  auto read = json::parse(fuzz::text_of(data, size), memory);
  if (!read)
    return 0;
  auto text = written(**read);
  auto again = json::parse(text, memory);
  fuzz::require(static_cast<bool>(again));
  fuzz::require(written(**again) == text);
  const auto& document = operation();
  static const auto conditional =
    validation::find_conditional_variables(document);
  std::vector<error> errors;
  auto values = validation::coerce_variables(
    fuzz::rich_schema(), document, *document.definitions[0].operation,
    conditional, *read, memory, errors);
  fuzz::require(!errors.empty() || values.entries.size() == 11);
  return 0;
}
