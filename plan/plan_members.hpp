#pragma once

#include "plan/later.hpp"
#include "plan/operation.hpp"

#include <string_view>
#include <tuple>

/// What plans consist of, member by member: the one description that their
/// writer and their reader follow. A member that is added to a plan is added
/// here.
namespace troupe::plan {

template <class T, class M>
struct plan_member {
  std::string_view name;
  M T::*at;
};

template <class T, class M>
constexpr plan_member<T, M> member(std::string_view name, M T::*at) {
  return {name, at};
}

/// `members<T>::all` are the members of a struct, `words<E>::all` the words for
/// the values of an enum.
template <class T>
struct members;

template <class E>
struct words;

template <class T>
concept described = requires {
  members<T>::all;
};

template <>
struct words<dialect> {
  static constexpr std::string_view all[] = {"sqlite", "postgres"};
};

template <>
struct words<operation> {
  static constexpr std::string_view all[] = {"query", "mutation",
                                             "subscription"};
};

template <>
struct words<step_kind> {
  static constexpr std::string_view all[] = {"literal", "list", "one", "scalar",
                                             "answer"};
};

template <>
struct words<answer_source> {
  static constexpr std::string_view all[] = {"row", "entity", "response",
                                             "error"};
};

template <>
struct words<write_kind> {
  static constexpr std::string_view all[] = {"unknown", "adds", "updates",
                                             "deletes"};
};

template <>
struct words<bound_kind> {
  static constexpr std::string_view all[] = {"null", "boolean", "integer",
                                             "real", "text"};
};

template <>
struct words<transform> {
  static constexpr std::string_view all[] = {
    "none",  "list",      "contains",  "starts_with", "ends_with",
    "regex", "json_path", "row_count", "cursor_part", "node_part"};
};

template <>
struct words<merge_form> {
  static constexpr std::string_view all[] = {"none", "keys", "sets"};
};

template <>
struct words<output> {
  static constexpr std::string_view all[] = {
    "int",     "float", "boolean", "string",     "id",        "bigint",
    "decimal", "json",  "bytea",   "enum_value", "timestamp", "automatic"};
};

template <>
struct words<shape_kind> {
  static constexpr std::string_view all[] = {
    "value",        "object",     "row",           "rows",
    "literal",      "variants",   "one_of",        "global_id",
    "later",        "connection", "edges",         "nodes",
    "cursor",       "page_info",  "has_next_page", "has_previous_page",
    "start_cursor", "end_cursor", "document_part"};
};

template <>
struct members<column_type> {
  static constexpr std::tuple all{
    member("base", &column_type::base), member("array", &column_type::array),
    member("name", &column_type::name), member("scale", &column_type::scale)};
};

/// Its text is `parameter::constant_text`.
template <>
struct members<bound_value> {
  static constexpr std::tuple all{member("kind", &bound_value::kind),
                                  member("boolean", &bound_value::boolean),
                                  member("integer", &bound_value::integer),
                                  member("real", &bound_value::real)};
};

template <>
struct members<parameter> {
  static constexpr std::tuple all{member("leaf", &parameter::leaf),
                                  member("constant", &parameter::constant),
                                  member("text", &parameter::constant_text),
                                  member("type", &parameter::type),
                                  member("transform", &parameter::transform),
                                  member("most", &parameter::most),
                                  member("part", &parameter::part),
                                  member("ordering", &parameter::ordering),
                                  member("scope", &parameter::scope),
                                  member("renames", &parameter::renames)};
};

/// Without `id`, which is the hash of its text.
template <>
struct members<statement> {
  static constexpr std::tuple all{
    member("dialect", &statement::dialect),
    member("sql", &statement::sql),
    member("parameters", &statement::parameters),
    member("writes", &statement::writes),
    member("opaque", &statement::opaque),
    member("parts", &statement::parts),
    member("answer", &statement::answer),
    member("place", &statement::place),
    member("repeatable", &statement::repeatable),
    member("merged_sql", &statement::merged_sql),
    member("merge", &statement::merge),
    member("merged_most", &statement::merged_most)};
};

template <>
struct members<shape> {
  static constexpr std::tuple all{
    member("kind", &shape::kind),
    member("key", &shape::key),
    member("name", &shape::name),
    member("column", &shape::column),
    member("output", &shape::output),
    member("scale", &shape::scale),
    member("nullable", &shape::nullable),
    member("list", &shape::list),
    member("items_nullable", &shape::items_nullable),
    member("at", &shape::at),
    member("coordinate", &shape::coordinate),
    member("page", &shape::page),
    member("page_column", &shape::page_column),
    member("reversed", &shape::reversed),
    member("bounded", &shape::bounded),
    member("ordering", &shape::ordering),
    member("literal", &shape::literal),
    member("json_key", &shape::json_key),
    member("part", &shape::part),
    member("renames", &shape::renames),
    member("fields", &shape::fields)};
};

template <>
struct members<answer_member> {
  static constexpr std::tuple all{
    member("type", &answer_member::type),
    member("source", &answer_member::source),
    member("error_class", &answer_member::error_class),
    member("shape", &answer_member::shape)};
};

template <>
struct members<look_up> {
  static constexpr std::tuple all{member("keys", &look_up::keys),
                                  member("values", &look_up::values)};
};

template <>
struct members<step> {
  static constexpr std::tuple all{
    member("kind", &step::kind),
    member("statement", &step::statement),
    member("list_nullable", &step::list_nullable),
    member("writes", &step::writes),
    member("writes_anything", &step::writes_anything),
    member("document_column", &step::document_column),
    member("change", &step::change),
    member("max_age", &step::max_age),
    member("one_user", &step::one_user),
    member("keyed", &step::keyed),
    member("key", &step::key),
    member("once", &step::once),
    member("look_ups", &step::look_ups),
    member("shape", &step::shape),
    member("members", &step::members)};
};

template <>
struct members<cost_node> {
  static constexpr std::tuple all{member("parent", &cost_node::parent),
                                  member("leaf", &cost_node::leaf),
                                  member("rows", &cost_node::rows)};
};

template <>
struct members<delivery_group> {
  static constexpr std::tuple all{member("parent", &delivery_group::parent),
                                  member("label", &delivery_group::label),
                                  member("depth", &delivery_group::depth)};
};

template <>
struct members<later_part> {
  static constexpr std::tuple all{member("groups", &later_part::groups),
                                  member("items", &later_part::items),
                                  member("steps", &later_part::steps),
                                  member("statement", &later_part::statement),
                                  member("keys", &later_part::keys),
                                  member("shape", &later_part::shape)};
};

template <>
struct members<later_parts> {
  static constexpr std::tuple all{member("groups", &later_parts::groups),
                                  member("parts", &later_parts::parts),
                                  member("root", &later_parts::root)};
};

/// Its statements have a list of their own: what refers to one gives its
/// number there.
template <>
struct members<operation_plan> {
  static constexpr std::tuple all{
    member("operation", &operation_plan::operation),
    member("name", &operation_plan::name),
    member("max_age", &operation_plan::max_age),
    member("one_user", &operation_plan::one_user),
    member("serial", &operation_plan::serial),
    member("transaction", &operation_plan::transaction),
    member("answers", &operation_plan::answers),
    member("costs", &operation_plan::costs),
    member("steps", &operation_plan::steps),
    member("later", &operation_plan::later)};
};

} // namespace troupe::plan
