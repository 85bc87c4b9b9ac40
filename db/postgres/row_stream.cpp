#include "db/postgres/row_stream.hpp"

#include "db/encoded_rows.hpp"
#include "db/postgres/arrivals.hpp"
#include "db/postgres/errors.hpp"
#include "db/postgres/link.hpp"
#include "db/postgres/parameters.hpp"
#include "db/postgres/result_rows.hpp"
#include "db/postgres/session_statement.hpp"
#include "db/too_large.hpp"

#include <utility>

namespace troupe::db::postgres {

struct row_stream::state {
  explicit state(const row_stream::options& x)
    : conninfo(x.conninfo),
      wire(link_use::pipeline),
      calm(!x.jit && x.conninfo.find("jit") == std::string::npos),
      max_row(x.max_row) {
    // nop
  }

  void break_off() {
    phase = stream_phase::broken;
    broken = wire.failure();
  }

  void connect() {
    auto step = wire.connect();
    if (step == link_step::failed)
      break_off();
    else if (step == link_step::made)
      phase = stream_phase::idle;
  }

  void push() {
    if (!wire.push())
      break_off();
  }

  bool send(const std::string& sql, const plan::bound_values& values) {
    parameters v{values};
    return PQsendQueryParams(c, sql.c_str(), v.count(), nullptr, v.data(),
                             nullptr, nullptr, 1)
           == 1;
  }

  /// Everything up to the sync is one transaction, so what is set locally holds
  /// for the statement and no longer.
  bool send_all(const plan::statement& statement,
                const plan::bound_values& values,
                const session_settings* session) {
    if (calm || session != nullptr) {
      session_statement before{session, calm};
      if (!send(before.sql, before.values))
        return false;
      ++to_skip;
    }
    return send(statement.sql, values) && PQpipelineSync(c) == 1;
  }

  // -- rows -------------------------------------------------------------------

  size_t size_of(const PGresult* r) const {
    size_t out = 0;
    for (int i = 0; i < columns; ++i)
      out += static_cast<size_t>(PQgetlength(r, 0, i));
    return out;
  }

  void refuse_row() {
    too_large = true;
    break_off();
  }

  void add_row(const PGresult* r, encoded_rows& to) const {
    for (int i = 0; i < columns; ++i)
      if (PQgetisnull(r, 0, i) != 0)
        to.add_null();
      else
        to.add_bytes(
          PQftype(r, i),
          {PQgetvalue(r, 0, i), static_cast<size_t>(PQgetlength(r, 0, i))});
  }

  /// Takes one result; returns false at the end of all.
  bool take(const PGresult* r, std::shared_ptr<encoded_rows>& to) {
    switch (PQresultStatus(r)) {
      case PGRES_PIPELINE_SYNC:
        phase = stream_phase::idle;
        return false;
      case PGRES_SINGLE_TUPLE:
      case PGRES_TUPLES_OK:
        if (to_skip > 0)
          return true;
        columns = PQnfields(r);
        if (to == nullptr)
          to = std::make_shared<encoded_rows>(static_cast<size_t>(columns));
        if (PQntuples(r) == 0)
          return true;
        if (max_row > 0 && size_of(r) > max_row) {
          refuse_row();
          return false;
        }
        add_row(r, *to);
        return true;
      case PGRES_FATAL_ERROR:
        if (why.code == ec::none) {
          why = error_of(r);
          if (to_skip > 0)
            why = {ec::forbidden,
                   "The role or a setting of this request's database session "
                   "is not allowed.",
                   {}};
        }
        return true;
      default:
        return true;
    }
  }

  /// Reads what the socket has; libpq holds a row until it is whole. It may be
  /// whole before this is asked again, if the server is quick.
  void consume() {
    if (max_row > 0 && received.count(PQsocket(c)) > max_row)
      return refuse_row();
    if (PQconsumeInput(c) != 1)
      break_off();
  }

  /// Returns false if all that has come is taken.
  bool take_next(std::shared_ptr<encoded_rows>& to) {
    if (PQisBusy(c) != 0)
      return false;
    auto* r = PQgetResult(c);
    received.reset();
    if (r == nullptr) {
      // Between one command and the next, which has a mode of its own.
      if (to_skip > 0)
        --to_skip;
      PQsetSingleRowMode(c);
      return true;
    }
    bool more = take(r, to);
    PQclear(r);
    return more;
  }

  std::string conninfo;
  link wire;
  PGconn* c = nullptr; ///< of `wire`
  bool calm;           ///< JIT is switched off
  size_t max_row;
  arrivals received; ///< since the last whole row
  stream_phase phase = stream_phase::connecting;
  bool too_large = false; ///< a row is
  int to_skip = 0;        ///< commands before the one whose rows are wanted
  int columns = 0;
  error why{ec::none, {}, {}};
  std::string broken;
};

row_stream::row_stream(const options& x) : state_(std::make_unique<state>(x)) {
  // nop
}

row_stream::~row_stream() = default;

void row_stream::start(const result<server_places>& places) {
  auto& s = *state_;
  s.wire.start(s.conninfo, places);
  s.c = s.wire.get();
  if (s.wire.broken())
    s.break_off();
}

stream_phase row_stream::phase() const noexcept {
  return state_->phase;
}

int row_stream::socket() const noexcept {
  return state_->wire.socket();
}

bool row_stream::wants_write() const noexcept {
  return state_->wire.wants_write();
}

void row_stream::advance() {
  if (state_->phase == stream_phase::connecting)
    state_->connect();
  else if (state_->phase != stream_phase::broken && state_->wire.wants_write())
    state_->push();
}

void row_stream::begin(const plan::statement& statement,
                       const plan::bound_values& values,
                       const session_settings_ptr& session) {
  auto& s = *state_;
  s.why = {ec::none, {}, {}};
  s.to_skip = 0;
  s.columns = 0;
  s.phase = stream_phase::running;
  // An idle connection may have been closed by the server: its words are read
  // with the first rows.
  if (!s.send_all(statement, values, session.get()))
    return s.break_off();
  PQsetSingleRowMode(s.c);
  s.push();
}

row_stream::some_rows row_stream::take(size_t most) {
  auto& s = *state_;
  std::shared_ptr<encoded_rows> rows;
  size_t before = SIZE_MAX;
  while (s.phase == stream_phase::running) {
    while ((rows == nullptr || rows->bytes_used() < most) && s.take_next(rows))
      ;
    auto now = rows == nullptr ? 0 : rows->bytes_used();
    if (s.phase != stream_phase::running || now >= most || now == before)
      break;
    // Once more, until the socket has nothing.
    before = now;
    s.consume();
  }
  if (s.phase == stream_phase::broken && s.too_large)
    return {std::move(rows), true, too_large_error(s.max_row)};
  if (s.phase == stream_phase::broken)
    return {nullptr,
            true,
            {ec::database_unavailable,
             "The connection to the database was lost",
             {}}};
  bool last = s.phase == stream_phase::idle;
  if (last && s.why.code != ec::none)
    return {std::move(rows), true, s.why};
  return {std::move(rows), last};
}

std::function<void()> row_stream::canceller() const {
  return state_->wire.canceller();
}

const std::string& row_stream::failure() const noexcept {
  return state_->broken;
}

} // namespace troupe::db::postgres
