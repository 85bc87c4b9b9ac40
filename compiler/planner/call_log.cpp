#include "compiler/planner/call.hpp"
#include "compiler/planner/write.hpp"

#include <algorithm>

/// What a function says of itself, in SQL: FraiseQL's mutation_response in
/// both of its forms, or a plain row. The runtime reads the same
/// (runtime/function_response).
namespace troupe::compiler::planner {

namespace {

/// Told by the names of the columns.
constexpr std::string_view current_form =
  "v ?& ARRAY['succeeded', 'state_changed', 'entity']";
constexpr std::string_view older_form =
  "v ?& ARRAY['status', 'message', 'entity_id', 'entity_type', 'entity']";
constexpr std::string_view done_words =
  "('success', 'ok', 'new', 'created', 'updated', 'deleted')";

/// The model of the entity that a function answers, null if there is none.
const plan::model_def* entity_model(const root_field& x) {
  const auto* type = &x.definition.type->core();
  if (!type->composite())
    return nullptr;
  const auto* m = type->tag < 0 ? nullptr : &x.s.model(type->tag);
  for (const auto* t : type->possible())
    if (type->abstract()
        && x.s.model(t->tag).answer != plan::answer_kind::error) {
      m = &x.s.model(t->tag);
      break;
    }
  if (m == nullptr || m->answer != plan::answer_kind::response)
    return m;
  const auto* response = x.s.in.schema.find(m->name);
  for (const auto& f : response->fields()) {
    const auto& core = f.type->core();
    if (f.tag >= 0 && m->fields[static_cast<size_t>(f.tag)].key == "entity"
        && core.kind == graphql::types::kind::object && core.tag >= 0)
      return &x.s.model(core.tag);
  }
  return nullptr;
}

std::string key_text(const plan::model_def* m) {
  std::string name = "id";
  if (m != nullptr && m->primary_key.size() == 1 && m->document < 0)
    name = m->columns[static_cast<size_t>(m->primary_key[0])].name;
  return text_literal(name);
}

} // namespace

std::string answered(const std::string& slot, const plan::model_def* model) {
  std::string current{current_form};
  std::string older{older_form};
  // A plain row of a view has its entity in a document.
  std::string row = "v";
  if (model != nullptr && model->document >= 0) {
    auto name =
      text_literal(model->columns[static_cast<size_t>(model->document)].name);
    row = "CASE WHEN v ? " + name + " THEN v -> " + name + " ELSE v END";
  }
  auto word = "split_part(v ->> 'status', ':', 1)";
  return "(SELECT v, CASE WHEN " + current + " OR " + older
         + " THEN v -> 'entity' ELSE " + row + " END AS e, CASE WHEN " + current
         + " THEN coalesce((v ->> 'succeeded')::boolean AND (v ->> "
           "'state_changed')::boolean, FALSE) WHEN "
         + older + " THEN " + word + " IN " + std::string{done_words}
         + " ELSE v IS NOT NULL END AS ok, CASE WHEN " + current
         + " THEN (v ->> 'succeeded')::boolean IS NOT TRUE WHEN " + older
         + " THEN " + word + " NOT IN " + std::string{done_words} + " AND "
         + word
         + " <> 'noop' ELSE FALSE END AS refused FROM (SELECT "
           "nullif(current_setting("
         + text_literal(slot) + "), '')::jsonb AS v) AS s) AS r";
}

std::string log_call(const root_field& x, const std::string& slot) {
  const auto& fn = *x.root.function;
  if (!x.s.in.writes.log_changes || !fn.logged
      || x.root.operation != plan::operation::mutation)
    return {};
  std::string rows;
  auto add = [&](const std::string& select) {
    rows += (rows.empty() ? "" : " UNION ALL ") + select;
  };
  if (!slot.empty()) {
    const auto* m = entity_model(x);
    auto key = key_text(m);
    auto type = m == nullptr ? std::string{"NULL"} : text_literal(m->name);
    add("SELECT coalesce(v ->> 'entity_type', " + type + ") AS type, "
        + text_literal(fn.operation) + " AS kind, coalesce(e ->> " + key
        + ", v ->> 'entity_id') AS id, CASE WHEN jsonb_typeof(e) = 'object' "
          "THEN e END AS data, v FROM r WHERE ok AND (jsonb_typeof(e) = "
          "'object' OR v ->> 'entity_id' IS NOT NULL)");
    add("SELECT coalesce(u ->> '__typename', u ->> 'typename'), CASE u ->> "
        "'operation' WHEN 'CREATED' THEN 'INSERT' ELSE 'UPDATE' END, u ->> "
        "'id', u -> 'entity', NULL FROM r, jsonb_path_query(v, "
        "'$.cascade.updated[*]') AS u WHERE ok");
    add("SELECT coalesce(u ->> '__typename', u ->> 'typename'), 'DELETE', u "
        "->> 'id', NULL, NULL FROM r, jsonb_path_query(v, "
        "'$.cascade.deleted[*]') AS u WHERE ok");
  }
  // What may have changed besides, without a row to name.
  auto other = [&](std::string_view name) {
    add("SELECT " + text_literal(name) + (rows.empty() ? " AS type" : "")
        + ", 'CUSTOM'" + (rows.empty() ? " AS kind" : "") + ", NULL"
        + (rows.empty() ? "::text AS id" : "") + ", NULL"
        + (rows.empty() ? "::jsonb AS data" : "") + ", NULL"
        + (rows.empty() ? "::jsonb AS v" : "")
        + (slot.empty() ? "" : " FROM r WHERE ok"));
  };
  if (!fn.effects_known)
    other("*");
  for (auto i : fn.writes)
    other(x.s.model(i).name);
  if (const auto* m = slot.empty() ? entity_model(x) : nullptr; m != nullptr)
    other(m->name);
  if (rows.empty())
    return {};
  auto operation = x.s.in.operation.name.text.empty()
                     ? std::string{"NULL"}
                     : text_literal(x.s.in.operation.name.text);
  // What triggers have told already is not told twice.
  return "WITH "
         + (slot.empty() ? ""
                         : "r AS (SELECT * FROM "
                             + answered(slot, entity_model(x)) + "), ")
         + "told AS (" + rows
         + ") INSERT INTO troupe.change_log (object_type, modification_type, "
           "object_id, object_data, object_data_before, updated_fields, "
           "cascade, change_status, operation_name) SELECT type, kind, id, "
           "CASE WHEN kind <> 'DELETE' THEN data END, CASE WHEN kind = "
           "'DELETE' THEN data WHEN jsonb_typeof(v -> 'entity_before') = "
           "'object' THEN v -> 'entity_before' END, CASE WHEN jsonb_typeof(v "
           "-> "
           "'updated_fields') = 'array' THEN ARRAY(SELECT "
           "jsonb_array_elements_text(v -> 'updated_fields')) END, v -> "
           "'cascade', coalesce(v ->> 'status_detail', v ->> 'status'), "
         + operation
         + " FROM told WHERE type IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
           "troupe.change_log AS l WHERE l.txid = pg_current_xact_id() AND "
           "l.object_type = told.type AND l.object_id = told.id)";
}

bool one_transaction(const session& s) {
  return std::ranges::any_of(s.in.operation.directives, [](const auto& d) {
    return d.name.text == "transaction";
  });
}

} // namespace troupe::compiler::planner
