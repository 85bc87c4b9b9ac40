#pragma once

#include "db/postgres/connection.hpp"
#include "db/postgres/grouping.hpp"
#include "db/postgres/result_rows.hpp"
#include "db/postgres/statement_cache.hpp"

#include <libpq-fe.h>

#include <deque>
#include <string>
#include <vector>

namespace troupe::db::postgres {

/// The inside of a connection. `connection.cpp` has its life, `sending.cpp` the
/// way out, `receiving.cpp` the way in.
struct connection::state {
  /// Something sent, in the order of its answers.
  struct sent {
    std::vector<job> jobs;
    postgres::together together = together::alone;
    bool preparing = false; ///< the answer to a prepare comes first
    uint64_t id = 0;
    result_ptr rows;
    std::vector<plan::row_set_ptr> parts; ///< of a script, what came so far
    error failure{ec::none, {}, {}};
    bool stale = false; ///< the prepared statement was gone
  };

  explicit state(connection_options x);

  ~state();

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
  bool prepare(sent& x, const std::string& sql);
  void deallocate(uint64_t id);
  void push();

  // -- receiving --------------------------------------------------------------

  void receive();
  void take(result_ptr r);
  void take_error(sent& x, const PGresult* r);
  void finish(sent x);
  void run_alone(sent& x);
  static plan::row_set_ptr script_result(sent& x);

  // -- notifications ----------------------------------------------------------

  void listen();
  void take_notifications();

  connection_options options;
  PGconn* c = nullptr;
  postgres::phase phase = postgres::phase::connecting;
  bool wants_write = true;
  std::deque<job> waiting;
  std::deque<sent> in_flight;
  statement_cache prepared;
  std::string failure;
};

} // namespace troupe::db::postgres
