#include "actors/table_facts.hpp"

#include <algorithm>

namespace troupe::actors {

namespace {

/// Rows of (what, table, other). Words in a view or policy that depend on the
/// time, chance or who asks make it unstable; user-defined functions that are
/// not immutable make it opaque.
constexpr auto postgres_facts = R"sql(
WITH RECURSIVE
mine AS (
  SELECT c.oid, c.relname::text AS name, c.relkind, c.relrowsecurity
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'troupe')),
texts AS (
  SELECT oid, pg_get_viewdef(oid) AS sql FROM mine WHERE relkind = 'v'
  UNION ALL
  SELECT p.polrelid, coalesce(pg_get_expr(p.polqual, p.polrelid), '') FROM pg_policy p JOIN mine ON mine.oid = p.polrelid),
rules AS (
  SELECT r.ev_class AS oid, d.refclassid, d.refobjid FROM pg_rewrite r JOIN pg_depend d
    ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND r.rulename = '_RETURN'
  UNION ALL
  SELECT p.polrelid, d.refclassid, d.refobjid FROM pg_policy p JOIN pg_depend d
    ON d.classid = 'pg_policy'::regclass AND d.objid = p.oid),
edges AS (
  SELECT DISTINCT oid, refobjid AS other FROM rules WHERE refclassid = 'pg_class'::regclass AND refobjid <> oid),
inheritance AS (
  SELECT inhparent AS whole, inhrelid AS part FROM pg_inherits
  UNION SELECT i.whole, j.inhrelid FROM inheritance i JOIN pg_inherits j ON j.inhparent = i.part),
closure AS (
  SELECT oid, other FROM edges UNION SELECT c.oid, e.other FROM closure c JOIN edges e ON e.oid = c.other),
unstable AS (
  SELECT oid FROM texts WHERE sql ~* '\m(now|random|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|current_date|current_time|current_timestamp|localtime|localtimestamp|age|nextval|currval|gen_random_uuid|pg_sleep|dblink|tablesample|gen_random_bytes|txid_current|pg_current_xact_id|pg_stat_\w+)\M'
  UNION SELECT oid FROM mine WHERE relkind = 'f'
  UNION SELECT i.whole FROM inheritance i JOIN mine m ON m.oid = i.part WHERE m.relkind = 'f'),
opaque AS (
  SELECT r.oid FROM rules r JOIN pg_proc f ON r.refclassid = 'pg_proc'::regclass AND f.oid = r.refobjid AND f.provolatile <> 'i'
  UNION SELECT oid FROM mine WHERE relkind = 'm')
SELECT 'table', name, '' FROM mine
UNION ALL SELECT 'view', name, '' FROM mine WHERE relkind IN ('v', 'm')
UNION ALL SELECT 'unstable', name, '' FROM mine WHERE oid IN (SELECT oid FROM unstable)
  OR oid IN (SELECT c.oid FROM closure c JOIN unstable u ON u.oid = c.other)
UNION ALL SELECT 'opaque', name, '' FROM mine WHERE oid IN (SELECT oid FROM opaque)
  OR oid IN (SELECT c.oid FROM closure c JOIN opaque o ON o.oid = c.other)
UNION ALL SELECT 'reads', m.name, o.relname::text FROM closure c JOIN mine m ON m.oid = c.oid JOIN pg_class o ON o.oid = c.other
UNION ALL SELECT 'key', m.name, a.attname::text FROM mine m JOIN pg_index i ON i.indrelid = m.oid AND i.indisprimary
  JOIN pg_attribute a ON a.attrelid = m.oid AND a.attnum = ANY (i.indkey)
UNION ALL SELECT 'deletes', p.relname::text, m.name FROM pg_constraint k JOIN pg_class p ON p.oid = k.confrelid JOIN mine m ON m.oid = k.conrelid
  WHERE k.contype = 'f' AND k.confdeltype IN ('c', 'n', 'd')
UNION ALL SELECT 'updates', p.relname::text, m.name FROM pg_constraint k JOIN pg_class p ON p.oid = k.confrelid JOIN mine m ON m.oid = k.conrelid
  WHERE k.contype = 'f' AND k.confupdtype IN ('c', 'n', 'd')
UNION ALL SELECT 'renames', p.relname::text, m.name FROM pg_constraint k JOIN pg_class p ON p.oid = k.confrelid JOIN mine m ON m.oid = k.conrelid
  WHERE k.contype = 'f' AND k.confupdtype IN ('c', 'n', 'd') AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indexrelid = k.conindid AND i.indisprimary)
UNION ALL SELECT 'parts', p.relname::text, c.relname::text FROM inheritance i JOIN pg_class p ON p.oid = i.whole JOIN pg_class c ON c.oid = i.part
UNION ALL SELECT 'parts', c.relname::text, p.relname::text FROM inheritance i JOIN pg_class p ON p.oid = i.whole JOIN pg_class c ON c.oid = i.part
UNION ALL SELECT 'text', m.name, md5(t.sql) FROM texts t JOIN mine m ON m.oid = t.oid
UNION ALL SELECT 'text', name, 'row security' FROM mine WHERE relrowsecurity
UNION ALL SELECT DISTINCT 'triggers', m.name, '' FROM mine m JOIN pg_trigger t ON t.tgrelid = m.oid JOIN pg_proc f ON f.oid = t.tgfoid
  JOIN pg_namespace n ON n.oid = f.pronamespace WHERE NOT t.tgisinternal AND t.tgtype & 2 = 0 AND n.nspname <> 'troupe'
UNION ALL SELECT DISTINCT 'triggers', m.name, '' FROM mine m JOIN pg_rewrite r ON r.ev_class = m.oid AND r.rulename <> '_RETURN'
)sql";

constexpr auto sqlite_facts = R"sql(
SELECT 'table', name, '' FROM sqlite_master WHERE type IN ('table', 'view')
UNION ALL SELECT 'view', name, '' FROM sqlite_master WHERE type = 'view'
UNION ALL SELECT 'opaque', name, '' FROM sqlite_master WHERE type = 'view' OR sql LIKE 'CREATE VIRTUAL%'
UNION ALL SELECT 'unstable', name, '' FROM sqlite_master WHERE type = 'view' AND (lower(sql) LIKE '%random%' OR lower(sql) LIKE '%now%'
  OR lower(sql) LIKE '%current_%' OR lower(sql) LIKE '%date(%' OR lower(sql) LIKE '%time(%' OR lower(sql) LIKE '%julianday(%')
UNION ALL SELECT 'key', m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.pk > 0
UNION ALL SELECT 'deletes', f."table", m.name FROM sqlite_master m, pragma_foreign_key_list(m.name) f
  WHERE m.type = 'table' AND f.on_delete NOT IN ('NO ACTION', 'RESTRICT')
UNION ALL SELECT 'updates', f."table", m.name FROM sqlite_master m, pragma_foreign_key_list(m.name) f
  WHERE m.type = 'table' AND f.on_update NOT IN ('NO ACTION', 'RESTRICT')
UNION ALL SELECT 'renames', f."table", m.name FROM sqlite_master m, pragma_foreign_key_list(m.name) f
  WHERE m.type = 'table' AND f.on_update NOT IN ('NO ACTION', 'RESTRICT') AND f."to" IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM pragma_table_info(f."table") c WHERE c.pk > 0 AND lower(c.name) = lower(f."to"))
UNION ALL SELECT 'text', name, sql FROM sqlite_master WHERE type = 'view'
UNION ALL SELECT 'triggers', tbl_name, '' FROM sqlite_master WHERE type = 'trigger' AND name NOT LIKE 'troupe\_%' ESCAPE '\'
)sql";

} // namespace

std::shared_ptr<const plan::statement> facts_statement(plan::dialect dialect) {
  auto out = std::make_shared<plan::statement>();
  out->dialect = dialect;
  out->sql = dialect == plan::dialect::postgres ? postgres_facts : sqlite_facts;
  out->id = hash64(out->sql);
  return out;
}

table_facts_ptr read_facts(const plan::row_set& rows) {
  auto out = std::make_shared<table_facts>();
  for (size_t i = 0; i < rows.rows(); ++i) {
    plan::cell cells[3];
    rows.read(i, cells);
    auto what = cells[0].view();
    std::string other{cells[2].null() ? std::string_view{} : cells[2].view()};
    auto& x = out->tables[std::string{cells[1].view()}];
    if (what == "view")
      x.view = true;
    else if (what == "unstable")
      x.unstable = true;
    else if (what == "opaque")
      x.opaque = true;
    else if (what == "triggers")
      x.triggers = true;
    else if (what == "key")
      x.key.push_back(std::move(other));
    else if (what == "reads")
      x.reads.push_back(std::move(other));
    else if (what == "deletes")
      x.deletes.push_back(std::move(other));
    else if (what == "updates")
      x.updates.push_back(std::move(other));
    else if (what == "renames")
      x.renames.push_back(std::move(other));
    else if (what == "parts")
      x.parts.push_back(std::move(other));
    else if (what == "text")
      x.texts.push_back(std::move(other));
  }
  // In whatever order they came, the same facts are equal.
  for (auto& [name, x] : out->tables)
    for (auto* list : {&x.key, &x.reads, &x.deletes, &x.updates, &x.renames,
                       &x.parts, &x.texts})
      std::ranges::sort(*list);
  return out;
}

} // namespace troupe::actors
