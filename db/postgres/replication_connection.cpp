#include "db/postgres/replication_connection.hpp"

#include "db/postgres/errors.hpp"
#include "db/postgres/link.hpp"

#include <utility>

namespace troupe::db::postgres {

using phase_type = replication_phase;

struct replication_connection::state {
  explicit state(std::string x)
    : conninfo(std::move(x)), wire(link_use::replication) {
    // nop
  }

  ~state() {
    drop_frame();
  }

  state(const state&) = delete;
  state& operator=(const state&) = delete;

  void break_off() {
    phase = phase_type::broken;
    broken = wire.failure();
  }

  void connect() {
    auto step = wire.connect();
    if (step == link_step::failed)
      break_off();
    else if (step == link_step::made)
      phase = phase_type::idle;
  }

  void push() {
    if (!wire.push())
      break_off();
  }

  void read() {
    if (PQconsumeInput(c) != 1)
      break_off();
  }

  void add_rows(const PGresult* r) {
    for (int row = 0; row < PQntuples(r); ++row) {
      auto& to = got.rows.emplace_back();
      for (int i = 0; i < PQnfields(r); ++i)
        to.emplace_back(PQgetvalue(r, row, i),
                        static_cast<size_t>(PQgetlength(r, row, i)));
    }
  }

  /// Takes one result of the command that runs.
  void take(const PGresult* r) {
    switch (PQresultStatus(r)) {
      case PGRES_TUPLES_OK:
        return add_rows(r);
      case PGRES_COPY_BOTH:
        phase = phase_type::streaming;
        return;
      case PGRES_FATAL_ERROR:
        if (why.code == ec::none)
          why = error_of(r);
        return;
      default:
        return;
    }
  }

  /// Takes results as far as they have come.
  void collect() {
    while (phase == phase_type::running && PQisBusy(c) == 0) {
      std::unique_ptr<PGresult, void (*)(PGresult*)> r{PQgetResult(c),
                                                       &PQclear};
      if (PQstatus(c) == CONNECTION_BAD)
        return break_off();
      if (r == nullptr)
        phase = phase_type::idle;
      else
        take(r.get());
    }
  }

  void drop_frame() {
    PQfreemem(std::exchange(frame, nullptr));
  }

  /// The server ended the stream; its last words are the reason.
  void end_stream() {
    std::unique_ptr<PGresult, void (*)(PGresult*)> r{
      PQisBusy(c) == 0 ? PQgetResult(c) : nullptr, &PQclear};
    break_off();
    if (r != nullptr && PQresultStatus(r.get()) == PGRES_FATAL_ERROR)
      broken = error_of(r.get()).detail;
    if (broken.empty())
      broken = "the server ended the stream";
  }

  std::string conninfo;
  link wire;
  PGconn* c = nullptr; ///< of `wire`
  phase_type phase = phase_type::connecting;
  bool asked = false; ///< a command has not been taken
  command_rows got;
  error why{ec::none, {}, {}};
  char* frame = nullptr;
  std::string broken;
};

replication_connection::replication_connection(std::string conninfo)
  : state_(std::make_unique<state>(std::move(conninfo))) {
  // nop
}

replication_connection::~replication_connection() = default;

void replication_connection::start(const result<server_places>& places) {
  auto& s = *state_;
  s.wire.start(s.conninfo, places);
  s.c = s.wire.get();
  if (s.wire.broken())
    s.break_off();
}

replication_phase replication_connection::phase() const noexcept {
  return state_->phase;
}

int replication_connection::socket() const noexcept {
  return state_->wire.socket();
}

bool replication_connection::wants_write() const noexcept {
  return state_->wire.wants_write();
}

void replication_connection::advance() {
  auto& s = *state_;
  if (s.phase == phase_type::connecting)
    return s.connect();
  if (s.phase == phase_type::broken)
    return;
  if (s.wire.wants_write())
    s.push();
  if (s.phase != phase_type::idle && s.phase != phase_type::running)
    return;
  // An idle one reads too: that is how its end is noticed.
  s.read();
  s.collect();
}

void replication_connection::run(const std::string& command) {
  auto& s = *state_;
  s.got = {};
  s.why = {ec::none, {}, {}};
  s.asked = true;
  if (PQsendQuery(s.c, command.c_str()) != 1)
    return s.break_off();
  s.phase = phase_type::running;
  s.push();
}

std::optional<result<command_rows>> replication_connection::take() {
  auto& s = *state_;
  bool done = s.phase == phase_type::idle || s.phase == phase_type::streaming;
  if (!done || !std::exchange(s.asked, false))
    return std::nullopt;
  if (s.why.code != ec::none)
    return result<command_rows>{s.why};
  return result<command_rows>{std::move(s.got)};
}

void replication_connection::receive() {
  if (state_->phase == phase_type::streaming)
    state_->read();
}

std::optional<std::string_view> replication_connection::next_frame() {
  auto& s = *state_;
  s.drop_frame();
  if (s.phase != phase_type::streaming)
    return std::nullopt;
  auto size = PQgetCopyData(s.c, &s.frame, 1);
  if (size > 0)
    return std::string_view{s.frame, static_cast<size_t>(size)};
  if (size < 0)
    s.end_stream();
  return std::nullopt;
}

void replication_connection::send(std::string_view frame) {
  auto& s = *state_;
  if (s.phase != phase_type::streaming)
    return;
  if (PQputCopyData(s.c, frame.data(), static_cast<int>(frame.size())) < 0)
    return s.break_off();
  s.push();
}

const std::string& replication_connection::failure() const noexcept {
  return state_->broken;
}

} // namespace troupe::db::postgres
