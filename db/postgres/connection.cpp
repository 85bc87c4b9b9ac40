#include "db/postgres/connection.hpp"

#include "db/sqlstate.hpp"

#include <libpq-fe.h>

#include <charconv>
#include <deque>
#include <list>
#include <unordered_map>

namespace troupe::db::postgres {

namespace {

using result_ptr = std::shared_ptr<PGresult>;

/// The rows of a PGresult where they are; a subset of them after a merge.
class result_rows final : public plan::row_set {
public:
  explicit result_rows(result_ptr from)
    : from_(std::move(from)),
      columns_(static_cast<size_t>(PQnfields(from_.get()))),
      count_(static_cast<size_t>(PQntuples(from_.get()))) {
    // nop
  }

  result_rows(result_ptr from, size_t columns, size_t first, size_t count)
    : from_(std::move(from)), columns_(columns), first_(first), count_(count) {
    // nop
  }

  size_t rows() const noexcept override {
    return count_;
  }

  size_t columns() const noexcept override {
    return columns_;
  }

  void read(size_t row, plan::cell* out) const noexcept override {
    auto* r = from_.get();
    auto at = static_cast<int>(first_ + row);
    for (size_t i = 0; i < columns_; ++i) {
      auto column = static_cast<int>(i);
      out[i] = {PQgetvalue(r, at, column),
                PQgetisnull(r, at, column) ? -1 : PQgetlength(r, at, column),
                PQftype(r, column)};
    }
  }

  uint64_t affected() const noexcept override {
    std::string_view text = PQcmdTuples(from_.get());
    uint64_t n = 0;
    std::from_chars(text.data(), text.data() + text.size(), n);
    return n;
  }

private:
  result_ptr from_;
  size_t columns_;
  size_t first_ = 0;
  size_t count_ = 0;
};

/// Parameters in text form, as libpq takes them.
class text_values {
public:
  explicit text_values(const plan::bound_values& from) {
    pointers_.reserve(from.values.size());
    texts_.resize(from.values.size());
    for (size_t i = 0; i < from.values.size(); ++i)
      add(from.values[i], texts_[i]);
  }

  int count() const noexcept {
    return static_cast<int>(pointers_.size());
  }

  const char* const* data() const noexcept {
    return pointers_.data();
  }

private:
  void add(const plan::bound_value& x, std::string& text) {
    switch (x.kind) {
      case plan::bound_kind::null:
        pointers_.push_back(nullptr);
        return;
      case plan::bound_kind::boolean:
        text = x.boolean ? "t" : "f";
        break;
      case plan::bound_kind::integer:
        text = std::to_string(x.integer);
        break;
      case plan::bound_kind::real: {
        char digits[40];
        auto end = std::to_chars(digits, digits + sizeof(digits), x.real);
        text.assign(digits, end.ptr);
        break;
      }
      case plan::bound_kind::text:
        text = x.text;
        break;
    }
    pointers_.push_back(text.c_str());
  }

  std::vector<std::string> texts_;
  std::vector<const char*> pointers_;
};

/// The key of a point lookup, in the form that both ends are brought to.
std::string key_of(const plan::bound_value& x) {
  if (x.kind == plan::bound_kind::integer)
    return std::to_string(x.integer);
  std::string out{x.text};
  return out;
}

std::string key_of(const plan::cell& x) {
  switch (x.type) {
    case plan::oid::int2:
      return std::to_string(plan::read_big_endian<int16_t>(x.data));
    case plan::oid::int4:
      return std::to_string(plan::read_big_endian<int32_t>(x.data));
    case plan::oid::int8:
      return std::to_string(plan::read_big_endian<int64_t>(x.data));
    default:
      return std::string{x.view()};
  }
}

void append_array_item(std::string& out, const std::string& x) {
  out += out.size() > 1 ? ",\"" : "\"";
  for (auto c : x) {
    if (c == '"' || c == '\\')
      out += '\\';
    out += c;
  }
  out += '"';
}

} // namespace

struct connection::state {
  /// Something sent, in the order of its answers.
  struct sent {
    std::vector<job> jobs;  ///< more than one: merged
    bool preparing = false; ///< the answer to a prepare comes first
    uint64_t id = 0;
    result_ptr rows;
    error failure{ec::none, {}, {}};
    bool stale = false; ///< the prepared statement was gone
  };

  connection_options options;
  PGconn* c = nullptr;
  postgres::phase phase = postgres::phase::connecting;
  PostgresPollingStatusType poll = PGRES_POLLING_WRITING;
  bool wants_write = true;
  std::deque<job> waiting;
  std::deque<sent> in_flight;
  std::unordered_map<uint64_t, std::list<uint64_t>::iterator> prepared;
  std::list<uint64_t> recent;
  std::string failure;

  ~state() {
    PQfinish(c);
  }

  void break_off() {
    if (phase == postgres::phase::broken)
      return;
    phase = postgres::phase::broken;
    failure = c == nullptr ? "out of memory" : PQerrorMessage(c);
    while (!failure.empty() && failure.back() == '\n')
      failure.pop_back();
    // A read whose answer did not come may run again; a write must not.
    std::deque<sent> lost;
    lost.swap(in_flight);
    for (auto i = lost.rbegin(); i != lost.rend(); ++i)
      for (auto& x : i->jobs) {
        if (!x.statement->writes && x.attempts++ == 0)
          waiting.push_front(std::move(x));
        else
          x.done(error{ec::database_unavailable,
                       "The connection to the database was lost",
                       {}});
      }
  }

  void connect() {
    poll = PQconnectPoll(c);
    wants_write = poll == PGRES_POLLING_WRITING;
    if (poll == PGRES_POLLING_FAILED)
      return break_off();
    if (poll != PGRES_POLLING_OK)
      return;
    if (PQsetnonblocking(c, 1) != 0 || PQenterPipelineMode(c) != 1)
      return break_off();
    phase = postgres::phase::ready;
  }

  static std::string name_of(uint64_t id) {
    char text[20] = "t";
    auto end = std::to_chars(text + 1, text + sizeof(text), id, 16);
    return {text, end.ptr};
  }

  /// Keeps the number of named statements within bounds.
  void remember(uint64_t id) {
    if (prepared.size() >= options.statement_cache) {
      auto oldest = recent.back();
      auto sql = "DEALLOCATE " + name_of(oldest);
      PQsendQueryParams(c, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr,
                        0);
      PQpipelineSync(c);
      in_flight.emplace_back();
      prepared.erase(oldest);
      recent.pop_back();
    }
    recent.push_front(id);
    prepared.emplace(id, recent.begin());
  }

  bool send(sent&& x, const std::string& sql,
            const plan::bound_values& values) {
    text_values v{values};
    int ok = 0;
    if (!options.prepare) {
      ok = PQsendQueryParams(c, sql.c_str(), v.count(), nullptr, v.data(),
                             nullptr, nullptr, 1);
    } else {
      auto name = name_of(x.id);
      auto known = prepared.find(x.id);
      if (known == prepared.end()) {
        remember(x.id);
        x.preparing = true;
        ok = PQsendPrepare(c, name.c_str(), sql.c_str(), 0, nullptr);
        if (ok == 0)
          return false;
      } else {
        recent.splice(recent.begin(), recent, known->second);
      }
      ok = PQsendQueryPrepared(c, name.c_str(), v.count(), v.data(), nullptr,
                               nullptr, 1);
    }
    if (ok == 0 || PQpipelineSync(c) != 1)
      return false;
    in_flight.push_back(std::move(x));
    return true;
  }

  static bool mergeable(const job& x) {
    return !x.statement->merged_sql.empty() && x.values->values.size() == 1
           && x.values->values[0].kind != plan::bound_kind::null;
  }

  /// Takes the jobs of the same lookup out of the queue, up to a bound.
  std::vector<job> take_alike(uint64_t id) {
    constexpr size_t most = 128;
    std::vector<job> out;
    std::deque<job> rest;
    for (auto& x : waiting)
      if (x.statement->id == id && mergeable(x) && out.size() < most)
        out.push_back(std::move(x));
      else
        rest.push_back(std::move(x));
    waiting.swap(rest);
    return out;
  }

  bool send_merged(std::vector<job> jobs) {
    plan::bound_values keys;
    std::string list = "{";
    for (const auto& x : jobs)
      append_array_item(list, key_of(x.values->values[0]));
    list += '}';
    auto& value = keys.values.emplace_back();
    value.kind = plan::bound_kind::text;
    value.text = list;
    auto statement = jobs.front().statement;
    sent x;
    // The merged form is a statement of its own.
    x.id = statement->id ^ 0x9e3779b97f4a7c15u;
    x.jobs = std::move(jobs);
    return send(std::move(x), statement->merged_sql, keys);
  }

  void send_all() {
    constexpr size_t most_in_flight = 256;
    while (!waiting.empty() && in_flight.size() < most_in_flight) {
      auto first = waiting.front();
      bool ok = false;
      std::vector<job> alike;
      if (options.merge && waiting.size() > 1 && mergeable(first)
          && first.attempts == 0)
        alike = take_alike(first.statement->id);
      if (alike.size() > 1) {
        ok = send_merged(std::move(alike));
      } else {
        if (alike.empty())
          waiting.pop_front();
        sent x;
        x.id = first.statement->id;
        x.jobs.push_back(first);
        ok = send(std::move(x), first.statement->sql, *first.values);
      }
      if (!ok)
        return break_off();
    }
    push();
  }

  void push() {
    auto left = PQflush(c);
    if (left < 0)
      return break_off();
    wants_write = left > 0;
  }

  error error_of(const PGresult* r) const {
    const auto* sqlstate = PQresultErrorField(r, PG_DIAG_SQLSTATE);
    auto code = from_sqlstate(sqlstate == nullptr ? "" : sqlstate);
    switch (code) {
      case ec::conflict:
        return {code, "A row with this key exists already.", {}};
      case ec::constraint_violation:
        return {code, "The value breaks a constraint of the database.", {}};
      case ec::bad_user_input: {
        const auto* text = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
        return {code, text == nullptr ? "" : text, {}};
      }
      case ec::forbidden:
        return {code, "The database does not allow this.", {}};
      default:
        return {code, PQresultErrorMessage(r), {}};
    }
  }

  /// The server forgot the statement, or the table changed under it.
  static bool stale(const PGresult* r) {
    std::string_view sqlstate = PQresultErrorField(r, PG_DIAG_SQLSTATE);
    std::string_view text = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
    return sqlstate == "26000"
           || (sqlstate == "0A000"
               && text.find("cached plan") != std::string_view::npos);
  }

  void receive() {
    if (PQconsumeInput(c) != 1)
      return break_off();
    while (!in_flight.empty() && phase == postgres::phase::ready
           && PQisBusy(c) == 0) {
      auto* r = PQgetResult(c);
      if (r == nullptr) // between the results of one command and the next
        continue;
      take(result_ptr{r, &PQclear});
    }
    if (PQstatus(c) == CONNECTION_BAD)
      break_off();
  }

  void take(result_ptr r) {
    auto& x = in_flight.front();
    switch (PQresultStatus(r.get())) {
      case PGRES_PIPELINE_SYNC: {
        auto finished = std::move(x);
        in_flight.pop_front();
        return finish(std::move(finished));
      }
      case PGRES_PIPELINE_ABORTED:
        return;
      case PGRES_FATAL_ERROR: {
        if (x.failure.code == ec::none)
          x.failure = error_of(r.get());
        const auto* sqlstate = PQresultErrorField(r.get(), PG_DIAG_SQLSTATE);
        if (sqlstate != nullptr
            && PQresultErrorField(r.get(), PG_DIAG_MESSAGE_PRIMARY) != nullptr)
          x.stale = stale(r.get());
        // A prepare that failed left nothing behind.
        if (x.preparing || x.stale)
          forget(x.id);
        return;
      }
      default:
        if (x.preparing) {
          x.preparing = false;
          return;
        }
        x.rows = std::move(r);
    }
  }

  void forget(uint64_t id) {
    auto i = prepared.find(id);
    if (i == prepared.end())
      return;
    recent.erase(i->second);
    prepared.erase(i);
  }

  void finish(sent x) {
    if (x.stale && !x.jobs.empty() && x.jobs.front().attempts == 0) {
      for (auto& j : x.jobs) {
        ++j.attempts;
        waiting.push_back(std::move(j));
      }
      return;
    }
    if (x.failure.code != ec::none) {
      // One bad key must not fail the others it was merged with.
      if (x.jobs.size() > 1) {
        for (auto& j : x.jobs) {
          ++j.attempts;
          waiting.push_back(std::move(j));
        }
        return;
      }
      for (auto& j : x.jobs)
        j.done(x.failure);
      return;
    }
    if (x.jobs.size() > 1)
      return split(x);
    for (auto& j : x.jobs)
      j.done(plan::row_set_ptr{std::make_shared<result_rows>(x.rows)});
  }

  /// Gives each lookup of a merge its own row.
  static void split(sent& x) {
    auto columns = static_cast<size_t>(PQnfields(x.rows.get()));
    auto count = static_cast<size_t>(PQntuples(x.rows.get()));
    std::unordered_map<std::string, size_t> row_of;
    row_of.reserve(count);
    auto key = static_cast<int>(columns) - 1;
    for (size_t i = 0; i < count; ++i) {
      auto row = static_cast<int>(i);
      plan::cell c{PQgetvalue(x.rows.get(), row, key),
                   PQgetlength(x.rows.get(), row, key),
                   PQftype(x.rows.get(), key)};
      row_of.emplace(key_of(c), i);
    }
    for (auto& j : x.jobs) {
      auto i = row_of.find(key_of(j.values->values[0]));
      bool found = i != row_of.end();
      j.done(plan::row_set_ptr{std::make_shared<result_rows>(
        x.rows, columns - 1, found ? i->second : 0, found ? 1 : 0)});
    }
  }
};

connection::connection(connection_options options)
  : state_(std::make_unique<state>()) {
  state_->options = std::move(options);
  state_->c = PQconnectStart(state_->options.conninfo.c_str());
  if (state_->c == nullptr || PQstatus(state_->c) == CONNECTION_BAD)
    state_->break_off();
}

connection::~connection() {
  state_->break_off();
  for (auto& x : state_->waiting)
    x.done(error{ec::database_unavailable,
                 "The connection to the database was closed",
                 {}});
}

phase connection::phase() const noexcept {
  return state_->phase;
}

int connection::socket() const noexcept {
  return state_->c == nullptr ? -1 : PQsocket(state_->c);
}

bool connection::wants_write() const noexcept {
  return state_->wants_write;
}

void connection::advance() {
  if (state_->phase == phase::connecting)
    state_->connect();
  else if (state_->phase == phase::ready)
    state_->receive();
  if (state_->phase == phase::ready && state_->wants_write)
    state_->push();
  flush();
}

void connection::submit(job x) {
  state_->waiting.push_back(std::move(x));
}

void connection::flush() {
  // While a batch is under way the next one gathers.
  if (state_->phase == phase::ready && state_->in_flight.empty()
      && !state_->waiting.empty())
    state_->send_all();
}

size_t connection::load() const noexcept {
  auto n = state_->waiting.size();
  for (const auto& x : state_->in_flight)
    n += x.jobs.size();
  return n;
}

bool connection::expire(steady::time_point now) {
  std::deque<job> rest;
  for (auto& x : state_->waiting)
    if (x.deadline < now)
      x.done(error{ec::timeout, {}, {}});
    else
      rest.push_back(std::move(x));
  state_->waiting.swap(rest);
  if (state_->in_flight.empty())
    return false;
  for (const auto& x : state_->in_flight.front().jobs)
    if (x.deadline < now)
      return true;
  return false;
}

std::function<void()> connection::canceller() const {
  std::shared_ptr<PGcancel> cancel{PQgetCancel(state_->c), &PQfreeCancel};
  return [cancel] {
    char why[256];
    PQcancel(cancel.get(), why, sizeof(why));
  };
}

std::vector<job> connection::take_unsent() {
  std::vector<job> out{std::make_move_iterator(state_->waiting.begin()),
                       std::make_move_iterator(state_->waiting.end())};
  state_->waiting.clear();
  return out;
}

const std::string& connection::failure() const noexcept {
  return state_->failure;
}

} // namespace troupe::db::postgres
