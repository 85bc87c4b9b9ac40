#include "actors/reactor/asio_clock.hpp"

#include <boost/asio/post.hpp>
#include <caf/actor_cast.hpp>
#include <caf/group.hpp>

#include <memory>
#include <utility>

namespace troupe::actors {

asio_clock::asio_clock(reactor& home) : home_(home), timer_(home.io()) {
  // nop
}

/// Runs `f` on the clock's reactor, then sets the timer for what is due next.
template <class F>
void asio_clock::at_home(F f) {
  auto run = [this, f = std::move(f)]() mutable {
    f();
    arm();
  };
  if (reactor::current() == &home_)
    run();
  else
    boost::asio::post(home_.io(), std::move(run));
}

void asio_clock::arm() {
  if (schedule_.empty()) {
    timer_.cancel();
    return;
  }
  auto due = schedule_.begin()->first;
  if (timer_.expiry() == due)
    return;
  timer_.expires_at(due);
  timer_.async_wait([this](boost::system::error_code failed) {
    if (failed)
      return;
    timer_.expires_at(time_point::min());
    trigger_expired_timeouts();
    arm();
  });
}

void asio_clock::set_ordinary_timeout(time_point t, caf::abstract_actor* self,
                                      caf::atom_value type, uint64_t id) {
  at_home([=, this, p = caf::actor_cast<caf::strong_actor_ptr>(self)] {
    super::set_ordinary_timeout(t, p->get(), type, id);
  });
}

void asio_clock::set_multi_timeout(time_point t, caf::abstract_actor* self,
                                   caf::atom_value type, uint64_t id) {
  at_home([=, this, p = caf::actor_cast<caf::strong_actor_ptr>(self)] {
    super::set_multi_timeout(t, p->get(), type, id);
  });
}

void asio_clock::set_request_timeout(time_point t, caf::abstract_actor* self,
                                     caf::message_id id) {
  at_home([=, this, p = caf::actor_cast<caf::strong_actor_ptr>(self)] {
    super::set_request_timeout(t, p->get(), id);
  });
}

// Cancelling takes along the actor's id and not the actor, which may be gone by
// then. Holding it would keep a detached one, and its thread, past the end of
// the loop.

void asio_clock::cancel_ordinary_timeout(caf::abstract_actor* self,
                                         caf::atom_value type) {
  at_home(
    [this, x = ordinary_timeout_cancellation{self->id(), type}] { handle(x); });
}

void asio_clock::cancel_request_timeout(caf::abstract_actor* self,
                                        caf::message_id id) {
  at_home(
    [this, x = request_timeout_cancellation{self->id(), id}] { handle(x); });
}

void asio_clock::cancel_timeouts(caf::abstract_actor* self) {
  at_home([this, x = timeouts_cancellation{self->id()}] { handle(x); });
}

void asio_clock::schedule_message(time_point t, caf::strong_actor_ptr receiver,
                                  caf::mailbox_element_ptr content) {
  at_home([this, t, to = std::move(receiver),
           x = std::make_shared<caf::mailbox_element_ptr>(
             std::move(content))]() mutable {
    super::schedule_message(t, std::move(to), std::move(*x));
  });
}

void asio_clock::schedule_message(time_point t, caf::group target,
                                  caf::strong_actor_ptr sender,
                                  caf::message content) {
  at_home([this, t, g = std::move(target), from = std::move(sender),
           x = std::move(content)]() mutable {
    super::schedule_message(t, std::move(g), std::move(from), std::move(x));
  });
}

void asio_clock::cancel_all() {
  at_home([this] { super::cancel_all(); });
}

} // namespace troupe::actors
