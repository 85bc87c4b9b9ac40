#include "db/sqlite/introspect.hpp"

#include "db/sqlite/functions.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <sqlite3.h>
#include <vector>

namespace troupe::db::sqlite {

namespace {

using row = std::vector<std::string>;

class introspector {
public:
  ~introspector() {
    sqlite3_close_v2(db_);
  }

  result<plan::database_facts> run(const std::string& path, bool documents) {
    if (sqlite3_open_v2(path.c_str(), &db_, SQLITE_OPEN_READONLY, nullptr)
          != SQLITE_OK
        || sqlite3_exec(db_, "SELECT count(*) FROM sqlite_schema", nullptr,
                        nullptr, nullptr)
             != SQLITE_OK)
      return error{ec::database_unavailable,
                   "Cannot read the database file " + path + ": "
                     + sqlite3_errmsg(db_),
                   {}};
    plan::database_facts out;
    out.dialect = plan::dialect::sqlite;
    out.default_schemas = {""};
    for (const auto& r : query(
           "SELECT name, type FROM sqlite_schema WHERE type IN ('table', "
           "'view') AND name NOT LIKE 'sqlite_%' AND name NOT GLOB 'troupe_*' "
           "ORDER BY name")) {
      auto& t = out.tables.emplace_back();
      t.name = r[0];
      t.kind =
        r[1] == "view" ? plan::table_kind::view : plan::table_kind::table;
      columns(t);
      indexes(t);
      if (documents)
        sample(t);
    }
    statistics(out);
    for (auto& t : out.tables)
      foreign_keys(t, out);
    if (!failure_.empty())
      return error{ec::database_error, failure_, {}};
    return out;
  }

private:
  std::vector<row> query(const std::string& sql, const std::string& name = {}) {
    std::vector<row> out;
    sqlite3_stmt* s = nullptr;
    if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &s, nullptr) != SQLITE_OK) {
      failure_ = sqlite3_errmsg(db_);
      return out;
    }
    if (!name.empty())
      sqlite3_bind_text(s, 1, name.c_str(), -1, SQLITE_TRANSIENT);
    while (sqlite3_step(s) == SQLITE_ROW) {
      auto& r = out.emplace_back();
      for (int i = 0; i < sqlite3_column_count(s); ++i) {
        const auto* text =
          reinterpret_cast<const char*>(sqlite3_column_text(s, i));
        r.emplace_back(text == nullptr ? "" : text);
      }
    }
    sqlite3_finalize(s);
    return out;
  }

  static std::string quoted(std::string_view x, char mark) {
    std::string out{mark};
    for (auto c : x)
      out += c == mark ? std::string(2, mark) : std::string{c};
    return out + mark;
  }

  /// The JSON columns of a fact table as members of one object; empty without.
  static std::string dimensions(const plan::table_facts& t) {
    std::string out;
    for (const auto* c : plan::dimension_columns(t))
      out += (out.empty() ? "" : ", ") + quoted(c->name, '\'') + ", json("
             + quoted(c->name, '"') + ")";
    return out.empty() ? out : "json_object(" + out + ")";
  }

  /// A view that cannot be read has none.
  void sample(plan::table_facts& t) {
    auto value = plan::document_column(t) != nullptr ? std::string{"\"data\""}
                                                     : dimensions(t);
    if (value.empty())
      return;
    auto before = failure_;
    for (auto& r : query("SELECT " + value + " FROM " + quoted(t.name, '"')
                         + " WHERE " + value + " IS NOT NULL LIMIT 100"))
      t.documents.push_back(std::move(r[0]));
    failure_ = before;
  }

  /// `ANALYZE` has left how many rows there are, if it ever ran.
  void statistics(plan::database_facts& to) {
    auto known =
      query("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'");
    if (known.empty())
      return;
    for (const auto& r : query("SELECT tbl, stat FROM sqlite_stat1"))
      for (auto& t : to.tables)
        if (t.name == r[0])
          t.rows = std::strtod(r[1].c_str(), nullptr);
  }

  void columns(plan::table_facts& t) {
    std::map<int, std::string> key;
    for (const auto& r :
         query("SELECT name, type, \"notnull\", dflt_value IS NOT NULL, pk, "
               "hidden FROM pragma_table_xinfo(?1) ORDER BY cid",
               t.name)) {
      auto& c = t.columns.emplace_back();
      c.name = r[0];
      c.type = plan::parse_column_type(plan::dialect::sqlite, r[1]);
      auto position = std::atoi(r[4].c_str());
      c.nullable = r[2] != "1" && position == 0;
      c.has_default = r[3] == "1";
      c.generated = r[5] == "2" || r[5] == "3";
      if (position > 0)
        key[position] = c.name;
    }
    for (const auto& [position, name] : key)
      t.primary_key.push_back(name);
    // INTEGER PRIMARY KEY is the row id: it fills itself.
    if (t.primary_key.size() == 1)
      for (auto& c : t.columns)
        if (c.name == t.primary_key[0] && c.type.base == plan::base_type::int4)
          c.has_default = true;
  }

  void indexes(plan::table_facts& t) {
    for (const auto& r : query("SELECT name, \"unique\", origin, partial FROM "
                               "pragma_index_list(?1) ORDER BY name",
                               t.name)) {
      plan::key_facts key{r[0], {}};
      for (const auto& c : query("SELECT name FROM pragma_index_info(?1) ORDER "
                                 "BY seqno",
                                 r[0]))
        key.columns.push_back(c[0]);
      bool expressions =
        std::ranges::find(key.columns, "") != key.columns.end();
      if (expressions)
        continue;
      t.indexes.push_back(key);
      if (r[1] == "1" && r[2] != "pk" && r[3] == "0")
        t.unique_keys.push_back(std::move(key));
    }
  }

  void foreign_keys(plan::table_facts& t, const plan::database_facts& all) {
    std::map<int, plan::foreign_key_facts> keys;
    for (const auto& r : query("SELECT id, \"table\", \"from\", \"to\" FROM "
                               "pragma_foreign_key_list(?1) ORDER BY id, seq",
                               t.name)) {
      auto& key = keys[std::atoi(r[0].c_str())];
      // Table names fold case in SQLite.
      for (const auto& other : all.tables)
        if (sqlite3_stricmp(other.name.c_str(), r[1].c_str()) == 0)
          key.target_table = other.name;
      key.columns.push_back(column_name(t, r[2]));
      if (!r[3].empty())
        key.target_columns.push_back(r[3]);
    }
    // SQLite lists the last one first.
    for (auto i = keys.rbegin(); i != keys.rend(); ++i)
      t.foreign_keys.push_back(std::move(i->second));
    for (auto& key : t.foreign_keys)
      for (const auto& other : all.tables)
        if (other.name == key.target_table) {
          if (key.target_columns.empty())
            key.target_columns = other.primary_key;
          for (auto& c : key.target_columns)
            c = column_name(other, c);
        }
  }

  static std::string column_name(const plan::table_facts& t,
                                 const std::string& name) {
    for (const auto& c : t.columns)
      if (sqlite3_stricmp(c.name.c_str(), name.c_str()) == 0)
        return c.name;
    return name;
  }

  sqlite3* db_ = nullptr;
  std::string failure_;
};

} // namespace

result<plan::database_facts> introspect(const std::string& path,
                                        bool documents) {
  return introspector{}.run(path, documents);
}

} // namespace troupe::db::sqlite
