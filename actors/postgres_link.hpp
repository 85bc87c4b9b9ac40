#pragma once

#include "actors/server_look_up.hpp"
#include "actors/socket_watch.hpp"
#include "db/postgres/connection.hpp"

#include <functional>
#include <memory>
#include <string>

namespace troupe::actors {

/// A connection and the watch over its socket. Lives on one reactor's thread;
/// handlers that are still queued when it goes do nothing.
class postgres_link : public std::enable_shared_from_this<postgres_link> {
public:
  using handler = std::function<void()>;

  /// `moved` is called whenever the connection may have changed.
  postgres_link(reactor& home, db::postgres::connection_options options,
                handler moved);

  db::postgres::connection& connection() noexcept {
    return connection_;
  }

  /// Begins to connect.
  void open();

  /// Sends what waits at the end of the turn: what arrives in the same turn
  /// goes out together.
  void flush_later();

  /// Waits for the socket as the connection wants.
  void watch();

  /// Leaves what the server sends where it is, until it is told otherwise: a
  /// server whose words nobody takes stops talking.
  void hold(bool x);

  bool held() const noexcept {
    return held_;
  }

  void close();

private:
  void step();

  reactor& home_;
  std::string conninfo_;
  std::unique_ptr<server_look_up> look_up_;
  db::postgres::connection connection_;
  handler moved_;
  /// Made by the first `watch`: its handler keeps this alive.
  std::shared_ptr<socket_watch> socket_;
  bool flushing_ = false;
  bool held_ = false;
  bool closed_ = false;
};

} // namespace troupe::actors
