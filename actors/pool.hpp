#pragma once

#include "actors/reactor/pinned.hpp"
#include "messages/sql.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <string>
#include <vector>

namespace troupe::actors {

/// Hands statements to connections in turn: reads to all, writes to `writers`.
/// The answers go straight to who asked.
class pool : public pinned<messages::pool_actor::base> {
public:
  using super = pinned<messages::pool_actor::base>;

  pool(caf::actor_config& cfg, reactor& home, std::string database,
       std::vector<messages::connection_actor> readers,
       std::vector<messages::connection_actor> writers);

  behavior_type make_behavior() override;

  void on_exit() override;

  const char* name() const override {
    return "pool";
  }

private:
  std::string database_;
  std::vector<messages::connection_actor> readers_;
  std::vector<messages::connection_actor> writers_;
  size_t next_ = 0;
};

} // namespace troupe::actors
