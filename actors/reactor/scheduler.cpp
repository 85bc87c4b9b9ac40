#include "actors/reactor/scheduler.hpp"

#include "actors/reactor/asio_clock.hpp"

#include <algorithm>

namespace troupe::actors {

reactor_scheduler::reactor_scheduler(caf::actor_system& sys) : super(sys) {
  // nop
}

reactor_scheduler::~reactor_scheduler() = default;

void reactor_scheduler::enqueue(caf::resumable* job) {
  auto* here = reactor::current();
  (here != nullptr ? *here : at(next_++)).exec_later(job);
}

caf::actor_clock& reactor_scheduler::clock() noexcept {
  return *clock_;
}

void reactor_scheduler::start() {
  constexpr size_t most_messages = 256;
  auto throughput = std::min(max_throughput(), most_messages);
  for (size_t i = 0; i < std::max<size_t>(1, num_workers()); ++i)
    reactors_.push_back(std::make_unique<reactor>(&system(), i, throughput));
  clock_ = std::make_unique<asio_clock>(*reactors_.front());
  for (auto& x : reactors_)
    x->start();
  super::start();
}

void reactor_scheduler::stop() {
  stop_actors();
  for (auto& x : reactors_)
    x->stop([](caf::resumable* job) { cleanup_and_release(job); });
}

} // namespace troupe::actors
