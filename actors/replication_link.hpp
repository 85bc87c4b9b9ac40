#pragma once

#include "actors/server_look_up.hpp"
#include "actors/socket_watch.hpp"
#include "db/postgres/replication_connection.hpp"

#include <functional>
#include <memory>
#include <string>

namespace troupe::actors {

/// A replication connection and the watch over its socket. Lives on one
/// reactor's thread; handlers that are still queued when it is closed do
/// nothing.
class replication_link : public std::enable_shared_from_this<replication_link> {
public:
  /// `moved` is called whenever the connection may have changed, or there is
  /// something to receive.
  replication_link(reactor& home, const std::string& conninfo,
                   std::function<void()> moved);

  db::postgres::replication_connection& connection() noexcept {
    return connection_;
  }

  /// Begins to connect.
  void open();

  /// Waits for the socket. While streaming it is read from only if `read`: what
  /// is not read stays with the server.
  void watch(bool read);

  /// Calls `moved` at the end of what is going on, once.
  void move_later();

  void close();

private:
  reactor& home_;
  std::string conninfo_;
  std::unique_ptr<server_look_up> look_up_;
  db::postgres::replication_connection connection_;
  std::function<void()> moved_;
  std::shared_ptr<socket_watch> socket_;
  bool moving_ = false;
  bool closed_ = false;
};

} // namespace troupe::actors
