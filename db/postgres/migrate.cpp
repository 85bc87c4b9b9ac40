#include "db/postgres/migrate.hpp"

#include "db/postgres/migration_session.hpp"

#include <cstdlib>
#include <set>

namespace troupe::db::postgres {

namespace {

constexpr auto version_table = R"sql(create schema if not exists troupe;
create table if not exists troupe.migration (
  version integer primary key, name text not null, applied_at timestamptz not null default now());
)sql";

class migrator {
public:
  migrator(const std::string& conninfo, const migration_request& x)
    : s_(conninfo, x.dry_run), x_(x) {
    // nop
  }

  result<migration_report> run() {
    if (PQstatus(s_.connection()) != CONNECTION_OK)
      return error{ec::database_unavailable,
                   "Cannot connect to the database: "
                     + std::string{PQerrorMessage(s_.connection())},
                   {}};
    // Nothing is hidden behind notices about what exists already.
    s_.execute("set client_min_messages = warning");
    // Held until the connection ends.
    s_.execute("select pg_advisory_lock(hashtext('troupe.migration'))");
    auto known = versions();
    if (known.empty())
      s_.apply(version_table);
    for (const auto& m : migrations())
      if (!known.contains(m.version))
        apply(m);
    for (const auto& t : x_.unwatch)
      s_.apply("select troupe.unwatch_table(" + name_of(t) + ");\n");
    for (const auto& t : x_.watch)
      s_.apply("select troupe.watch_table(" + name_of(t) + ", "
               + s_.literal(t.type) + keys_of(t) + ");\n");
    if (!s_.failed())
      apply_replication(s_, x_);
    if (s_.failed())
      return s_.failure;
    return std::move(s_.report);
  }

private:
  std::set<int> versions() {
    std::set<int> out;
    auto there = s_.execute("select to_regclass('troupe.migration')");
    if (s_.failed() || PQgetisnull(there.get(), 0, 0) != 0)
      return out;
    auto r = s_.execute("select version from troupe.migration");
    for (int i = 0; i < PQntuples(r.get()); ++i)
      out.insert(std::atoi(PQgetvalue(r.get(), i, 0)));
    out.insert(0); // the table itself
    return out;
  }

  void apply(const migration& m) {
    if (s_.failed())
      return;
    auto sql = "begin;\n" + std::string{m.sql}
               + "insert into troupe.migration (version, name) values ("
               + std::to_string(m.version) + ", " + s_.literal(m.name)
               + ");\ncommit;\n";
    s_.report.applied.emplace_back(m.name);
    s_.apply(sql);
    if (!s_.failed())
      return;
    s_.failure.detail =
      "Migration " + std::string{m.name} + " failed: " + s_.failure.detail;
    s_.execute("rollback");
  }

  std::string name_of(const watched_table& t) const {
    return s_.literal(s_.qualified(t));
  }

  std::string keys_of(const watched_table& t) const {
    if (t.key.empty())
      return ", variadic '{}'";
    std::string out;
    for (const auto& k : t.key)
      out += ", " + s_.literal(k);
    return out;
  }

  migration_session s_;
  const migration_request& x_;
};

} // namespace

result<migration_report> migrate(const std::string& conninfo,
                                 const migration_request& x) {
  return migrator{conninfo, x}.run();
}

} // namespace troupe::db::postgres
