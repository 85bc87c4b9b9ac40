#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/session_settings.hpp"
#include "db/postgres/server_places.hpp"
#include "plan/rows.hpp"
#include "plan/statement.hpp"
#include "telemetry/stats.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace troupe::db::postgres {

/// What the server keeps of a statement.
enum class prepare_mode : uint8_t {
  named,   ///< all that were used lately, for the life of the connection
  unnamed, ///< the last one
  off,     ///< nothing: for poolers that change connections in between
};

struct connection_options {
  std::string conninfo;
  /// Named prepared statements kept by the server for this connection.
  size_t statement_cache = 500;
  prepare_mode prepare = prepare_mode::named;
  bool merge = true;
  bool coalesce = true;
  /// Leaves the server's JIT as it is; otherwise it is switched off, unless the
  /// conninfo says something about it.
  bool jit = false;
  /// Bytes that one result may have, since libpq holds it until it is whole; 0:
  /// any number.
  size_t max_result = 0;
  /// A channel to LISTEN on, an identifier; empty: none. `notified` is called
  /// when something is announced there, and once the connection listens.
  std::string listen = {};
  std::function<void()> notified = {};
  /// Counts; null: nowhere.
  std::shared_ptr<telemetry::connection_stats> stats;
};

/// One statement to run, and who wants to know.
struct job {
  std::shared_ptr<const plan::statement> statement;
  std::shared_ptr<const plan::bound_values> values;
  troupe::deadline deadline = troupe::deadline::max();
  std::function<void(result<plan::row_set_ptr>)> done;
  /// Settings that hold for this statement alone; null: none.
  session_settings_ptr session;
  /// Must see what was written just now, should it be run elsewhere.
  bool fresh = false;
  /// Bytes that the result may have, if fewer than any may; 0: no fewer.
  size_t most = 0;
  steady::time_point arrived;
  int attempts = 0;
  /// Its deadline passed while the server had it; `done` has been called.
  bool answered = false;
};

enum class phase : uint8_t { connecting, ready, broken };

/// A connection to PostgreSQL as a state machine over non-blocking libpq:
///
///     connecting --> ready --> broken
///
/// Whoever owns the socket calls `advance` when it can be read or written.
/// Statements that arrive while a batch is in flight go out together as the
/// next one (pipeline mode, a sync for each, so that one failing statement does
/// not take its neighbours along). Lookups of one plan that wait together
/// become one statement, and equal reads share one execution.
class connection {
public:
  explicit connection(connection_options options);

  /// Fails what waits with `database_unavailable`.
  ~connection();

  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  /// Begins to connect, to the places of the conninfo's servers; breaks if they
  /// are not found.
  void start(const result<server_places>& places);

  postgres::phase phase() const noexcept;

  /// Returns the socket, -1 if there is none. It may change while connecting.
  int socket() const noexcept;

  bool wants_write() const noexcept;

  /// Does what can be done without blocking.
  void advance();

  /// Queues a job, writes before reads; `flush` sends.
  void submit(job x);

  /// Sends what waits, unless a batch is in flight.
  void flush();

  /// Jobs queued or in flight.
  size_t load() const noexcept;

  /// Jobs queued alone.
  size_t waiting() const noexcept;

  /// Fails jobs past their deadline, those in flight too; returns whether the
  /// statement that the server works on is one of them and should be cancelled.
  bool expire(steady::time_point now);

  /// Whether nobody wants the statement any more that the server works on,
  /// since its result is larger than it may be.
  bool gave_up() const noexcept;

  /// Refuses jobs that were not sent and are older: `overloaded`. Returns when
  /// the oldest that is left came, `max()` if there is none.
  steady::time_point refuse_older(steady::time_point than);

  /// Breaks the connection; reads in flight are among `take_unsent` then.
  void abandon();

  /// Returns what asks the server to cancel the running statement. It blocks:
  /// call it from a thread of its own.
  std::function<void()> canceller();

  /// Takes the jobs that may be run again on another connection.
  std::vector<job> take_unsent();

  /// Takes up to so many jobs that were not sent, the last that came; what
  /// failed here before stays.
  std::vector<job> take_last(size_t most);

  /// Why the connection broke, for the log.
  const std::string& failure() const noexcept;

private:
  struct state;
  std::unique_ptr<state> state_;
};

} // namespace troupe::db::postgres
