#pragma once

#include <boost/asio/io_context.hpp>
#include <caf/execution_unit.hpp>
#include <caf/resumable.hpp>

#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace troupe::telemetry {

class metrics;

} // namespace troupe::telemetry

namespace troupe::actors {

/// One thread, one io_context, one CAF execution unit: the sockets and actors
/// of a reactor never need a lock or a hand-off between them. Without work it
/// sleeps in epoll. It begins at a cache line: another reactor is never in it.
class alignas(64) reactor final : public caf::execution_unit {
public:
  reactor(caf::actor_system* sys, size_t index, size_t throughput);

  boost::asio::io_context& io() noexcept {
    return io_;
  }

  size_t index() const noexcept {
    return index_;
  }

  /// Where actors of this reactor count; null: nowhere. Set before any starts.
  telemetry::metrics* metrics() const noexcept {
    return metrics_;
  }

  void metrics(telemetry::metrics* x) noexcept {
    metrics_ = x;
  }

  /// Returns the reactor whose thread this is, or null.
  static reactor* current() noexcept;

  /// Makes an actor run here. Any thread may call it.
  void exec_later(caf::resumable* job) override;

  void start();

  /// Ends the thread; what was ready is given to `drop`.
  template <class F>
  void stop(F drop) {
    join();
    for (auto* job : ready_)
      drop(job);
    for (auto* job : foreign_)
      drop(job);
    ready_.clear();
    foreign_.clear();
  }

  /// For the span of a socket's handler: actors that it makes ready run at its
  /// end, without a trip through the io_context's queue.
  class turn {
  public:
    explicit turn(reactor& r) noexcept;
    ~turn();

    turn(const turn&) = delete;
    turn& operator=(const turn&) = delete;

  private:
    reactor& r_;
    bool outer_;
  };

private:
  void join();
  void take_foreign();
  void arm();
  void drain();
  void drain_some();

  size_t index_;
  size_t throughput_;
  telemetry::metrics* metrics_ = nullptr;
  boost::asio::io_context io_{1};
  std::thread thread_;
  std::deque<caf::resumable*> ready_;
  bool armed_ = false;
  bool draining_ = false;
  bool in_turn_ = false;
  std::mutex mutex_; ///< of `foreign_`
  std::vector<caf::resumable*> foreign_;
  std::vector<caf::resumable*> swap_;
};

} // namespace troupe::actors
