#pragma once

#include "actors/reactor/reactor.hpp"
#include "db/postgres/connection.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>

#include <functional>
#include <memory>

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

  /// Sends what waits at the end of the turn: what arrives in the same turn
  /// goes out together.
  void flush_later();

  /// Waits for the socket as the connection wants.
  void watch();

  void close();

private:
  using descriptor = boost::asio::posix::basic_stream_descriptor<
    boost::asio::io_context::executor_type>;

  void wait(descriptor::wait_type what, bool& flag);
  void step();
  void unwatch();

  reactor& home_;
  db::postgres::connection connection_;
  handler moved_;
  std::unique_ptr<descriptor> socket_;
  uint64_t generation_ = 0;
  bool reading_ = false;
  bool writing_ = false;
  bool flushing_ = false;
  bool closed_ = false;
};

} // namespace troupe::actors
