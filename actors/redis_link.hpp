#pragma once

#include "actors/reactor/reactor.hpp"
#include "cache/redis/conversation.hpp"
#include "cache/redis/url.hpp"

#include <functional>
#include <memory>
#include <string>

namespace troupe::actors {

enum class link_phase : uint8_t { connecting, up, broken };

/// A conversation with a Redis and its socket. Lives on one reactor's thread;
/// handlers that are still queued when it is closed do nothing.
///
///     connecting --> up --> broken
///         `--------------------^
class redis_link : public std::enable_shared_from_this<redis_link> {
public:
  /// `moved` is called, in a turn of the reactor, when the phase has changed.
  redis_link(reactor& home, redis::url to,
             const redis::conversation_limits& limits,
             std::function<void()> moved);

  ~redis_link();

  /// Looks the host up and connects.
  void start();

  redis::conversation& talk() noexcept {
    return talk_;
  }

  /// Sends what was said; at the end of the turn, so that it goes together.
  void flush_later();

  link_phase phase() const noexcept {
    return phase_;
  }

  /// Why it is broken.
  const std::string& failure() const noexcept {
    return failure_;
  }

  void close();

private:
  struct wires;

  void connect();
  void read();
  void send();
  void fail(std::string why);

  reactor& home_;
  redis::url to_;
  redis::conversation talk_;
  std::function<void()> moved_;
  std::unique_ptr<wires> wires_;
  std::string failure_;
  link_phase phase_ = link_phase::connecting;
  bool sending_ = false;
  bool flushing_ = false;
  bool closed_ = false;
};

} // namespace troupe::actors
