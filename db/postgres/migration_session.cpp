#include "db/postgres/migration_session.hpp"

#include <utility>

namespace troupe::db::postgres {

migration_session::result_ptr
migration_session::execute(const std::string& sql) {
  result_ptr r{PQexec(c_.get(), sql.c_str()), &PQclear};
  auto status = PQresultStatus(r.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
    fail(PQresultErrorMessage(r.get()));
  return r;
}

void migration_session::apply(const std::string& sql) {
  if (failed())
    return;
  report.sql += sql;
  if (!dry_run_)
    execute(sql);
}

void migration_session::fail(std::string detail) {
  if (!failed())
    failure = {ec::database_error, std::move(detail), {}};
}

std::string migration_session::literal(std::string_view text) const {
  std::unique_ptr<char, void (*)(void*)> out{
    PQescapeLiteral(c_.get(), text.data(), text.size()), &PQfreemem};
  return out == nullptr ? "''" : out.get();
}

std::string migration_session::identifier(std::string_view text) const {
  std::unique_ptr<char, void (*)(void*)> out{
    PQescapeIdentifier(c_.get(), text.data(), text.size()), &PQfreemem};
  return out == nullptr ? "\"\"" : out.get();
}

std::string migration_session::qualified(const watched_table& t) const {
  return t.schema.empty() ? identifier(t.table)
                          : identifier(t.schema) + "." + identifier(t.table);
}

} // namespace troupe::db::postgres
