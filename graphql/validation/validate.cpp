#include "graphql/validation/validate.hpp"

#include "base/suggestions.hpp"
#include "base/utf8.hpp"
#include "graphql/validation/rules/context.hpp"

namespace troupe::graphql::validation {

context::context(const types::schema& types, const language::document& text,
                 rule_set which, size_t most_errors)
  : schema(types), document(text), rules(which), max_errors(most_errors) {
  for (const auto& x : document.definitions) {
    if (x.operation != nullptr) {
      operations.push_back({x.operation, {}});
    } else if (x.fragment != nullptr) {
      auto number = static_cast<uint32_t>(fragments.size());
      *fragment_by_name.insert(x.fragment->name.text, number).first = number;
      fragments.push_back(
        {x.fragment, schema.find(x.fragment->type_condition.text), {}, 0});
    } else if (x.directive != nullptr) {
      *written_directives.insert(x.directive->name.text, x.directive).first =
        x.directive;
    } else if (x.type != nullptr && !x.type->extension) {
      *written_types.insert(x.type->name.text, x.type).first = x.type;
    }
  }
}

void context::report(rule which, std::string message,
                     std::initializer_list<uint32_t> offsets) {
  report(which, std::move(message), std::span{offsets.begin(), offsets.size()});
}

void context::report(rule which, std::string message,
                     std::span<const uint32_t> offsets) {
  if (!wants(which))
    return;
  if (errors.size() == max_errors) {
    errors.push_back({ec::validation_failed,
                      "Too many validation errors, error limit reached. "
                      "Validation aborted.",
                      {}});
    aborted = true;
    return;
  }
  error x{ec::validation_failed, std::move(message), {}};
  x.locations.reserve(offsets.size());
  for (auto offset : offsets)
    x.locations.push_back(locate(offset));
  errors.push_back(std::move(x));
}

location context::locate(uint32_t offset) {
  if (offset < located_) {
    located_ = 0;
    location_ = {};
  }
  // The last location is the start of a token, so never inside a line end.
  auto rest = document.text().substr(located_);
  auto ahead = utf8::locate(rest, offset - located_);
  location_.column =
    ahead.line > 1 ? ahead.column : location_.column + ahead.column - 1;
  location_.line += ahead.line - 1;
  located_ = offset;
  return location_;
}

std::string quote(std::string_view name) {
  std::string out;
  out.reserve(name.size() + 2);
  out += '"';
  out += name;
  out += '"';
  return out;
}

std::string hint(std::string_view wrong,
                 const std::vector<std::string_view>& options) {
  return did_you_mean(suggestions(wrong, options));
}

std::vector<error> validate(const types::schema& schema,
                            const language::document& document,
                            const validation_options& options) {
  context ctx{schema, document, options.rules, options.max_errors};
  if (!options.introspection && !ctx.wants(rule::no_schema_introspection)) {
    ctx.rules.insert(rule::no_schema_introspection);
    ctx.only_entries = true;
  }
  check_definitions(ctx);
  check_selections(ctx);
  check_type_system_parts(ctx);
  check_subscriptions(ctx);
  check_fragments(ctx);
  check_variables(ctx);
  check_introspection_depth(ctx);
  check_incremental(ctx);
  check_overlapping_fields(ctx);
  return std::move(ctx.errors);
}

} // namespace troupe::graphql::validation
