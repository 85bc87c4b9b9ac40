#pragma once

#include "actors/datasource.hpp"
#include "actors/reactor/pinned.hpp"
#include "messages/sql.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <memory>

namespace troupe::actors {

/// Owns one connection to PostgreSQL and its socket, on its reactor. A lost
/// connection is made anew with backoff; meanwhile statements wait for a short
/// while or until their deadline.
class postgres_connection : public pinned<messages::connection_actor::base> {
public:
  using super = pinned<messages::connection_actor::base>;

  postgres_connection(caf::actor_config& cfg, reactor& home,
                      datasource_options options);

  ~postgres_connection() override;

  behavior_type make_behavior() override;

  void on_exit() override;

  const char* name() const override {
    return "postgres-connection";
  }

private:
  struct state;
  std::shared_ptr<state> state_;
};

} // namespace troupe::actors
