#pragma once

#include "actors/reactor/reactor.hpp"

#include <caf/actor_system.hpp>
#include <caf/detail/type_list.hpp>
#include <caf/scheduler/abstract_coordinator.hpp>

#include <atomic>
#include <memory>
#include <vector>

namespace troupe::actors {

class asio_clock;

/// CAF's scheduler as a set of reactors. Load it into the configuration:
/// `cfg.load<reactor_scheduler>()`; `scheduler.max-threads` says how many.
class reactor_scheduler final : public caf::scheduler::abstract_coordinator {
public:
  using super = caf::scheduler::abstract_coordinator;

  explicit reactor_scheduler(caf::actor_system& sys);

  ~reactor_scheduler() override;

  static caf::actor_system::module* make(caf::actor_system& sys,
                                         caf::detail::type_list<>) {
    return new reactor_scheduler(sys);
  }

  static reactor_scheduler& of(caf::actor_system& sys) {
    return static_cast<reactor_scheduler&>(sys.scheduler());
  }

  reactor& at(size_t i) {
    return *reactors_[i % reactors_.size()];
  }

  size_t size() const noexcept {
    return reactors_.size();
  }

  /// Runs an actor that is bound to no reactor: on the caller's if it has one.
  void enqueue(caf::resumable* job) override;

  caf::actor_clock& clock() noexcept override;

protected:
  void start() override;
  void stop() override;

private:
  std::vector<std::unique_ptr<reactor>> reactors_;
  std::unique_ptr<asio_clock> clock_;
  std::atomic<size_t> next_{0};
};

} // namespace troupe::actors
