#pragma once

#include "db/postgres/arrivals.hpp"
#include "db/postgres/connection.hpp"
#include "db/postgres/errors.hpp"
#include "db/postgres/grouping.hpp"
#include "db/postgres/link.hpp"
#include "db/postgres/result_rows.hpp"
#include "db/postgres/statement_cache.hpp"

#include <deque>
#include <string>
#include <vector>

namespace troupe::db::postgres {

/// The inside of a connection. `connection.cpp` has its life, `sending.cpp` the
/// way out, `preparing.cpp` the forms that statements are sent in,
/// `receiving.cpp` the way in.
struct connection::state {
  /// One command of what was sent, and the result that is due for it.
  struct command {
    uint64_t id = 0;  ///< of the statement
    std::string name; ///< that it was prepared under
    bool pending = false;
  };

  /// Something sent, in the order of its answers: up to four commands that are
  /// one transaction, and a sync.
  struct sent {
    std::vector<job> jobs;
    postgres::together together = together::alone;
    command prepare_session; ///< of the statement that sets the session
    command session;         ///< sets it
    command prepare;
    command execute;
    uint64_t id = 0;
    result_ptr rows;
    std::vector<plan::row_set_ptr> parts; ///< of a script, what came so far
    /// Its last part, and so its sync, waits for the rows of the others.
    bool open = false;
    error failure{ec::none, {}, {}};
    postgres::recovery recovery = postgres::recovery::none;
  };

  explicit state(connection_options x);

  // -- life -------------------------------------------------------------------

  void connect();

  /// Gives up; reads that had no answer wait for another connection.
  void break_off();

  // -- sending ----------------------------------------------------------------

  void send_all();
  bool send_group(group g);
  void keep(group g);
  bool send(sent&& x, const std::string& sql, const plan::bound_values& values);
  bool send_script(sent&& x);
  void close_script(sent& x);

  /// Whatever went out now would be part of a script's transaction.
  bool open() const noexcept {
    return !in_flight.empty() && in_flight.back().open;
  }
  bool send_session(sent& x);
  void note_sent(const sent& x) const;
  void push();

  // -- preparing --------------------------------------------------------------

  bool run(command& prepare, command& execute, uint64_t id,
           const std::string& sql, const plan::bound_values& values);
  bool run_named(command& prepare, command& execute, const std::string& sql);
  bool run_unnamed(command& prepare, command& execute, const std::string& sql);
  bool deallocate();

  // -- receiving --------------------------------------------------------------

  void receive();
  void receive_some();
  void take(result_ptr r);
  void take_error(sent& x, const PGresult* r);
  void finish(sent x);
  void run_alone(sent& x);
  bool too_large();
  void refuse_result();
  void give_up_result();
  static plan::row_set_ptr script_result(sent& x);
  bool may_recover(const sent& x) const;

  /// Switches JIT off, unless the server's own setting is wanted.
  void calm_jit();

  // -- notifications ----------------------------------------------------------

  void listen();
  void take_notifications();

  connection_options options;
  link wire;
  PGconn* c = nullptr; ///< of `wire`
  postgres::phase phase = postgres::phase::connecting;
  std::deque<job> waiting;
  std::deque<sent> in_flight;
  statement_cache prepared;
  /// What the unnamed statement is, 0: nothing of ours.
  uint64_t unnamed = 0;
  /// A cancel is under way, or was: it may hit another statement than the one
  /// that was meant.
  bool cancelled = false;
  /// Of a result that is not whole yet, but for what came first.
  arrivals received;
  bool unfinished = false; ///< such a result is under way
  bool gave_up = false;    ///< nobody wants it
  steady::time_point sending_since;
  std::string failure;
};

} // namespace troupe::db::postgres
