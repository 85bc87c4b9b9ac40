#pragma once

#include "base/clock.hpp"
#include "messages/streams.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

namespace troupe::actors {

/// Which stream has which connection, and who waits for one: first come, first
/// served. `Answer` is what a waiting request is answered through. A part of
/// the pool that knows no actors but by their handles.
template <class Answer>
class stream_queue {
public:
  struct waiting {
    messages::open_stream what;
    Answer answer;
    steady::time_point since;
  };

  /// Adds a connection, or replaces the one of that number; it is free.
  void put(messages::join_streams x) {
    for (auto& m : members_)
      if (m.number == x.number) {
        m = {x.number, std::move(x.connection), nullptr};
        return;
      }
    members_.push_back({x.number, std::move(x.connection), nullptr});
  }

  /// Forgets a connection that has ended.
  template <class Address>
  void remove(const Address& x) {
    std::erase_if(members_,
                  [&](const member& m) { return m.connection.address() == x; });
  }

  bool empty() const noexcept {
    return members_.empty();
  }

  size_t running() const noexcept {
    size_t out = 0;
    for (const auto& m : members_)
      out += m.ticket != nullptr ? 1 : 0;
    return out;
  }

  size_t waiting_count() const noexcept {
    return waiting_.size();
  }

  /// Gives the stream a free connection; null if there is none.
  const messages::stream_actor* take(const messages::stream_ticket_ptr& x) {
    for (auto& m : members_)
      if (m.ticket == nullptr) {
        m.ticket = x;
        return &m.connection;
      }
    return nullptr;
  }

  /// Returns the connection that the stream has; null if it has none.
  const messages::stream_actor*
  find(const messages::stream_ticket_ptr& x) const {
    for (const auto& m : members_)
      if (m.ticket == x)
        return &m.connection;
    return nullptr;
  }

  /// The stream has ended: its connection is free.
  void free(const messages::stream_ticket_ptr& x) {
    for (auto& m : members_)
      if (m.ticket == x)
        m.ticket = nullptr;
  }

  void wait(messages::open_stream what, Answer answer, steady::time_point now) {
    waiting_.push_back({std::move(what), std::move(answer), now});
  }

  /// Takes the first that waits, if there is a connection for it.
  std::optional<std::pair<waiting, messages::stream_actor>> next() {
    if (waiting_.empty())
      return std::nullopt;
    const auto* free = take(waiting_.front().what.ticket);
    if (free == nullptr)
      return std::nullopt;
    auto out = std::pair{std::move(waiting_.front()), *free};
    waiting_.pop_front();
    return out;
  }

  /// Takes the next that came before `than`, is past its deadline or unwanted.
  std::optional<waiting> next_late(steady::time_point than,
                                   steady::time_point now) {
    for (auto i = waiting_.begin(); i != waiting_.end(); ++i) {
      bool late =
        i->since < than || i->what.deadline <= now || i->what.ticket->unwanted;
      if (!late)
        continue;
      auto out = std::move(*i);
      waiting_.erase(i);
      return out;
    }
    return std::nullopt;
  }

  /// Forgets all connections, and returns what waited for one.
  std::deque<waiting> clear() {
    members_.clear();
    return std::exchange(waiting_, {});
  }

private:
  struct member {
    size_t number = 0;
    messages::stream_actor connection;
    messages::stream_ticket_ptr ticket; ///< of what it runs; null: free
  };

  std::vector<member> members_;
  std::deque<waiting> waiting_;
};

} // namespace troupe::actors
