#include "actors/replication_link.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace troupe::actors {

namespace pg = db::postgres;

replication_link::replication_link(reactor& home, const std::string& conninfo,
                                   std::function<void()> moved)
  : home_(home),
    conninfo_(conninfo),
    connection_(conninfo),
    moved_(std::move(moved)) {
  // nop
}

void replication_link::open() {
  look_up_ = std::make_unique<server_look_up>(home_, conninfo_,
                                              [this](const auto& places) {
                                                connection_.start(places);
                                                moved_();
                                              });
}

void replication_link::watch(bool read) {
  auto phase = connection_.phase();
  if (closed_ || phase == pg::replication_phase::broken)
    return;
  if (socket_ == nullptr)
    socket_ =
      std::make_shared<socket_watch>(home_, [self = shared_from_this()] {
        self->connection_.advance();
        if (!self->closed_)
          self->moved_();
      });
  bool write = connection_.wants_write();
  bool connecting = phase == pg::replication_phase::connecting;
  if (connecting) // libpq tries one address after the other
    socket_->renew();
  bool streaming = phase == pg::replication_phase::streaming;
  socket_->wait(connection_.socket(),
                connecting  ? !write
                : streaming ? read
                            : true,
                write);
}

void replication_link::move_later() {
  if (std::exchange(moving_, true))
    return;
  boost::asio::post(home_.io(), [self = shared_from_this()] {
    self->moving_ = false;
    if (self->closed_)
      return;
    reactor::turn turn{self->home_};
    self->moved_();
  });
}

/// Whoever watches keeps the link, and the link the watch: here that ends.
void replication_link::close() {
  closed_ = true;
  look_up_.reset();
  if (auto watch = std::exchange(socket_, nullptr))
    watch->close();
}

} // namespace troupe::actors
