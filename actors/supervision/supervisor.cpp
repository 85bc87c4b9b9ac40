#include "actors/supervision/supervisor.hpp"

#include "messages/error.hpp"
#include "telemetry/log.hpp"

#include <caf/actor_cast.hpp>
#include <caf/actor_system.hpp>
#include <caf/exit_reason.hpp>
#include <caf/send.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace troupe::actors {

namespace {

using messages::child_state;

/// An exit that somebody wanted.
bool orderly(const caf::error& why) {
  return !why || why == caf::exit_reason::user_shutdown;
}

} // namespace

struct supervisor::child {
  child_spec spec;
  restarts history;
  caf::actor handle{};
  child_state state = child_state::waiting;
  bool backing_off = false;
  /// Of `handle`: what was scheduled for an earlier one is void.
  uint64_t generation = 0;
  std::string last_exit{};
};

supervisor::supervisor(caf::actor_config& cfg, supervisor_options options,
                       std::vector<child_spec> specs)
  : super(cfg), options_(std::move(options)) {
  auto seed = options_.seed;
  for (auto& x : specs)
    children_.push_back(
      {.spec = std::move(x), .history = restarts{options_.limits, seed++}});
}

supervisor::~supervisor() = default;

supervisor::behavior_type supervisor::make_behavior() {
  set_down_handler([this](caf::down_msg& x) { on_down(x.source, x.reason); });
  set_exit_handler([this](caf::exit_msg& x) { end(x.reason); });
  for (size_t i = 0; i < children_.size() && !ending_; ++i)
    start(i);
  return {
    [this](const messages::describe_children&) { return describe(); },
    [this](const messages::tell_children& x) { tell(x); },
    [this](const messages::restart_due& x) { restart(x); },
    [this](const messages::stop_due& x) { kill_late(x); },
  };
}

/// Killed, it has ended nobody yet.
void supervisor::on_exit() {
  for (auto& x : children_)
    if (x.handle != nullptr)
      caf::anon_send_exit(x.handle, caf::exit_reason::kill);
  children_.clear();
}

void supervisor::start(size_t index) {
  auto& x = children_[index];
  try {
    x.handle = x.spec.start();
  } catch (const std::exception& why) {
    x.handle = nullptr;
    return failed(index, messages::to_caf({ec::internal, why.what(), {}}));
  }
  ++x.generation;
  x.state = child_state::running;
  monitor(x.handle);
}

bool supervisor::is_failure(const child& x, const caf::error& why) const {
  switch (x.spec.life) {
    case lifetime::permanent:
      return true;
    case lifetime::transient:
      return !orderly(why);
    case lifetime::temporary:
      break;
  }
  return false;
}

/// Whether a child is restarted along with one that failed.
bool supervisor::follows(size_t index, size_t failed) const noexcept {
  switch (options_.how) {
    case strategy::one_for_one:
      return index == failed;
    case strategy::one_for_all:
      return true;
    case strategy::rest_for_one:
      break;
  }
  return index >= failed;
}

void supervisor::on_down(const caf::actor_addr& source, const caf::error& why) {
  auto i = std::ranges::find_if(children_, [&](const child& x) {
    return x.handle != nullptr && x.handle.address() == source;
  });
  if (i == children_.end())
    return;
  auto index = static_cast<size_t>(i - children_.begin());
  auto was = i->state;
  i->handle = nullptr;
  i->last_exit = caf::to_string(why);
  if (ending_) {
    i->state = child_state::ended;
    return end_next();
  }
  // One that was told to stop goes back to work with its siblings.
  if (was == child_state::stopping) {
    i->state = child_state::waiting;
    return restart_when_clear();
  }
  if (is_failure(*i, why))
    return failed(index, why);
  i->state = child_state::ended;
}

void supervisor::failed(size_t index, const caf::error& why) {
  auto& x = children_[index];
  x.state = child_state::waiting;
  auto wait = x.history.next(clock().now());
  if (!wait) {
    log::error("supervision", "gave-up",
               options_.name + " gives up: " + x.spec.name
                 + " failed too often, last with " + caf::to_string(why));
    x.state = child_state::ended;
    return end(
      messages::to_caf({ec::internal, x.spec.name + " failed too often", {}}));
  }
  log::warn("supervision", "restart",
            x.spec.name + " of " + options_.name + " failed with "
              + caf::to_string(why) + "; it is restarted");
  for (size_t i = children_.size(); i-- > 0;)
    if (i != index && follows(i, index)
        && children_[i].state == child_state::running)
      tell_to_stop(i);
  x.backing_off = true;
  delayed_send(this, *wait, messages::restart_due{index});
}

void supervisor::restart(const messages::restart_due& x) {
  if (ending_)
    return;
  children_[x.child].backing_off = false;
  if (options_.how == strategy::one_for_one)
    return start(x.child);
  restart_when_clear();
}

/// Siblings come back together: when the last has ended and nobody backs off.
void supervisor::restart_when_clear() {
  if (std::ranges::any_of(children_, [](const child& x) {
        return x.state == child_state::stopping || x.backing_off;
      }))
    return;
  for (size_t i = 0; i < children_.size() && !ending_; ++i)
    if (children_[i].state == child_state::waiting)
      start(i);
}

void supervisor::tell_to_stop(size_t index) {
  auto& x = children_[index];
  x.state = child_state::stopping;
  send_exit(x.handle, caf::exit_reason::user_shutdown);
  delayed_send(this, x.spec.stop_within,
               messages::stop_due{index, x.generation});
}

void supervisor::kill_late(const messages::stop_due& x) {
  auto& late = children_[x.child];
  if (late.state != child_state::stopping || late.generation != x.generation)
    return;
  log::warn("supervision", "killed",
            late.spec.name + " of " + options_.name
              + " did not end when told to; it is killed");
  send_exit(late.handle, caf::exit_reason::kill);
}

void supervisor::end(caf::error why) {
  if (ending_)
    return;
  ending_ = true;
  end_reason_ = std::move(why);
  end_next();
}

/// Stops the last stage that still runs; the downs of its children lead here
/// again.
void supervisor::end_next() {
  auto last = children_.size();
  for (size_t i = 0; i < children_.size(); ++i) {
    if (children_[i].state == child_state::stopping)
      return;
    if (children_[i].state == child_state::running)
      last = i;
  }
  if (last == children_.size())
    return quit(end_reason_);
  auto stage = children_[last].spec.stage;
  for (auto i = last + 1; i-- > 0;) {
    if (children_[i].state != child_state::running)
      continue;
    if (i != last && (stage == 0 || children_[i].spec.stage != stage))
      break;
    tell_to_stop(i);
  }
}

messages::children supervisor::describe() const {
  messages::children out;
  for (const auto& x : children_)
    out.list.push_back({x.spec.name, x.state, x.history.count(), x.last_exit});
  return out;
}

void supervisor::tell(const messages::tell_children& x) {
  for (const auto& y : children_)
    if (y.handle != nullptr
        && std::string_view{y.spec.name}.substr(0, y.spec.name.find('/'))
             == x.kind)
      anon_send(y.handle, x.what);
}

messages::supervisor_actor supervise(caf::actor_system& sys,
                                     supervisor_options options,
                                     std::vector<child_spec> specs) {
  return sys.spawn<supervisor>(std::move(options), std::move(specs));
}

} // namespace troupe::actors
