#pragma once

#include "actors/reactor/scheduler.hpp"

#include <caf/actor_config.hpp>
#include <caf/infer_handle.hpp>
#include <caf/make_actor.hpp>

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
    Base::enqueue(std::move(x), home_);
  }

  void launch(caf::execution_unit*, bool lazy, bool hide) override {
    Base::launch(home_, lazy, hide);
  }

  reactor& home() noexcept {
    return *home_;
  }

private:
  reactor* home_;
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
