#pragma once

#include "actors/reactor/scheduler.hpp"
#include "base/clock.hpp"
#include "telemetry/metrics.hpp"

#include <caf/actor_config.hpp>
#include <caf/infer_handle.hpp>
#include <caf/make_actor.hpp>

#include <atomic>
#include <memory>
#include <utility>

namespace troupe::actors {

/// Binds an actor to one reactor: whoever sends to it, wherever its timeouts
/// fire, its handlers run on that reactor's thread. Owners of sockets need it.
template <class Base>
class pinned : public Base {
public:
  template <class... Ts>
  pinned(caf::actor_config& cfg, reactor& home, Ts&&... xs)
    : Base(cfg, std::forward<Ts>(xs)...), home_(&home) {
    // nop
  }

  using Base::enqueue;

  void enqueue(caf::mailbox_element_ptr x, caf::execution_unit*) override {
    if (stats_ != nullptr && !ended_.load(std::memory_order_relaxed))
      count_arrival();
    Base::enqueue(std::move(x), home_);
  }

  void launch(caf::execution_unit*, bool lazy, bool hide) override {
    if (auto* all = home_->metrics()) {
      stats_ = all->actor(this->name(), home_->index());
      stats_->start();
    }
    Base::launch(home_, lazy, hide);
  }

  caf::resumable::resume_result resume(caf::execution_unit* unit,
                                       size_t most) override {
    if (stats_ == nullptr)
      return Base::resume(unit, most);
    auto begin = steady::now();
    auto out = Base::resume(unit, most);
    auto busy = std::chrono::nanoseconds{steady::now() - begin};
    stats_->busy_nanoseconds.add(static_cast<uint64_t>(busy.count()));
    return out;
  }

  caf::invoke_message_result consume(caf::mailbox_element& x) override {
    if (stats_ != nullptr) {
      stats_->processed.add();
      processed_.add();
    }
    return Base::consume(x);
  }

  bool cleanup(caf::error&& why, caf::execution_unit* unit) override {
    if (stats_ != nullptr && !ended_.exchange(true))
      stats_->end(arrived_.value() + foreign_.value() - processed_.value());
    return Base::cleanup(std::move(why), unit);
  }

  reactor& home() noexcept {
    return *home_;
  }

private:
  void count_arrival() {
    if (reactor::current() == home_) {
      stats_->arrived.add();
      arrived_.add();
    } else {
      stats_->arrived_foreign.add_shared();
      foreign_.add_shared();
    }
  }

  reactor* home_;
  std::shared_ptr<telemetry::actor_stats> stats_;
  // Of this actor alone: what it has not handled is lost with it.
  telemetry::counter arrived_;
  telemetry::counter foreign_;
  telemetry::counter processed_;
  std::atomic<bool> ended_{false};
};

/// Spawns a pinned actor class on reactor `index`; its constructor gets
/// `actor_config&`, the reactor, and `xs`.
template <class Actor, class... Ts>
caf::infer_handle_from_class_t<Actor> spawn_on(caf::actor_system& sys,
                                               size_t index, Ts&&... xs) {
  auto& home = reactor_scheduler::of(sys).at(index);
  caf::actor_config cfg{&home};
  return sys.spawn_class<Actor, caf::no_spawn_options>(cfg, home,
                                                       std::forward<Ts>(xs)...);
}

} // namespace troupe::actors
