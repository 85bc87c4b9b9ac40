#include "db/postgres/migrate.hpp"

#include <libpq-fe.h>

#include <cstdlib>
#include <memory>
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
    : c_(PQconnectdb(conninfo.c_str()), &PQfinish), x_(x) {
    // nop
  }

  result<migration_report> run() {
    if (PQstatus(c_.get()) != CONNECTION_OK)
      return error{ec::database_unavailable,
                   "Cannot connect to the database: "
                     + std::string{PQerrorMessage(c_.get())},
                   {}};
    // Nothing is hidden behind notices about what exists already.
    execute("set client_min_messages = warning");
    // Held until the connection ends.
    execute("select pg_advisory_lock(hashtext('troupe.migration'))");
    auto known = versions();
    if (known.empty())
      apply(version_table);
    for (const auto& m : migrations())
      if (!known.contains(m.version))
        apply(m);
    for (const auto& t : x_.unwatch)
      apply("select troupe.unwatch_table(" + name_of(t) + ");\n");
    for (const auto& t : x_.watch)
      apply("select troupe.watch_table(" + name_of(t) + ", " + literal(t.type)
            + keys_of(t) + ");\n");
    if (failure_.code != ec::none)
      return failure_;
    return std::move(out_);
  }

private:
  using result_ptr = std::unique_ptr<PGresult, void (*)(PGresult*)>;

  result_ptr execute(const std::string& sql) {
    result_ptr r{PQexec(c_.get(), sql.c_str()), &PQclear};
    auto status = PQresultStatus(r.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK
        && failure_.code == ec::none)
      failure_ = {ec::database_error, PQresultErrorMessage(r.get()), {}};
    return r;
  }

  std::set<int> versions() {
    std::set<int> out;
    auto there = execute("select to_regclass('troupe.migration')");
    if (failure_.code != ec::none || PQgetisnull(there.get(), 0, 0) != 0)
      return out;
    auto r = execute("select version from troupe.migration");
    for (int i = 0; i < PQntuples(r.get()); ++i)
      out.insert(std::atoi(PQgetvalue(r.get(), i, 0)));
    out.insert(0); // the table itself
    return out;
  }

  void apply(const std::string& sql) {
    if (failure_.code != ec::none)
      return;
    out_.sql += sql;
    if (!x_.dry_run)
      execute(sql);
  }

  void apply(const migration& m) {
    if (failure_.code != ec::none)
      return;
    auto sql = "begin;\n" + std::string{m.sql}
               + "insert into troupe.migration (version, name) values ("
               + std::to_string(m.version) + ", " + literal(m.name)
               + ");\ncommit;\n";
    out_.sql += sql;
    out_.applied.emplace_back(m.name);
    if (x_.dry_run)
      return;
    execute(sql);
    if (failure_.code == ec::none)
      return;
    failure_.detail =
      "Migration " + std::string{m.name} + " failed: " + failure_.detail;
    execute("rollback");
  }

  std::string literal(std::string_view text) const {
    std::unique_ptr<char, void (*)(void*)> out{
      PQescapeLiteral(c_.get(), text.data(), text.size()), &PQfreemem};
    return out == nullptr ? "''" : out.get();
  }

  std::string identifier(std::string_view text) const {
    std::unique_ptr<char, void (*)(void*)> out{
      PQescapeIdentifier(c_.get(), text.data(), text.size()), &PQfreemem};
    return out == nullptr ? "\"\"" : out.get();
  }

  std::string name_of(const watched_table& t) const {
    return literal(t.schema.empty()
                     ? identifier(t.table)
                     : identifier(t.schema) + "." + identifier(t.table));
  }

  std::string keys_of(const watched_table& t) const {
    if (t.key.empty())
      return ", variadic '{}'";
    std::string out;
    for (const auto& k : t.key)
      out += ", " + literal(k);
    return out;
  }

  std::unique_ptr<PGconn, void (*)(PGconn*)> c_;
  const migration_request& x_;
  migration_report out_;
  error failure_{ec::none, {}, {}};
};

} // namespace

result<migration_report> migrate(const std::string& conninfo,
                                 const migration_request& x) {
  return migrator{conninfo, x}.run();
}

} // namespace troupe::db::postgres
