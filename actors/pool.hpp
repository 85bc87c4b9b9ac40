#pragma once

#include "actors/reactor/pinned.hpp"
#include "messages/sql.hpp"

#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <deque>
#include <string>
#include <vector>

namespace troupe::actors {

/// Knows the connections of a reactor. They introduce themselves, again after
/// each restart; the pool tells its watcher, which then asks them directly.
/// Statements that come to the pool itself go to the connections in turn, and
/// wait until their deadline while there is none.
class pool : public pinned<messages::pool_actor::base> {
public:
  using super = pinned<messages::pool_actor::base>;

  /// `database` is the name to show.
  pool(caf::actor_config& cfg, reactor& home, std::string database);

  behavior_type make_behavior() override;

  void on_exit() override;

  const char* name() const override {
    return "pool";
  }

private:
  using promise = caf::typed_response_promise<messages::statement_rows>;

  struct member {
    size_t number;
    messages::connection_actor connection;
  };

  struct group {
    std::vector<member> members;
    size_t next = 0;

    const messages::connection_actor& choose();
    void put(const messages::join_pool& x);
    void remove(const caf::actor_addr& x);
  };

  struct waiting {
    messages::run_statement what;
    promise answer;
  };

  caf::result<messages::statement_rows> run(const messages::run_statement& x);
  void join(const messages::join_pool& x);
  void publish();
  void check();
  void check_later();

  std::string database_;
  group readers_;
  group writers_;
  messages::route_watcher watcher_;
  std::deque<waiting> waiting_;
  bool checking_ = false;
};

} // namespace troupe::actors
