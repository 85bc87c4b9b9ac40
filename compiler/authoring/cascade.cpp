#include "compiler/authoring/cascade.hpp"

#include "compiler/authoring/names.hpp"

#include <algorithm>
#include <initializer_list>

namespace troupe::compiler::authoring {

namespace {

struct member {
  std::string_view key;
  std::string_view type;
};

void add_type(plan::catalog& to, bool snake, std::string_view name,
              std::string_view description,
              std::initializer_list<member> members) {
  auto& m = to.models.emplace_back();
  m.name = name;
  m.description = description;
  m.embedded = true;
  m.filterable = false;
  for (const auto& x : members) {
    auto& f = m.fields.emplace_back();
    // The name that the language reserves is for the type itself.
    auto bare = x.key.starts_with("__") ? x.key.substr(2) : x.key;
    f.name = snake ? std::string{bare} : camel_case(bare);
    f.key = x.key;
    f.type = x.type;
    f.kind = plan::field_kind::document;
  }
}

} // namespace

std::string cascade_type(plan::catalog& to, bool snake) {
  std::string name = "Cascade";
  if (std::ranges::find(to.models, name, &plan::model_def::name)
      != to.models.end())
    return name;
  add_type(to, snake, "CascadeEntity", "An entity that a mutation changed too.",
           {{"__typename", "String!"},
            {"id", "ID!"},
            {"operation", "String!"},
            {"entity", "JSON"}});
  add_type(
    to, snake, "CascadeDeletion", "An entity that a mutation deleted too.",
    {{"__typename", "String!"}, {"id", "ID!"}, {"deleted_at", "DateTime"}});
  add_type(
    to, snake, "CascadeInvalidation",
    "A query whose answers are old after a mutation.",
    {{"query_name", "String!"}, {"strategy", "String!"}, {"scope", "String!"}});
  add_type(to, snake, "CascadeMetadata", "How far a mutation reached.",
           {{"timestamp", "DateTime"},
            {"affected_count", "Int"},
            {"depth", "Int"},
            {"transaction_id", "String"},
            {"truncated", "Boolean"},
            {"original_count", "Int"}});
  add_type(to, snake, name, "What a mutation changed besides its entity.",
           {{"updated", "[CascadeEntity!]!"},
            {"deleted", "[CascadeDeletion!]!"},
            {"invalidations", "[CascadeInvalidation!]!"},
            {"metadata", "CascadeMetadata"}});
  return name;
}

} // namespace troupe::compiler::authoring
