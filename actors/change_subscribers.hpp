#pragma once

#include "messages/changes.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace troupe::actors {

/// Who hears of changes from a listener. One batch is under way at a time, so a
/// slow subscriber slows the reading, up to its patience; then it has missed
/// something, and is told so before the next batch.
class change_subscribers {
public:
  template <class Self>
  void add(Self& self, const messages::change_subscriber& who) {
    self.monitor(who);
    all_.push_back({who});
  }

  void remove(const caf::actor_addr& who) {
    std::erase_if(all_,
                  [&](const subscriber& x) { return x.who.address() == who; });
  }

  void clear() {
    all_.clear();
  }

  size_t size() const noexcept {
    return all_.size();
  }

  /// Whether a batch is not answered yet.
  bool busy() const noexcept {
    return waiting_ > 0;
  }

  /// Batches that somebody missed.
  uint64_t missed() const noexcept {
    return missed_;
  }

  /// Hands a batch to all; `done` is called once each has taken it or failed
  /// to. Not while `busy`.
  template <class Self>
  void hand_over(Self& self, std::shared_ptr<const messages::change_batch> x,
                 std::function<void()> done) {
    constexpr std::chrono::milliseconds patience{5'000};
    done_ = std::move(done);
    waiting_ = all_.size() + 1; // one for ourselves
    for (auto& s : all_) {
      if (std::exchange(s.missed, false))
        self.send(s.who, messages::changes_lost{});
      self.request(s.who, patience, messages::changes_arrived{x})
        .then([this](const messages::changes_taken&) { answered(); },
              [this, address = s.who.address()](caf::error&) {
                for (auto& other : all_)
                  if (other.who.address() == address)
                    other.missed = true;
                ++missed_;
                answered();
              });
    }
    answered();
  }

  /// Tells all that changes may have been missed.
  template <class Self>
  void lose(Self& self) {
    for (auto& s : all_)
      self.send(s.who, messages::changes_lost{});
  }

private:
  struct subscriber {
    messages::change_subscriber who;
    bool missed = false; ///< has to be told of a loss
  };

  void answered() {
    if (--waiting_ == 0)
      std::exchange(done_, {})();
  }

  std::vector<subscriber> all_;
  std::function<void()> done_;
  size_t waiting_ = 0;
  uint64_t missed_ = 0;
};

} // namespace troupe::actors
