#include "db/sqlite/connection.hpp"

#include "db/sqlite/connection_state.hpp"
#include "db/sqlite/functions.hpp"
#include "db/too_large.hpp"

#include <thread>
#include <vector>

namespace troupe::db::sqlite {

namespace {

constexpr std::chrono::milliseconds busy_timeout{5'000};

/// Runs a script, again as long as others hold the file: when two connections
/// make a new file's journal a WAL at once, SQLite tells one of them `BUSY`
/// without asking its busy handler, since both would wait for each other.
int set_up(sqlite3* db, const std::string& sql) {
  auto until = steady::now() + busy_timeout;
  for (;;) {
    auto code = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr);
    if ((code & 0xff) != SQLITE_BUSY || steady::now() > until)
      return code;
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
}

} // namespace

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
  sqlite3_busy_timeout(s->db, static_cast<int>(busy_timeout.count()));
  sqlite3_progress_handler(s->db, 1'000, &state::past_deadline, s.get());
  // Quoted words that are no columns are mistakes, not strings.
  sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  std::string setup = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                      "PRAGMA foreign_keys=ON; PRAGMA cache_size=-"
                      + std::to_string(s->options.cache_kilobytes) + ";";
  if (s->options.read_only)
    setup += "PRAGMA query_only=ON;";
  if (!register_functions(s->db) || !register_slots(s->db, s->slots)
      || set_up(s->db, setup) != SQLITE_OK) {
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
                                          troupe::deadline deadline,
                                          size_t most) {
  auto set = state_->options.max_result;
  if (most == 0 || (set > 0 && set < most))
    most = set;
  return statement.parts.empty() ? run_one(statement, values, deadline, most)
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
    std::shared_ptr<const plan::bound_values> made;
    if (values.last_part && answers.size() + 1 == script.parts.size()) {
      made = values.last_part(
        std::make_shared<plan::script_rows>(answers, script.answer));
    } else {
      own.values.assign(values.values.begin() + static_cast<ptrdiff_t>(first),
                        values.values.begin()
                          + static_cast<ptrdiff_t>(first + count));
      first += count;
    }
    auto rows = run_one(*part, made != nullptr ? *made : own, deadline,
                        state_->options.max_result);
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
                                              troupe::deadline deadline,
                                              size_t most) {
  state_->deadline = deadline;
  if (steady::now() > deadline)
    return error{ec::timeout, {}, {}};
  state_->stop_rows(); // whoever wanted more would have asked
  auto prepared = state_->prepare(statement);
  if (!prepared)
    return prepared.error();
  auto* handle = (*prepared)->handle;
  state_->bind(handle, values);
  auto out = std::make_shared<encoded_rows>((*prepared)->tuples.size());
  int code = 0;
  while ((code = sqlite3_step(handle)) == SQLITE_ROW) {
    state_->read(**prepared, *out);
    if (most > 0 && out->bytes_used() > most) {
      code = SQLITE_TOOBIG;
      break;
    }
  }
  auto failed = code == SQLITE_DONE     ? error{ec::none, {}, {}}
                : code == SQLITE_TOOBIG ? too_large_error(most)
                                        : state_->failure();
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
