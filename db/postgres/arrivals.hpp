#pragma once

#include <cstddef>
#include <cstdint>

namespace troupe::db::postgres {

/// Counts the bytes of a result that is not whole yet; libpq does not tell.
class arrivals {
public:
  /// The next result begins.
  void reset() noexcept {
    before_ = 0;
    count_ = 0;
  }

  /// To be called before libpq reads from its socket. Returns the bytes that
  /// libpq has taken since the first call, of a local socket at least half of
  /// them.
  size_t count(int socket) noexcept;

  /// Whether something waits to be read.
  static bool any(int socket) noexcept;

  /// What `count` said last.
  size_t total() const noexcept {
    return count_;
  }

private:
  uint64_t before_ = 0; ///< of the connection, when the result began
  size_t count_ = 0;
};

} // namespace troupe::db::postgres
