#pragma once

#include "db/postgres/server_places.hpp"

#include <libpq-fe.h>

#include <cstdint>
#include <functional>
#include <string>

namespace troupe::db::postgres {

enum class link_use : uint8_t {
  pipeline,    ///< statements, in libpq's pipeline mode
  replication, ///< `replication=database`
};

enum class link_step : uint8_t { under_way, made, failed };

/// A connection of libpq that never blocks, with our settings for what the
/// conninfo does not say.
class link {
public:
  explicit link(link_use use) noexcept : use_(use) {
    // nop
  }

  ~link();

  link(const link&) = delete;
  link& operator=(const link&) = delete;

  /// Begins to connect; `broken` says if that failed at once, as it does
  /// without places. Names of servers whose places are not given are looked up
  /// here, which blocks.
  void start(const std::string& conninfo, const result<server_places>& places);

  /// Goes on connecting, once the socket is ready.
  link_step connect();

  /// Sends what libpq has gathered, as much as the socket takes. Returns false
  /// if the connection is lost.
  bool push();

  bool broken() const noexcept;

  /// Returns -1 if there is none.
  int socket() const noexcept;

  /// Whether `connect` or `push` waits for the socket to take something.
  bool wants_write() const noexcept {
    return wants_write_;
  }

  /// Null if it was not started, or there was no memory for it.
  PGconn* get() const noexcept {
    return c_;
  }

  /// Returns what asks the server to end the statement that runs; it blocks,
  /// and may outlive this.
  std::function<void()> canceller() const;

  /// Returns why it broke, in one line.
  std::string failure() const;

private:
  PGconn* c_ = nullptr;
  link_use use_;
  bool started_ = false;
  /// Why there is none.
  std::string absent_ = "its server was not found in time";
  bool wants_write_ = true;
};

/// Drops what the server tells besides: libpq would write it to stderr, past
/// the log, and it may hold what functions of the database RAISE. That a
/// connection ends is known anyway.
void drop_notices(PGconn* c) noexcept;

} // namespace troupe::db::postgres
