#include "actors/reactor/reactor.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <caf/actor_system.hpp>
#include <caf/detail/set_thread_name.hpp>

namespace troupe::actors {

namespace {

namespace asio = boost::asio;

thread_local reactor* here = nullptr;

/// Actors resumed before sockets get their turn again.
constexpr size_t most_resumes = 128;

} // namespace

reactor::reactor(caf::actor_system* sys, size_t index, size_t throughput)
  : caf::execution_unit(sys), index_(index), throughput_(throughput) {
  // nop
}

reactor* reactor::current() noexcept {
  return here;
}

void reactor::exec_later(caf::resumable* job) {
  if (here == this) {
    ready_.push_back(job);
    if (!in_turn_ && !draining_)
      arm();
    return;
  }
  bool wake = false;
  {
    std::lock_guard guard{mutex_};
    wake = foreign_.empty();
    foreign_.push_back(job);
  }
  // Only the first push needs a wake-up; the rest ride along.
  if (wake)
    asio::post(io_, [this] { take_foreign(); });
}

void reactor::start() {
  thread_ = std::thread{[this] {
    here = this;
    caf::detail::set_thread_name("reactor");
    system().thread_started();
    auto guard = asio::make_work_guard(io_);
    io_.run();
    system().thread_terminates();
    here = nullptr;
  }};
}

void reactor::join() {
  io_.stop();
  if (thread_.joinable())
    thread_.join();
}

void reactor::take_foreign() {
  {
    std::lock_guard guard{mutex_};
    swap_.swap(foreign_);
  }
  ready_.insert(ready_.end(), swap_.begin(), swap_.end());
  swap_.clear();
  if (!armed_) {
    armed_ = true;
    drain();
  }
}

void reactor::arm() {
  if (armed_)
    return;
  armed_ = true;
  asio::post(io_, [this] { drain(); });
}

void reactor::drain() {
  drain_some();
  if (ready_.empty())
    armed_ = false;
  else
    asio::post(io_, [this] { drain(); });
}

void reactor::drain_some() {
  draining_ = true;
  for (size_t n = 0; n < most_resumes && !ready_.empty(); ++n) {
    auto* job = ready_.front();
    ready_.pop_front();
    if (job->resume(this, throughput_) == caf::resumable::resume_later)
      ready_.push_back(job);
    else
      caf::intrusive_ptr_release(job);
  }
  draining_ = false;
}

reactor::turn::turn(reactor& r) noexcept : r_(r), outer_(r.in_turn_) {
  r_.in_turn_ = true;
}

reactor::turn::~turn() {
  r_.in_turn_ = outer_;
  if (outer_ || r_.draining_)
    return;
  r_.drain_some();
  if (!r_.ready_.empty())
    r_.arm();
}

} // namespace troupe::actors
