#pragma once

#include <cstdint>
#include <string_view>

/// The words of the compiled schema file, in the order of their enums.
namespace troupe::compiler::authoring {

/// Raised with everything that gives the file another form or meaning, plans of
/// documents included: nodes run what is in it as it is.
inline constexpr int64_t format_version = 4;

inline constexpr std::string_view root_kinds[] = {
  "list",   "one",        "expression", "insert_one", "insert", "update_one",
  "update", "delete_one", "delete",     "connection", "node",   "nodes",
  "count",  "aggregate",  "function",   "call",       "window"};
inline constexpr std::string_view answer_kinds[] = {"none", "error",
                                                    "response"};
inline constexpr std::string_view operations[] = {"query", "mutation",
                                                  "subscription"};
inline constexpr std::string_view field_kinds[] = {
  "column",   "relation",  "expression", "connection", "global_id",
  "document", "aggregate", "window",     "distance"};
inline constexpr std::string_view value_rule_kinds[] = {
  "pattern", "length", "range", "one_of", "checksum",
  "email",   "phone",  "all",   "any"};
inline constexpr std::string_view roles[] = {
  "where",       "order_by", "limit",  "offset",     "equals",
  "input",       "value",    "object", "objects",    "on_conflict",
  "set",         "increase", "append", "delete_key", "expect",
  "first",       "after",    "last",   "before",     "ids",
  "distinct_on", "group_by", "having", "frame",      "nearest"};
inline constexpr std::string_view abstract_kinds[] = {"none", "interface",
                                                      "union"};
inline constexpr std::string_view dialects[] = {"sqlite", "postgres"};

} // namespace troupe::compiler::authoring
