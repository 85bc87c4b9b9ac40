#include "db/sqlite/connection.hpp"

#include "base/hash.hpp"
#include "db/sqlite/encode.hpp"
#include "db/sqlite/functions.hpp"
#include "db/sqlite/slots.hpp"

#include <list>
#include <sqlite3.h>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace troupe::db::sqlite {

namespace {

/// Cells with their types, one after the other: `size` bytes at `offset`.
class encoded_rows final : public plan::row_set {
public:
  struct slot {
    uint32_t type;
    int32_t size;
    size_t offset;
  };

  explicit encoded_rows(size_t columns) : columns_(columns) {
    // nop
  }

  size_t rows() const noexcept override {
    return columns_ == 0 ? 0 : slots_.size() / columns_;
  }

  size_t columns() const noexcept override {
    return columns_;
  }

  void read(size_t row, plan::cell* out) const noexcept override {
    const auto* first = &slots_[row * columns_];
    for (size_t i = 0; i < columns_; ++i)
      out[i] = {data_.data() + first[i].offset, first[i].size, first[i].type};
  }

  uint64_t affected() const noexcept override {
    return affected_;
  }

  void add_integer(int64_t x) {
    slots_.push_back({plan::oid::int8, 8, data_.size()});
    put<int64_t>(data_, x);
  }

  void add_real(double x) {
    slots_.push_back({plan::oid::float8, 8, data_.size()});
    put<uint64_t>(data_, std::bit_cast<uint64_t>(x));
  }

  void add_bytes(uint32_t type, std::string_view x) {
    slots_.push_back({type, static_cast<int32_t>(x.size()), data_.size()});
    data_.append(x);
  }

  void add_null() {
    slots_.push_back({plan::oid::text, -1, 0});
  }

  size_t bytes_used() const noexcept {
    return data_.size() + slots_.size() * sizeof(slot);
  }

  void affected(uint64_t n) noexcept {
    affected_ = n;
  }

private:
  size_t columns_;
  std::vector<slot> slots_;
  bytes data_;
  uint64_t affected_ = 0;
};

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

struct connection::state {
  struct prepared {
    sqlite3_stmt* handle = nullptr;
    /// OIDs of columns that hold tuples, 0 elsewhere.
    std::vector<uint32_t> tuples;
    std::list<uint64_t>::iterator recent;
  };

  connection_options options;
  sqlite3* db = nullptr;
  std::unordered_map<uint64_t, prepared> statements;
  std::list<uint64_t> recent; ///< statement ids, last used first
  troupe::deadline deadline = troupe::deadline::max();
  sqlite::slots slots;

  ~state() {
    for (auto& [id, x] : statements)
      sqlite3_finalize(x.handle);
    sqlite3_close_v2(db);
  }

  error failure() const {
    auto extended = sqlite3_extended_errcode(db);
    std::string_view text = sqlite3_errmsg(db);
    if (text == expectation_failed)
      return {ec::conflict, "The row has changed since it was read.", {}};
    if (text == row_absent)
      return {ec::not_found, "There is no row with this key.", {}};
    auto code = code_of(extended);
    auto detail = public_detail(code);
    if (detail.empty())
      detail = text;
    return {code, std::move(detail), {}, violation_of(extended, text)};
  }

  /// SQLite asks every thousand steps whether to go on.
  static int past_deadline(void* self) {
    return steady::now() > static_cast<state*>(self)->deadline;
  }

  result<prepared*> prepare(const plan::statement& x) {
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

  static void bind(sqlite3_stmt* to, const plan::bound_values& values) {
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

  static void read(const prepared& p, encoded_rows& out) {
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
            text
              ? reinterpret_cast<const char*>(sqlite3_column_text(p.handle, i))
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
};

connection::connection(std::unique_ptr<state> x) : state_(std::move(x)) {
  // nop
}

connection::~connection() = default;

result<std::unique_ptr<connection>>
connection::open(connection_options options) {
  auto s = std::make_unique<state>();
  s->options = std::move(options);
  auto flags =
    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (sqlite3_open_v2(s->options.path.c_str(), &s->db, flags, nullptr)
      != SQLITE_OK)
    return error{ec::database_unavailable,
                 "Cannot open the database file " + s->options.path + ": "
                   + (s->db != nullptr ? sqlite3_errmsg(s->db) : "no memory"),
                 {}};
  sqlite3_busy_timeout(s->db, 5'000);
  sqlite3_progress_handler(s->db, 1'000, &state::past_deadline, s.get());
  // Quoted words that are no columns are mistakes, not strings.
  sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  std::string setup = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                      "PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000;";
  if (s->options.read_only)
    setup += "PRAGMA query_only=ON;";
  if (!register_functions(s->db) || !register_slots(s->db, s->slots)
      || sqlite3_exec(s->db, setup.c_str(), nullptr, nullptr, nullptr)
           != SQLITE_OK) {
    auto why = s->failure();
    why.detail =
      "Cannot use the database file " + s->options.path + ": " + why.detail;
    why.code = ec::database_unavailable;
    return why;
  }
  return std::unique_ptr<connection>{new connection{std::move(s)}};
}

result<plan::row_set_ptr> connection::run(const plan::statement& statement,
                                          const plan::bound_values& values,
                                          troupe::deadline deadline) {
  return statement.parts.empty() ? run_one(statement, values, deadline)
                                 : run_script(statement, values, deadline);
}

result<plan::row_set_ptr>
connection::run_script(const plan::statement& script,
                       const plan::bound_values& values,
                       troupe::deadline deadline) {
  state_->slots.clear();
  if (auto begun = execute("BEGIN IMMEDIATE"); !begun)
    return begun.error();
  std::vector<plan::row_set_ptr> answers;
  size_t first = 0;
  for (const auto& part : script.parts) {
    auto count = part->parameters.size();
    plan::bound_values own;
    own.values.assign(values.values.begin() + static_cast<ptrdiff_t>(first),
                      values.values.begin()
                        + static_cast<ptrdiff_t>(first + count));
    first += count;
    auto rows = run_one(*part, own, deadline);
    if (!rows) {
      auto why = rows.error();
      // Some errors end the transaction themselves.
      if (sqlite3_get_autocommit(state_->db) == 0)
        sqlite3_exec(state_->db, "ROLLBACK", nullptr, nullptr, nullptr);
      why.part = static_cast<int32_t>(answers.size());
      return why;
    }
    answers.push_back(std::move(*rows));
  }
  if (auto done = execute("COMMIT"); !done) {
    auto why = done.error();
    sqlite3_exec(state_->db, "ROLLBACK", nullptr, nullptr, nullptr);
    return why;
  }
  return plan::row_set_ptr{
    std::make_shared<plan::script_rows>(std::move(answers), script.answer)};
}

result<plan::row_set_ptr> connection::run_one(const plan::statement& statement,
                                              const plan::bound_values& values,
                                              troupe::deadline deadline) {
  state_->deadline = deadline;
  if (steady::now() > deadline)
    return error{ec::timeout, {}, {}};
  auto prepared = state_->prepare(statement);
  if (!prepared)
    return prepared.error();
  auto* handle = (*prepared)->handle;
  state::bind(handle, values);
  auto out = std::make_shared<encoded_rows>((*prepared)->tuples.size());
  int code = 0;
  while ((code = sqlite3_step(handle)) == SQLITE_ROW) {
    state::read(**prepared, *out);
    if (out->bytes_used() > state_->options.max_result_bytes) {
      code = SQLITE_TOOBIG;
      break;
    }
  }
  auto failed =
    code == SQLITE_DONE ? error{ec::none, {}, {}} : state_->failure();
  sqlite3_reset(handle);
  sqlite3_clear_bindings(handle);
  state_->deadline = troupe::deadline::max();
  if (failed.code != ec::none)
    return failed;
  out->affected(static_cast<uint64_t>(sqlite3_changes64(state_->db)));
  return plan::row_set_ptr{std::move(out)};
}

result<void> connection::execute(const std::string& sql) {
  if (sqlite3_exec(state_->db, sql.c_str(), nullptr, nullptr, nullptr)
      != SQLITE_OK)
    return state_->failure();
  return {};
}

} // namespace troupe::db::sqlite
