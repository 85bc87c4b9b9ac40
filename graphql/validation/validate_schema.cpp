#include "graphql/validation/rules/schema_rules.hpp"
#include "graphql/validation/validate_sdl.hpp"

namespace troupe::graphql::validation {

void schema_context::report(std::string message,
                            const std::vector<place>& places) {
  constexpr size_t most = 1'000;
  if (errors.size() >= most)
    return;
  error x{ec::validation_failed, std::move(message), {}};
  for (const auto& at : places)
    x.locations.push_back(model.locate(at));
  errors.push_back(std::move(x));
}

std::vector<error>
validate_schema(std::span<const language::document* const> documents) {
  schema_model model{documents};
  schema_context ctx{model};
  check_root_types(ctx);
  check_directive_definitions(ctx);
  check_members(ctx);
  check_interfaces(ctx);
  check_input_cycles(ctx);
  check_default_cycles(ctx);
  return std::move(ctx.errors);
}

} // namespace troupe::graphql::validation
