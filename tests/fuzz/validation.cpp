// Executable documents against a schema with something of everything. Any rule
// alone may only say what all of them say together.

#include "graphql/validation/limits.hpp"
#include "graphql/validation/validate.hpp"
#include "tests/fuzz/schema.hpp"
#include "tests/fuzz/target.hpp"

using namespace troupe;
using namespace troupe::graphql;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto parsed = language::parse(fuzz::text_of(data, size));
  if (!parsed)
    return 0;
  const auto& schema = fuzz::rich_schema();
  validation::validation_options options;
  options.rules = validation::reference_rules();
  options.rules.insert(validation::rule::no_deprecated);
  options.rules.insert(validation::rule::no_schema_introspection);
  validation::validate(schema, *parsed, options);
  auto errors = validation::validate(schema, *parsed);
  for (const auto& x : errors)
    fuzz::require(!x.detail.empty());
  if (!errors.empty())
    return 0;
  for (const auto& x : parsed->definitions)
    if (x.operation != nullptr)
      static_cast<void>(validation::check_limits(*parsed, *x.operation, {}));
  return 0;
}
