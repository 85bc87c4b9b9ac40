// Type system documents: the rules, then building. A schema without errors must
// print as SDL that builds again.

#include "graphql/types/print_schema.hpp"
#include "graphql/validation/validate_sdl.hpp"
#include "tests/fuzz/schema.hpp"
#include "tests/fuzz/target.hpp"

using namespace troupe;
using namespace troupe::graphql;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto parsed = language::parse(fuzz::text_of(data, size));
  if (!parsed)
    return 0;
  auto errors = validation::check_sdl(*parsed);
  validation::validate_sdl(*parsed, &fuzz::rich_schema());
  types::schema_builder builder;
  builder.add(*parsed);
  auto built = builder.finish();
  if (!errors.empty())
    return 0;
  fuzz::require(static_cast<bool>(built));
  auto again = types::build_schema(types::print_schema(*built));
  fuzz::require(static_cast<bool>(again));
  fuzz::require(types::print_schema(*again) == types::print_schema(*built));
  return 0;
}
