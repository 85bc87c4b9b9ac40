#include "graphql/validation/validate.hpp"

#include "base/utf8.hpp"
#include "graphql/validation/rules/context.hpp"

namespace troupe::graphql::validation {

void context::report(std::string message,
                     std::initializer_list<uint32_t> offsets) {
  report(std::move(message), std::vector<uint32_t>{offsets});
}

void context::report(std::string message,
                     const std::vector<uint32_t>& offsets) {
  if (errors.size() > options.max_errors)
    return;
  if (errors.size() == options.max_errors) {
    errors.push_back({ec::validation_failed,
                      "Too many validation errors, error limit reached. "
                      "Validation aborted.",
                      {}});
    return;
  }
  error x{ec::validation_failed, std::move(message), {}};
  for (auto offset : offsets)
    x.locations.push_back(document.locate(offset));
  errors.push_back(std::move(x));
}

std::string quote(std::string_view name) {
  std::string out;
  out.reserve(name.size() + 2);
  out += '"';
  out += name;
  out += '"';
  return out;
}

std::vector<error> validate(const types::schema& schema,
                            const language::document& document,
                            const validation_options& options) {
  context ctx{schema, document, options, {}, {}, {}, {}, {}, false};
  for (const auto& x : document.definitions) {
    if (x.operation != nullptr)
      ctx.operations.push_back(x.operation);
    if (x.fragment != nullptr) {
      ctx.fragments.push_back(x.fragment);
      ctx.fragment_by_name.emplace(x.fragment->name.text, x.fragment);
    }
  }
  check_definitions(ctx);
  check_selections(ctx);
  check_fragments(ctx);
  check_variables(ctx);
  // Merging looks through fragments and needs them to end.
  if (!ctx.fragment_cycle)
    check_overlapping_fields(ctx);
  return std::move(ctx.errors);
}

} // namespace troupe::graphql::validation
