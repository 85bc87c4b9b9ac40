#include "db/sqlite/connection_state.hpp"

#include <string_view>
#include <utility>

namespace troupe::db::sqlite {

namespace {

ec code_of(int extended) noexcept {
  switch (extended & 0xff) {
    case SQLITE_INTERRUPT:
      return ec::timeout;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ec::overloaded;
    case SQLITE_CONSTRAINT:
      return extended == SQLITE_CONSTRAINT_UNIQUE
                 || extended == SQLITE_CONSTRAINT_ROWID
                 || extended == SQLITE_CONSTRAINT_PRIMARYKEY
               ? ec::conflict
               : ec::constraint_violation;
    case SQLITE_CANTOPEN:
    case SQLITE_NOTADB:
      return ec::database_unavailable;
    case SQLITE_READONLY:
      return ec::forbidden;
    default:
      return ec::database_error;
  }
}

/// What a client may read where the code is his to act on.
std::string public_detail(ec code) {
  switch (code) {
    case ec::conflict:
      return "A row with this key exists already.";
    case ec::constraint_violation:
      return "The value breaks a constraint of the database.";
    default:
      return {};
  }
}

/// Reads `UNIQUE constraint failed: users.email, users.name`.
std::shared_ptr<const violation> violation_of(int extended,
                                              std::string_view text) {
  auto out = std::make_shared<violation>();
  switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      out->kind = violation::unique;
      break;
    case SQLITE_CONSTRAINT_NOTNULL:
      out->kind = violation::not_null;
      break;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
    case SQLITE_CONSTRAINT_TRIGGER: // of a deferred key
      out->kind = violation::foreign_key;
      return out;
    case SQLITE_CONSTRAINT_CHECK:
      return out;
    default:
      return nullptr;
  }
  auto at = text.find(": ");
  while (at != std::string_view::npos) {
    text.remove_prefix(at + 2);
    auto one = text.substr(0, text.find(", "));
    auto dot = one.rfind('.');
    if (dot != std::string_view::npos) {
      out->table = one.substr(0, dot);
      out->columns.emplace_back(one.substr(dot + 1));
    }
    at = text.find(", ");
  }
  return out;
}

} // namespace

connection::state::~state() {
  for (auto& [id, x] : statements)
    sqlite3_finalize(x.handle);
  sqlite3_close_v2(db);
}

error connection::state::failure() const {
  auto extended = sqlite3_extended_errcode(db);
  std::string_view text = sqlite3_errmsg(db);
  if (text == expectation_failed)
    return {ec::conflict, "The row has changed since it was read.", {}};
  if (text == row_absent)
    return {ec::not_found, "There is no such row.", {}};
  if (text == rows_several)
    return {ec::conflict, "There are several such rows, not one.", {}};
  auto code = code_of(extended);
  auto detail = public_detail(code);
  if (detail.empty())
    detail = text;
  return {code, std::move(detail), {}, violation_of(extended, text)};
}

int connection::state::past_deadline(void* self) {
  const auto& x = *static_cast<state*>(self);
  return (x.unwanted != nullptr && *x.unwanted) || steady::now() > x.deadline;
}

result<connection::state::prepared*>
connection::state::prepare(const plan::statement& x) {
  auto known = statements.find(x.id);
  if (known != statements.end()) {
    recent.splice(recent.begin(), recent, known->second.recent);
    return &known->second;
  }
  prepared p;
  if (sqlite3_prepare_v3(db, x.sql.data(), static_cast<int>(x.sql.size()),
                         SQLITE_PREPARE_PERSISTENT, &p.handle, nullptr)
      != SQLITE_OK) {
    auto why = failure();
    // Reading the schema may also fail as any read does.
    if (why.code == ec::database_error)
      why.code = ec::schema_mismatch;
    return why;
  }
  for (int i = 0; i < sqlite3_column_count(p.handle); ++i) {
    std::string_view name = sqlite3_column_name(p.handle, i);
    p.tuples.push_back(name.starts_with("troupe_rows_")
                         ? plan::oid::record_array
                       : name.starts_with("troupe_row_") ? plan::oid::record
                                                         : 0);
  }
  if (statements.size() >= options.statement_cache) {
    auto oldest = statements.find(recent.back());
    sqlite3_finalize(oldest->second.handle);
    statements.erase(oldest);
    recent.pop_back();
  }
  recent.push_front(x.id);
  p.recent = recent.begin();
  return &statements.emplace(x.id, std::move(p)).first->second;
}

void connection::state::bind(sqlite3_stmt* to,
                             const plan::bound_values& values) {
  for (size_t i = 0; i < values.values.size(); ++i) {
    const auto& x = values.values[i];
    auto at = static_cast<int>(i) + 1;
    switch (x.kind) {
      case plan::bound_kind::null:
        sqlite3_bind_null(to, at);
        break;
      case plan::bound_kind::boolean:
        sqlite3_bind_int(to, at, x.boolean);
        break;
      case plan::bound_kind::integer:
        sqlite3_bind_int64(to, at, x.integer);
        break;
      case plan::bound_kind::real:
        sqlite3_bind_double(to, at, x.real);
        break;
      case plan::bound_kind::text:
        // The values outlive the run.
        sqlite3_bind_text64(to, at, x.text.empty() ? "" : x.text.data(),
                            x.text.size(), SQLITE_STATIC, SQLITE_UTF8);
        break;
    }
  }
}

void connection::state::read(const prepared& p, encoded_rows& out) {
  for (int i = 0; i < static_cast<int>(p.tuples.size()); ++i) {
    switch (sqlite3_column_type(p.handle, i)) {
      case SQLITE_INTEGER:
        out.add_integer(sqlite3_column_int64(p.handle, i));
        break;
      case SQLITE_FLOAT:
        out.add_real(sqlite3_column_double(p.handle, i));
        break;
      case SQLITE_NULL:
        out.add_null();
        break;
      default: {
        bool text = sqlite3_column_type(p.handle, i) == SQLITE_TEXT;
        const auto* data =
          text ? reinterpret_cast<const char*>(sqlite3_column_text(p.handle, i))
               : static_cast<const char*>(sqlite3_column_blob(p.handle, i));
        auto tuple = p.tuples[static_cast<size_t>(i)];
        out.add_bytes(
          text         ? plan::oid::text
          : tuple != 0 ? tuple
                       : plan::oid::bytea,
          {data, static_cast<size_t>(sqlite3_column_bytes(p.handle, i))});
      }
    }
  }
}

} // namespace troupe::db::sqlite
