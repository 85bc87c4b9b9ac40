#pragma once

#include "base/bytes.hpp"
#include "base/clock.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::redis {

enum class reply_kind : uint8_t { nil, integer, text, list, error };

/// What the server said.
struct reply {
  reply_kind kind = reply_kind::nil;
  int64_t integer = 0;
  std::string text{}; ///< of errors too
  std::vector<reply> items{};

  bool is(reply_kind x) const noexcept {
    return kind == x;
  }
};

struct conversation_limits {
  size_t commands = 1'024;         ///< that wait for their reply
  size_t unsent = 4 * 1024 * 1024; ///< bytes
  size_t reply = 2 * 1024 * 1024;  ///< bytes of one reply
};

/// One connection's worth of commands and replies, without the connection.
/// Replies come in the order of the commands.
class conversation {
public:
  /// Gets the reply, once; null: there will be none.
  using handler = std::function<void(reply*)>;

  explicit conversation(const conversation_limits& limits);

  ~conversation();

  conversation(const conversation&) = delete;
  conversation& operator=(const conversation&) = delete;

  /// Writes a command into `output`. Returns false if too much waits already:
  /// then nothing was done.
  bool say(std::span<const std::string_view> words, steady::time_point now,
           handler then);

  /// What is to be sent; whoever sends takes it.
  bytes& output() noexcept {
    return output_;
  }

  /// Takes what came, and calls who waited for it. Returns false if it is not
  /// what a Redis says: the conversation is over.
  bool hear(std::string_view data);

  /// Commands without a reply.
  size_t waiting() const noexcept;

  /// When the oldest of them was said.
  steady::time_point oldest() const noexcept;

  /// There will be no replies any more.
  void end();

private:
  struct state;

  bytes output_;
  std::unique_ptr<state> state_;
};

} // namespace troupe::redis
