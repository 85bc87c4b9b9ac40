#include "server/tree.hpp"

#include "actors/changes.hpp"
#include "actors/query.hpp"
#include "actors/reactor/pinned.hpp"
#include "actors/supervision/supervisor.hpp"
#include "transport/http/places.hpp"

#include <caf/actor_cast.hpp>
#include <caf/exit_reason.hpp>
#include <caf/send.hpp>

#include <mutex>
#include <string>
#include <unistd.h>

namespace troupe::server {

namespace {

/// Brings the cache keeper and the change listener together, whichever of them
/// starts again. Their supervisors are two actors.
class introduction {
public:
  void keeper(messages::cache_keeper_actor x) {
    std::lock_guard guard{mutex_};
    keeper_ = std::move(x);
    meet();
  }

  void listener(messages::change_listener_actor x) {
    std::lock_guard guard{mutex_};
    listener_ = std::move(x);
    meet();
  }

private:
  void meet() {
    if (keeper_ == nullptr || listener_ == nullptr)
      return;
    caf::anon_send(keeper_, messages::use_listener{listener_});
  }

  std::mutex mutex_;
  messages::cache_keeper_actor keeper_;
  messages::change_listener_actor listener_;
};

/// Who is who. The factories of the node's supervisor share it; they run inside
/// that one actor, one at a time.
struct crew {
  crew(caf::actor_system& s, tree_plan p, std::shared_ptr<engine_slot> e)
    : sys(s),
      plan(std::move(p)),
      engine(std::move(e)),
      pools(size()),
      queries(size()),
      listeners(size()),
      places(std::make_shared<transport::places>(size())) {
    // nop
  }

  ~crew() {
    close(plan.listen_handle);
  }

  crew(const crew&) = delete;
  crew& operator=(const crew&) = delete;

  size_t size() const {
    return actors::reactor_scheduler::of(sys).size();
  }

  caf::actor start_pool(size_t i) {
    auto options = plan.pool;
    options.stats = plan.metrics->pool(i);
    pools[i] = actors::spawn_on<actors::pool>(sys, i, options);
    if (queries[i] != nullptr)
      caf::anon_send(queries[i], messages::use_pool{pools[i]});
    if (i == 0 && keeper != nullptr)
      caf::anon_send(keeper, messages::use_pool{pools[i]});
    // Its connections know the old one; new ones introduce themselves.
    if (datasource != nullptr)
      caf::anon_send_exit(datasource, caf::exit_reason::user_shutdown);
    return caf::actor_cast<caf::actor>(pools[i]);
  }

  caf::actor start_datasource() {
    datasource = actors::spawn_datasource(sys, plan.database, pools);
    return caf::actor_cast<caf::actor>(datasource);
  }

  caf::actor start_keeper() {
    keeper = actors::spawn_on<actors::cache_keeper>(sys, 0, plan.kept, pools[0],
                                                    plan.keeper);
    follow->keeper(keeper);
    return caf::actor_cast<caf::actor>(keeper);
  }

  caf::actor start_remote() {
    remote =
      actors::spawn_on<actors::remote_cache>(sys, 0, plan.kept, plan.remote);
    for (auto& x : queries)
      if (x != nullptr)
        caf::anon_send(x, messages::use_remote{remote});
    return caf::actor_cast<caf::actor>(remote);
  }

  caf::actor start_changes() {
    return caf::actor_cast<caf::actor>(actors::spawn_changes(
      sys, plan.database, *plan.changes,
      [all = follow](const auto& x) { all->listener(x); }));
  }

  caf::actor start_query(size_t i) {
    queries[i] = actors::spawn_on<actors::query>(
      sys, i, engine->load(), pools[i], plan.pins, plan.metrics->requests(i),
      plan.kept);
    if (remote != nullptr)
      caf::anon_send(queries[i], messages::use_remote{remote});
    if (listeners[i] != nullptr)
      caf::anon_send(listeners[i], messages::use_query{queries[i]});
    return caf::actor_cast<caf::actor>(queries[i]);
  }

  caf::actor start_listener(size_t i) {
    auto http = plan.http;
    http.stats = plan.metrics->requests(i);
    http.places = places;
    if (plan.kept != nullptr)
      http.kept = {plan.kept, &plan.kept->store};
    listeners[i] = actors::spawn_on<transport::listener>(
      sys, i, dup(plan.listen_handle), std::move(http), queries[i],
      plan.routes);
    messages::use_listeners known;
    for (const auto& x : listeners)
      known.all.emplace_back(x);
    for (const auto& x : listeners)
      if (x != nullptr)
        caf::anon_send(x, known);
    return caf::actor_cast<caf::actor>(listeners[i]);
  }

  caf::actor_system& sys;
  tree_plan plan;
  std::shared_ptr<engine_slot> engine;
  std::vector<messages::pool_actor> pools;
  messages::supervisor_actor datasource;
  messages::cache_keeper_actor keeper;
  messages::remote_actor remote;
  std::shared_ptr<introduction> follow = std::make_shared<introduction>();
  std::vector<messages::query_actor> queries;
  std::vector<messages::listener_actor> listeners;
  std::shared_ptr<transport::places> places;
};

using factory = caf::actor (crew::*)(size_t);

/// One child for each reactor, all stopped together.
void add_each(std::vector<actors::child_spec>& to,
              const std::shared_ptr<crew>& all, const std::string& name,
              factory start, std::chrono::milliseconds stop_within) {
  auto stage = static_cast<int>(to.size()) + 1;
  for (size_t i = 0; i < all->size(); ++i)
    to.push_back({.name = name + "/" + std::to_string(i),
                  .start = [all, start, i] { return (*all.*start)(i); },
                  .stop_within = stop_within,
                  .stage = stage});
}

} // namespace

messages::supervisor_actor grow(caf::actor_system& sys, tree_plan plan,
                                std::shared_ptr<engine_slot> engine) {
  constexpr std::chrono::milliseconds usual{5'000};
  auto drain = plan.drain_timeout;
  plan.database.metrics = plan.metrics.get();
  auto& reactors = actors::reactor_scheduler::of(sys);
  for (size_t i = 0; i < reactors.size(); ++i)
    reactors.at(i).metrics(plan.metrics.get());
  auto all = std::make_shared<crew>(sys, std::move(plan), std::move(engine));
  std::vector<actors::child_spec> specs;
  add_each(specs, all, "pool", &crew::start_pool, usual);
  specs.push_back({.name = "datasource",
                   .start = [all] { return all->start_datasource(); },
                   .stop_within = 2 * usual});
  if (all->plan.kept != nullptr)
    specs.push_back({.name = "cache",
                     .start = [all] { return all->start_keeper(); },
                     .stop_within = usual});
  if (all->plan.kept != nullptr && all->plan.kept->remote != nullptr)
    specs.push_back({.name = "remote",
                     .start = [all] { return all->start_remote(); },
                     .stop_within = usual});
  if (all->plan.changes)
    specs.push_back({.name = "changes",
                     .start = [all] { return all->start_changes(); },
                     .stop_within = 2 * usual});
  add_each(specs, all, "query", &crew::start_query, usual);
  add_each(specs, all, "listener", &crew::start_listener, drain);
  return actors::supervise(sys, {.name = "node"}, std::move(specs));
}

} // namespace troupe::server
