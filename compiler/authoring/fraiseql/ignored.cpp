#include "compiler/authoring/fraiseql/build.hpp"

/// Keys that are taken, so that a schema need not be changed, and that nothing
/// reads.
namespace troupe::compiler::authoring::fraiseql {

namespace {

bool empty(const json::value& x) noexcept {
  return x.items.empty() && x.members.empty();
}

constexpr std::pair<std::string_view, std::string_view> of_items[] = {
  {"queries", "read_routing"},
  {"queries", "additional_views"},
  {"queries", "rest"},
  {"queries", "rest_stream"},
  {"mutations", "rest"},
  {"mutations", "changelog_pre_image"},
  {"types", "subscribable_tables"},
  {"types", "subscribable_pre_image"},
  {"types", "is_input"}};

/// Whether a directive other than `deprecated` stands at a field.
bool other_directive(const json::value& type) {
  for (const auto& f : items(type, "fields"))
    for (const auto& d : items(f, "directives"))
      if (text(d, "name") != "deprecated")
        return true;
  return false;
}

} // namespace

void warn_of_ignored(const json::value& schema, std::vector<std::string>& out) {
  constexpr std::string_view sections[] = {
    "fragments",         "subscriptions",     "observers",
    "sources",           "security",          "auth",
    "observers_config",  "federation_config", "subscriptions_config",
    "validation_config", "debug_config",      "mcp_config",
    "rest_config",       "grpc_config",       "session_variables",
    "changelog_config"};
  for (auto key : sections)
    if (const auto* x = schema.find(key); x != nullptr && !empty(*x))
      out.push_back("\"" + std::string{key} + "\" has no effect yet.");
  for (const auto& [list, key] : of_items)
    for (const auto& x : items(schema, list)) {
      const auto* v = x.find(key);
      if (v == nullptr || (v->kind == json::kind::boolean && !v->boolean)
          || v->is_null())
        continue;
      out.push_back("\"" + std::string{key} + "\" of \"" + std::string{list}
                    + "\" has no effect yet.");
      break;
    }
  for (auto list : {"types", "interfaces"})
    for (const auto& x : items(schema, list))
      if (other_directive(x)) {
        out.push_back("\"directives\" of fields other than \"deprecated\" have "
                      "no effect yet.");
        return;
      }
}

} // namespace troupe::compiler::authoring::fraiseql
