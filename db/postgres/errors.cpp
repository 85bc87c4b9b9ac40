#include "db/postgres/errors.hpp"

#include "db/sqlstate.hpp"

#include <string_view>

namespace troupe::db::postgres {

namespace {

std::string_view field(const PGresult* x, int which) {
  const auto* text = PQresultErrorField(x, which);
  return text == nullptr ? std::string_view{} : text;
}

} // namespace

error error_of(const PGresult* x) {
  auto code = from_sqlstate(field(x, PG_DIAG_SQLSTATE));
  switch (code) {
    case ec::conflict:
      return {code, "A row with this key exists already.", {}};
    case ec::constraint_violation:
      return {code, "The value breaks a constraint of the database.", {}};
    case ec::bad_user_input:
      return {code, std::string{field(x, PG_DIAG_MESSAGE_PRIMARY)}, {}};
    case ec::forbidden:
      return {code, "The database does not allow this.", {}};
    default:
      return {code, PQresultErrorMessage(x), {}};
  }
}

bool is_stale(const PGresult* x) {
  auto sqlstate = field(x, PG_DIAG_SQLSTATE);
  auto text = field(x, PG_DIAG_MESSAGE_PRIMARY);
  return sqlstate == "26000"
         || (sqlstate == "0A000"
             && text.find("cached plan") != std::string_view::npos);
}

} // namespace troupe::db::postgres
