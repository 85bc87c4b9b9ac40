#include "db/postgres/errors.hpp"

#include "db/sqlstate.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::db::postgres {

namespace {

std::string_view field(const PGresult* x, int which) {
  const auto* text = PQresultErrorField(x, which);
  return text == nullptr ? std::string_view{} : text;
}

/// `Key (a, b)=(1, 2) already exists.`: the columns, whatever the language.
std::vector<std::string> key_columns(std::string_view detail) {
  std::vector<std::string> out;
  auto begin = detail.find('(');
  auto end = detail.find(")=(");
  if (begin == std::string_view::npos || end == std::string_view::npos
      || end < begin)
    return out;
  auto list = detail.substr(begin + 1, end - begin - 1);
  while (!list.empty()) {
    auto comma = list.find(", ");
    out.emplace_back(list.substr(0, comma));
    list = comma == std::string_view::npos ? std::string_view{}
                                           : list.substr(comma + 2);
  }
  return out;
}

std::shared_ptr<const violation> violation_of(const PGresult* x) {
  auto sqlstate = field(x, PG_DIAG_SQLSTATE);
  if (!sqlstate.starts_with("23"))
    return nullptr;
  auto out = std::make_shared<violation>();
  out->table = field(x, PG_DIAG_TABLE_NAME);
  if (sqlstate == "23502") {
    out->kind = violation::not_null;
    out->columns.emplace_back(field(x, PG_DIAG_COLUMN_NAME));
  } else if (sqlstate == "23505") {
    out->kind = violation::unique;
    out->columns = key_columns(field(x, PG_DIAG_MESSAGE_DETAIL));
  } else if (sqlstate == "23503") {
    // Both sides of a key are one SQLSTATE.
    bool referenced =
      field(x, PG_DIAG_MESSAGE_PRIMARY).starts_with("update or delete");
    out->kind = referenced ? violation::referenced : violation::foreign_key;
    out->columns = key_columns(field(x, PG_DIAG_MESSAGE_DETAIL));
  }
  return out;
}

/// Whether a value, not a statement, breaks a grammar: a tsquery, an lquery.
bool value_is_wrong(const PGresult* x) {
  return field(x, PG_DIAG_SQLSTATE) == "42601"
         && field(x, PG_DIAG_STATEMENT_POSITION).empty()
         && field(x, PG_DIAG_INTERNAL_QUERY).empty();
}

/// What mutations demand of rows, as they fail if it is not so
/// (compiler/planner).
error demand_of(const PGresult* x) {
  if (field(x, PG_DIAG_SQLSTATE) != "22P02")
    return {ec::none, {}, {}};
  auto message = field(x, PG_DIAG_MESSAGE_PRIMARY);
  auto says = [&](std::string_view mark) {
    return message.find(mark) != std::string_view::npos;
  };
  if (says("troupe:changed"))
    return {ec::conflict, "The row has changed since it was read.", {}};
  if (says("troupe:absent"))
    return {ec::not_found, "There is no such row.", {}};
  if (says("troupe:several"))
    return {ec::conflict, "There are several such rows, not one.", {}};
  return {ec::none, {}, {}};
}

} // namespace

error error_of(const PGresult* x) {
  if (auto failed = demand_of(x); failed.code != ec::none)
    return failed;
  // The answer of a function that refused, in a transaction of several.
  constexpr std::string_view mark = "\"troupe:refused ";
  auto message = field(x, PG_DIAG_MESSAGE_PRIMARY);
  if (auto at = message.find(mark);
      field(x, PG_DIAG_SQLSTATE) == "22P02" && at != std::string_view::npos) {
    auto text = message.substr(at + 1);
    return {ec::conflict, std::string{text.substr(0, text.rfind('"'))}, {}};
  }
  auto code = value_is_wrong(x) ? ec::bad_user_input
                                : from_sqlstate(field(x, PG_DIAG_SQLSTATE));
  switch (code) {
    case ec::conflict:
      return {code, "A row with this key exists already.", {}, violation_of(x)};
    case ec::transaction_conflict:
      return {code,
              "Another transaction changed the same data at the same time; "
              "try again.",
              {}};
    case ec::constraint_violation:
      return {code,
              "The value breaks a constraint of the database.",
              {},
              violation_of(x)};
    case ec::bad_user_input:
      return {code, std::string{field(x, PG_DIAG_MESSAGE_PRIMARY)}, {}};
    case ec::forbidden:
      return {code, "The database does not allow this.", {}};
    default:
      // For the log: without DETAIL, which may repeat values.
      return {code,
              std::string{field(x, PG_DIAG_SQLSTATE)} + " "
                + std::string{field(x, PG_DIAG_MESSAGE_PRIMARY)},
              {}};
  }
}

namespace {

/// The server forgot the prepared statement, has another of its name, or the
/// table changed under it.
bool is_stale(const PGresult* x) {
  auto sqlstate = field(x, PG_DIAG_SQLSTATE);
  auto text = field(x, PG_DIAG_MESSAGE_PRIMARY);
  return sqlstate == "26000" || sqlstate == "42P05"
         || (sqlstate == "0A000"
             && text.find("cached plan") != std::string_view::npos);
}

} // namespace

recovery recovery_of(const PGresult* x) {
  if (is_stale(x))
    return recovery::prepare_again;
  auto sqlstate = field(x, PG_DIAG_SQLSTATE);
  // The server has rolled back what the statement did.
  if (sqlstate.starts_with("40"))
    return recovery::send_again;
  if (sqlstate == "57014")
    return recovery::was_cancelled;
  return recovery::none;
}

} // namespace troupe::db::postgres
