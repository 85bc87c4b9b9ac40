#pragma once

#include "actors/reactor/reactor.hpp"
#include "db/postgres/server_places.hpp"

#include <functional>
#include <memory>
#include <string>

namespace troupe::actors {

/// Looks up the names of a conninfo's servers. libpq would do that itself and
/// hold up the reactor meanwhile. Nobody is told once it is destroyed.
class server_look_up {
public:
  using handler = std::function<void(result<db::postgres::server_places>)>;

  /// Calls `done` later on the reactor, within a turn; its error is
  /// `database_unavailable`.
  server_look_up(reactor& home, const std::string& conninfo, handler done);

  ~server_look_up();

  server_look_up(const server_look_up&) = delete;
  server_look_up& operator=(const server_look_up&) = delete;

private:
  struct state;

  std::shared_ptr<state> state_;
};

} // namespace troupe::actors
