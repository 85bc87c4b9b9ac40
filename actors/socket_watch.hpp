#pragma once

#include "actors/reactor/reactor.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>

#include <functional>
#include <memory>

namespace troupe::actors {

/// Waits until a borrowed socket can be read or written, under a number of its
/// own: the socket's may belong to another one, of any thread, as soon as its
/// owner has closed it. Lives on one reactor's thread; handlers that are still
/// queued when it is closed do nothing.
class socket_watch : public std::enable_shared_from_this<socket_watch> {
public:
  /// `ready` is called within a turn of the reactor.
  socket_watch(reactor& home, std::function<void()> ready);

  /// Waits for what is wanted, in addition to what is waited for already.
  void wait(int socket, bool read, bool write);

  /// The next socket is another one, even if it has the number of the last.
  void renew();

  /// Lets go of the socket; its owner closes it.
  void close();

private:
  using descriptor = boost::asio::posix::basic_stream_descriptor<
    boost::asio::io_context::executor_type>;

  void wait_for(descriptor::wait_type what, bool& flag);
  void take(int socket);
  void let_go();

  reactor& home_;
  std::function<void()> ready_;
  std::unique_ptr<descriptor> own_; ///< null: there is none, or no room for it
  int of_ = -1;                     ///< the socket's own number
  uint64_t generation_ = 0;
  bool reading_ = false;
  bool writing_ = false;
  bool closed_ = false;
};

} // namespace troupe::actors
