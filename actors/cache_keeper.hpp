#pragma once

#include "actors/answer_cache.hpp"
#include "actors/reactor/pinned.hpp"
#include "messages/cache.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <memory>

namespace troupe::actors {

struct cache_keeper_options {
  plan::dialect dialect = plan::dialect::postgres;
  /// Whether there is a change log to follow.
  bool follows = false;
  /// How long others' changes may go unheard before nothing is given out any
  /// more.
  std::chrono::milliseconds most_behind{10'000};
};

/// Keeps the answers of a node up to date: counts what the change log says,
/// asks the database about its tables, sweeps up what is old, and closes the
/// cache while the change log cannot be read.
class cache_keeper : public pinned<messages::cache_keeper_actor::base> {
public:
  using super = pinned<messages::cache_keeper_actor::base>;

  cache_keeper(caf::actor_config& cfg, reactor& home,
               std::shared_ptr<answer_cache> all, messages::pool_actor pool,
               cache_keeper_options options);

  behavior_type make_behavior() override;

  void on_exit() override;

  const char* name() const override {
    return "cache-keeper";
  }

private:
  void take(const messages::change_batch& x);
  void take(const messages::change& x, const table_facts& known);
  bool anything(const messages::change& x, const table_facts& known);
  void beat();
  void sweep();
  void follow(messages::change_listener_actor x);
  void meet_listener();
  void ask_facts();
  void ask_facts_soon();
  void ask_database();
  void ask_listener();
  void show(steady::time_point current);

  std::shared_ptr<answer_cache> all_;
  messages::pool_actor pool_;
  messages::change_listener_actor listener_;
  cache_keeper_options options_;
  std::shared_ptr<const plan::statement> question_;
  steady::time_point asked_;
  bool subscribed_ = false;
  bool unanswered_ = false; ///< the listener was told, and said nothing
  bool asking_ = false;
  bool wanted_ = false; ///< a change named what the facts do not know
  bool complained_ = false;
};

} // namespace troupe::actors
