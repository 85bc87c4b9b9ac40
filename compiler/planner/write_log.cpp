#include "compiler/planner/write.hpp"
#include "compiler/sql/dialect.hpp"

namespace troupe::compiler::planner {

namespace {

const plan::column_def& column_of(const plan::model_def& m, int32_t i) {
  return m.columns[static_cast<size_t>(i)];
}

std::string_view kind_of(change x) noexcept {
  switch (x) {
    case change::insert:
      return "'INSERT'";
    case change::upsert: // a row that was there has a locker or an updater
      return "CASE WHEN w.troupe_new THEN 'INSERT' ELSE 'UPDATE' END";
    case change::update:
      return "'UPDATE'";
    case change::delete_:
      return "'DELETE'";
  }
  return "'CUSTOM'";
}

std::string names_of(const write_sql& w) {
  std::string out;
  for (auto i : w.columns)
    out += (out.empty() ? "" : ", ") + text_literal(column_of(w.model, i).name);
  return out.empty() ? "NULL::text[]" : "ARRAY[" + out + "]";
}

} // namespace

std::string log_rows(statement_scope& q, const write_sql& w) {
  if (!q.s.in.writes.log_changes || q.s.dialect() != plan::dialect::postgres)
    return {};
  const auto& m = w.model;
  std::string key;
  for (auto i : m.primary_key)
    key += (key.empty() ? "" : ", ") + text_literal(column_of(m, i).name)
           + ", w." + sql::quote(column_of(m, i).name);
  auto id =
    m.primary_key.size() == 1
      ? "w." + sql::quote(column_of(m, m.primary_key[0]).name) + "::text"
      : std::string{"NULL"};
  bool gone = w.change == change::delete_;
  std::string row = w.change == change::upsert ? "to_jsonb(w.*) - 'troupe_new'"
                                               : "to_jsonb(w.*)";
  // The mark tells triggers for outside writers to leave this statement alone.
  return ", logged AS (INSERT INTO troupe.change_log (object_type, "
         "modification_type, object_id, object_key, "
         + std::string{gone ? "object_data_before" : "object_data"}
         + ", schema_name, table_name, updated_fields, operation_name, "
           "extra_metadata) SELECT "
         + text_literal(m.name) + ", " + std::string{kind_of(w.change)} + ", "
         + id + ", jsonb_build_object(" + key + "), " + row + ", "
         + (m.schema.empty() ? "NULL" : text_literal(m.schema)) + ", "
         + text_literal(m.table) + ", "
         + (w.change == change::update || w.change == change::upsert
              ? names_of(w)
              : "NULL")
         + ", "
         + (q.s.in.operation.name.text.empty()
              ? "NULL"
              : text_literal(q.s.in.operation.name.text))
         + ", CASE WHEN set_config('troupe.mediated', pg_current_xact_id()::"
           "text || ':' || "
         + text_literal(m.table)
         + " || ':' || extract(epoch from statement_timestamp()), true) = '' "
           "THEN '{}'::jsonb END FROM w)";
}

std::string with_rows(statement_scope& q, const write_sql& w) {
  bool tell = w.change == change::upsert && q.s.in.writes.log_changes;
  return "WITH w AS (" + w.text + " RETURNING *"
         + (tell ? ", (xmax = 0) AS troupe_new" : "") + ")" + log_rows(q, w);
}

} // namespace troupe::compiler::planner
