#include "graphql/validation/validate_sdl.hpp"

#include "graphql/types/build.hpp"
#include "graphql/validation/rules/context.hpp"
#include "graphql/validation/rules/sdl.hpp"

namespace troupe::graphql::validation {

namespace {

/// What a document may refer to without any schema: the standard types and
/// directives.
const types::schema& standard_schema() {
  static const auto built = types::schema_builder{}.finish();
  return *built;
}

/// Some rules look at executable definitions too, where there are any.
void check_executable_parts(context& ctx) {
  constexpr rule common[] = {rule::known_type_names,
                             rule::known_directives,
                             rule::unique_directives_per_location,
                             rule::unique_argument_names,
                             rule::unique_input_field_names,
                             rule::known_argument_names_on_directives,
                             rule::provided_required_arguments_on_directives};
  auto all = ctx.rules;
  ctx.rules = {};
  for (auto x : common)
    if (all.contains(x))
      ctx.rules.insert(x);
  check_selections(ctx);
  ctx.rules = all;
}

} // namespace

std::vector<error> validate_sdl(const language::document& sdl,
                                const types::schema* extended, rule_set rules,
                                size_t max_errors) {
  context ctx{extended != nullptr ? *extended : standard_schema(), sdl, rules,
              max_errors};
  ctx.sdl = true;
  check_schema_definitions(ctx, extended);
  check_type_definitions(ctx, extended);
  check_member_names(ctx, extended);
  check_type_system_parts(ctx);
  check_executable_parts(ctx);
  return std::move(ctx.errors);
}

std::vector<error> check_sdl(const language::document& sdl) {
  auto out = validate_sdl(sdl);
  if (!out.empty())
    return out;
  const auto* all = &sdl;
  out = validate_schema({&all, 1});
  if (!out.empty())
    return out;
  types::schema_builder builder;
  builder.add(sdl);
  auto built = builder.finish();
  if (!built)
    return {built.error()};
  return check_default_values(sdl, *built);
}

} // namespace troupe::graphql::validation
