#include "actors/change_statements.hpp"

#include "base/arena.hpp"
#include "base/hash.hpp"
#include "base/json_read.hpp"

#include <charconv>

namespace troupe::actors {

namespace {

// Everything as text: the cells are then the same from all drivers.
constexpr auto postgres_read = R"sql(WITH now AS MATERIALIZED (
  SELECT coalesce(nullif($2::text, ''), pg_current_snapshot()::text) AS upto, pg_postmaster_start_time()::text AS server)
SELECT now.upto, now.server, l.* FROM now LEFT JOIN LATERAL (
  SELECT pk_entity_change_log::text AS number, id::text, modification_type, object_type, schema_name, table_name,
         object_key::text, object_id, object_data::text, object_data_before::text,
         array_to_json(updated_fields)::text, cascade::text, tenant_id::text, trace_id,
         (extract(epoch FROM created_at) * 1000000)::bigint::text
  FROM troupe.change_log
  WHERE txid >= pg_snapshot_xmin($1::text::pg_snapshot)
    AND NOT pg_visible_in_snapshot(txid, $1::text::pg_snapshot)
    AND pg_visible_in_snapshot(txid, now.upto::pg_snapshot)
    AND pk_entity_change_log > $3::bigint
  ORDER BY pk_entity_change_log LIMIT $4::bigint) AS l ON TRUE ORDER BY l.number::bigint)sql";

constexpr auto sqlite_read =
  R"sql(SELECT '', '', CAST(pk_entity_change_log AS TEXT), id, modification_type, object_type,
       '', table_name, object_key, CAST(object_id AS TEXT), object_data, object_data_before, updated_fields, cascade,
       tenant_id, trace_id, CAST(CAST(unixepoch(created_at) AS INTEGER) * 1000000 AS TEXT)
FROM troupe_change_log WHERE pk_entity_change_log > ?1 ORDER BY pk_entity_change_log LIMIT ?2)sql";

// A position beyond the present is from before a restore.
constexpr auto postgres_start =
  R"sql(SELECT pg_current_snapshot()::text, coalesce(c.position, ''),
  (c.name IS NOT NULL AND (pg_snapshot_xmax(c.position::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot())
    OR ($2::bigint > 0 AND c.updated_at < now() - $2::bigint * interval '1 millisecond')))::text
FROM (SELECT 1) AS one LEFT JOIN troupe.change_cursor c ON c.name = $1::text)sql";

constexpr auto sqlite_start =
  R"sql(WITH log AS (SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'troupe_change_log'), 0) AS last)
SELECT CAST(log.last AS TEXT), coalesce(c.position, ''),
  CASE WHEN CAST(c.position AS INTEGER) > log.last OR (?2 > 0 AND unixepoch(c.updated_at) < unixepoch() - ?2 / 1000)
    THEN 'true' ELSE 'false' END
FROM log LEFT JOIN troupe_change_cursor c ON c.name = ?1)sql";

// Not on a server that only follows another: it cannot be written to anyway.
constexpr auto postgres_history =
  "SELECT CASE WHEN pg_is_in_recovery() THEN '' ELSE "
  "left(pg_walfile_name(pg_current_wal_lsn()), 8) END, "
  "(pg_snapshot_xmax($1::text::pg_snapshot) > "
  "pg_snapshot_xmax(pg_current_snapshot()))::text, "
  "pg_postmaster_start_time()::text";

constexpr auto postgres_save =
  "INSERT INTO troupe.change_cursor (name, position) VALUES ($1::text, "
  "$2::text) ON CONFLICT (name) DO UPDATE SET position = excluded.position, "
  "updated_at = now()";

constexpr auto sqlite_save =
  "INSERT INTO troupe_change_cursor (name, position) VALUES (?1, ?2) ON "
  "CONFLICT (name) DO UPDATE SET position = excluded.position, updated_at = "
  "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

// Who trims is alive; cursors of nodes that are long gone keep nothing.
constexpr auto postgres_trim =
  "WITH kept AS (DELETE FROM troupe.idempotency WHERE expires_at < now()), "
  "alive AS (UPDATE troupe.change_cursor SET updated_at = now() WHERE name = "
  "$2::text), gone AS (DELETE FROM troupe.change_cursor WHERE $1::bigint > 0 "
  "AND name <> $2::text AND updated_at < now() - 2 * $1::bigint * interval '1 "
  "millisecond') SELECT CASE WHEN $1::bigint > 0 THEN "
  "troupe.trim_changes($1::bigint * interval '1 millisecond') END";

constexpr auto sqlite_trim =
  R"sql(DELETE FROM troupe_change_log WHERE ?1 > 0 AND pk_entity_change_log IN (
  SELECT pk_entity_change_log FROM troupe_change_log
  WHERE created_at < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-' || (?1 / 1000) || ' seconds')
    AND NOT EXISTS (SELECT 1 FROM troupe_change_cursor c WHERE CAST(c.position AS INTEGER) < pk_entity_change_log
      AND c.updated_at >= strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-' || (?1 / 1000) || ' seconds'))
  ORDER BY created_at LIMIT 10000))sql";

std::shared_ptr<const plan::statement> make(plan::dialect dialect,
                                            const char* sql, bool writes) {
  auto out = std::make_shared<plan::statement>();
  out->dialect = dialect;
  out->sql = sql;
  out->id = hash64(sql);
  out->writes = writes;
  return out;
}

/// The values of a statement, with the memory they point to.
class values {
public:
  void add(std::string_view x) {
    auto& to = out_->values.emplace_back();
    to.kind = plan::bound_kind::text;
    to.text = *texts_->emplace_back(std::make_unique<std::string>(x));
  }

  void add(int64_t x) {
    auto& to = out_->values.emplace_back();
    to.kind = plan::bound_kind::integer;
    to.integer = x;
  }

  ready_statement
  done(const std::shared_ptr<const plan::statement>& statement) {
    out_->memory = texts_;
    return {statement, out_};
  }

private:
  std::shared_ptr<plan::bound_values> out_ =
    std::make_shared<plan::bound_values>();
  std::shared_ptr<std::vector<std::unique_ptr<std::string>>> texts_ =
    std::make_shared<std::vector<std::unique_ptr<std::string>>>();
};

std::string text_of(const plan::cell& x) {
  return x.null() ? std::string{} : std::string{x.view()};
}

int64_t number_of(const plan::cell& x) {
  int64_t out = 0;
  if (!x.null())
    std::from_chars(x.data, x.data + x.size, out);
  return out;
}

messages::change_kind kind_of(std::string_view x) noexcept {
  return x == "INSERT"   ? messages::change_kind::inserted
         : x == "UPDATE" ? messages::change_kind::updated
         : x == "DELETE" ? messages::change_kind::deleted
                         : messages::change_kind::custom;
}

std::vector<std::string> names_of(const plan::cell& x) {
  std::vector<std::string> out;
  if (x.null())
    return out;
  arena memory{256};
  auto parsed = json::parse(x.view(), memory);
  if (parsed)
    for (const auto& item : (*parsed)->items)
      out.emplace_back(item.text);
  return out;
}

messages::change change_of(const plan::cell* c) {
  messages::change out;
  out.number = number_of(c[0]);
  out.id = text_of(c[1]);
  out.kind = kind_of(text_of(c[2]));
  out.type = text_of(c[3]);
  out.schema = text_of(c[4]);
  out.table = text_of(c[5]);
  out.key = text_of(c[6]);
  out.object_id = text_of(c[7]);
  out.data = text_of(c[8]);
  out.before = text_of(c[9]);
  out.updated_columns = names_of(c[10]);
  out.cascade = text_of(c[11]);
  out.tenant = text_of(c[12]);
  out.trace = text_of(c[13]);
  out.created_us = number_of(c[14]);
  return out;
}

} // namespace

change_statements::change_statements(plan::dialect dialect, size_t batch,
                                     std::string cursor,
                                     std::chrono::milliseconds retention)
  : postgres_(dialect == plan::dialect::postgres),
    batch_(batch),
    cursor_(std::move(cursor)),
    retention_(retention),
    start_(make(dialect, postgres_ ? postgres_start : sqlite_start, false)),
    read_(make(dialect, postgres_ ? postgres_read : sqlite_read, false)),
    save_(make(dialect, postgres_ ? postgres_save : sqlite_save, true)),
    history_(make(dialect, postgres_history, false)),
    trim_(make(dialect, postgres_ ? postgres_trim : sqlite_trim, true)) {
  // nop
}

ready_statement change_statements::start() const {
  values v;
  v.add(cursor_);
  v.add(retention_.count());
  return v.done(start_);
}

ready_statement change_statements::read(const change_position& at) const {
  values v;
  if (postgres_) {
    v.add(at.seen);
    v.add(at.upto);
    v.add(at.after);
  } else {
    int64_t seen = 0;
    std::from_chars(at.seen.data(), at.seen.data() + at.seen.size(), seen);
    v.add(seen);
  }
  v.add(static_cast<int64_t>(batch_));
  return v.done(read_);
}

ready_statement change_statements::save(const change_position& at) const {
  values v;
  v.add(cursor_);
  v.add(at.seen);
  return v.done(save_);
}

ready_statement change_statements::history(const change_position& at) const {
  values v;
  v.add(at.seen);
  return v.done(history_);
}

ready_statement change_statements::trim() const {
  values v;
  v.add(retention_.count());
  if (postgres_)
    v.add(cursor_);
  return v.done(trim_);
}

change_start change_statements::read_start(const plan::row_set& rows) const {
  change_start out;
  plan::cell cells[3];
  if (rows.rows() == 0 || rows.columns() != 3)
    return out;
  rows.read(0, cells);
  auto stored = text_of(cells[1]);
  out.lost = text_of(cells[2]) == "true";
  out.now.seen = text_of(cells[0]);
  out.from =
    stored.empty() || out.lost ? out.now : change_position{stored, {}, 0};
  return out;
}

change_history
change_statements::read_history(const plan::row_set& rows) const {
  change_history out;
  plan::cell cells[3];
  if (rows.rows() == 0 || rows.columns() != 3)
    return out;
  rows.read(0, cells);
  out.timeline = text_of(cells[0]);
  out.beyond = text_of(cells[1]) == "true";
  out.server = text_of(cells[2]);
  return out;
}

change_page change_statements::read_page(const plan::row_set& rows,
                                         const change_position& at) const {
  constexpr size_t columns = 17;
  change_page out;
  out.next = at;
  plan::cell cells[columns];
  for (size_t i = 0; i < rows.rows() && rows.columns() == columns; ++i) {
    rows.read(i, cells);
    out.next.upto = text_of(cells[0]);
    out.server = text_of(cells[1]);
    if (!cells[2].null())
      out.changes.push_back(change_of(cells + 2));
  }
  out.full = out.changes.size() >= batch_;
  if (!postgres_) {
    if (!out.changes.empty())
      out.next.seen = std::to_string(out.changes.back().number);
    out.next.upto.clear();
  } else if (out.full) {
    out.next.after = out.changes.back().number;
  } else if (!out.next.upto.empty()) {
    out.next = {out.next.upto, {}, 0};
  }
  return out;
}

} // namespace troupe::actors
