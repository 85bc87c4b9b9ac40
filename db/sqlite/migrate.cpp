#include "db/sqlite/migrate.hpp"

#include "db/sqlite/connection.hpp"

#include <set>
#include <sqlite3.h>

namespace troupe::db::sqlite {

namespace {

constexpr auto version_table =
  "CREATE TABLE IF NOT EXISTS troupe_migration (version INTEGER PRIMARY KEY, "
  "name TEXT NOT NULL, applied_at TEXT NOT NULL DEFAULT "
  "(strftime('%Y-%m-%dT%H:%M:%fZ', 'now')));\n";

std::string quoted(std::string_view text, char with) {
  std::string out{with};
  for (auto c : text) {
    if (c == with)
      out += c;
    out += c;
  }
  return out + with;
}

std::string identifier(std::string_view x) {
  return quoted(x, '"');
}

std::string literal(std::string_view x) {
  return quoted(x, '\'');
}

std::string trigger_name(const watched_table& t, std::string_view what) {
  return identifier("troupe_log_" + t.table + "_" + std::string{what});
}

/// `json_object('id', NEW."id", ...)`; json_patch of pieces, as one call takes
/// 127 arguments. Blobs have no JSON: they are hex digits.
std::string object(const std::vector<std::string>& columns,
                   const std::string& row) {
  constexpr size_t most = 60;
  std::string out;
  for (size_t i = 0; i < columns.size(); i += most) {
    std::string piece = "json_object(";
    for (size_t k = i; k < std::min(i + most, columns.size()); ++k) {
      auto value = row + "." + identifier(columns[k]);
      piece += (k > i ? ", " : "") + literal(columns[k]) + ", CASE typeof("
               + value + ") WHEN 'blob' THEN hex(" + value + ") ELSE " + value
               + " END";
    }
    piece += ")";
    // json_patch would drop nulls, json_insert keeps them: join the texts.
    out = out.empty()
            ? piece
            : "rtrim(" + out + ", '}') || ',' || substr(" + piece + ", 2)";
  }
  return out.empty() ? "'{}'" : out;
}

std::string changed_names(const std::vector<std::string>& columns) {
  std::string out;
  for (const auto& c : columns)
    out += (out.empty() ? "" : " UNION ALL ") + std::string{"SELECT "}
           + literal(c) + " AS name WHERE OLD." + identifier(c) + " IS NOT NEW."
           + identifier(c);
  return out.empty() ? "NULL"
                     : "(SELECT json_group_array(name) FROM (" + out + "))";
}

/// An update that changes nothing is no change.
std::string any_differs(const std::vector<std::string>& columns) {
  std::string out;
  for (const auto& c : columns)
    out += (out.empty() ? " WHEN OLD." : " OR OLD.") + identifier(c)
           + " IS NOT NEW." + identifier(c);
  return out;
}

std::string drop_triggers(const watched_table& t) {
  std::string out;
  for (auto what : {"insert", "update", "delete"})
    out += "DROP TRIGGER IF EXISTS " + trigger_name(t, what) + ";\n";
  return out;
}

std::string trigger(const watched_table& t, std::string_view what,
                    std::string_view kind, const std::string& row,
                    const std::string& data, const std::string& before,
                    const std::string& fields, const std::string& when = {}) {
  auto key = object(t.key, row);
  auto id = t.key.size() == 1 ? row + "." + identifier(t.key[0]) : "NULL";
  return "CREATE TRIGGER " + trigger_name(t, what) + " AFTER "
         + std::string{kind} + " ON " + identifier(t.table) + when
         + " BEGIN INSERT INTO troupe_change_log (object_type, "
           "modification_type, object_id, object_key, object_data, "
           "object_data_before, table_name, updated_fields) VALUES ("
         + literal(t.type) + ", " + literal(kind) + ", " + id + ", " + key
         + ", " + data + ", " + before + ", " + literal(t.table) + ", " + fields
         + "); END;\n";
}

std::string watch(const watched_table& t) {
  auto now = object(t.columns, "NEW");
  auto then = object(t.columns, "OLD");
  return drop_triggers(t)
         + trigger(t, "insert", "INSERT", "NEW", now, "NULL", "NULL")
         + trigger(t, "update", "UPDATE", "NEW", now, then,
                   changed_names(t.columns), any_differs(t.columns))
         + trigger(t, "delete", "DELETE", "OLD", "NULL", then, "NULL");
}

std::set<int> versions(const std::string& path) {
  std::set<int> out;
  sqlite3* db = nullptr;
  sqlite3_stmt* s = nullptr;
  if (sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READONLY, nullptr)
        == SQLITE_OK
      && sqlite3_prepare_v2(db, "SELECT version FROM troupe_migration", -1, &s,
                            nullptr)
           == SQLITE_OK)
    while (sqlite3_step(s) == SQLITE_ROW)
      out.insert(sqlite3_column_int(s, 0));
  sqlite3_finalize(s);
  sqlite3_close_v2(db);
  return out;
}

} // namespace

result<migration_report> migrate(const std::string& path,
                                 const migration_request& x) {
  auto db = connection::open({.path = path});
  if (!db)
    return db.error();
  // The lock comes first: two at a time must not both find the same versions.
  if (auto locked = (*db)->execute("BEGIN IMMEDIATE"); !locked)
    return locked.error();
  migration_report out;
  auto known = versions(path);
  if (known.empty())
    out.sql += version_table;
  for (const auto& m : migrations()) {
    if (known.contains(m.version))
      continue;
    out.applied.emplace_back(m.name);
    out.sql += std::string{m.sql}
               + "INSERT INTO troupe_migration (version, name) VALUES ("
               + std::to_string(m.version) + ", " + literal(m.name) + ");\n";
  }
  for (const auto& t : x.unwatch)
    out.sql += drop_triggers(t);
  for (const auto& t : x.watch)
    out.sql += watch(t);
  auto done = x.dry_run ? result<void>{} : (*db)->execute(out.sql);
  auto ended = (*db)->execute(done && !x.dry_run ? "COMMIT" : "ROLLBACK");
  if (!done)
    return done.error();
  if (!ended)
    return ended.error();
  return out;
}

} // namespace troupe::db::sqlite
