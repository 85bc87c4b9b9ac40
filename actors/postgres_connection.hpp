#pragma once

#include "actors/datasource.hpp"
#include "actors/reactor/pinned.hpp"
#include "messages/sql.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <memory>

namespace troupe::actors {

/// Which of the connections of a pool one is.
struct connection_place {
  size_t number = 0;
  messages::pool_actor pool;
  /// Made only when it is needed, and closed when it is not.
  bool extra = false;
  /// Of `datasource_options::replicas`, -1: the primary.
  int replica = -1;
};

/// Owns one connection to PostgreSQL and its socket, on its reactor. It joins
/// its pool while it is up, and hands what it cannot send back to it. A lost
/// connection is made anew with backoff.
///
///     dormant --wake--> connecting --> up --idle, if extra--> dormant
///                         ^   |         |--lost------------.
///                         |   '--failed--> backing off <---'
///                         '----------------'
///
class postgres_connection : public pinned<messages::connection_actor::base> {
public:
  using super = pinned<messages::connection_actor::base>;

  postgres_connection(caf::actor_config& cfg, reactor& home,
                      std::shared_ptr<const datasource_options> options,
                      connection_place place);

  ~postgres_connection() override;

  behavior_type make_behavior() override;

  void on_exit() override;

  const char* name() const override {
    return "postgres-connection";
  }

private:
  struct state;

  void tell_pool(bool up, messages::leave_reason why);
  template <class Handle>
  void hand_over(const Handle& whom, db::postgres::job x);

  connection_place place_;
  std::shared_ptr<state> state_;
};

} // namespace troupe::actors
