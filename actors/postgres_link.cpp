#include "actors/postgres_link.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace troupe::actors {

namespace pg = db::postgres;

postgres_link::postgres_link(reactor& home, pg::connection_options options,
                             handler moved)
  : home_(home),
    conninfo_(options.conninfo),
    connection_(std::move(options)),
    moved_(std::move(moved)) {
  // nop
}

void postgres_link::open() {
  look_up_ = std::make_unique<server_look_up>(home_, conninfo_,
                                              [this](const auto& places) {
                                                connection_.start(places);
                                                step();
                                              });
}

void postgres_link::watch() {
  if (closed_ || held_ || connection_.phase() == pg::phase::broken)
    return;
  if (socket_ == nullptr)
    socket_ =
      std::make_shared<socket_watch>(home_, [self = shared_from_this()] {
        if (self->held_)
          return;
        self->connection_.advance();
        self->step();
      });
  bool up = connection_.phase() == pg::phase::ready;
  if (!up) // libpq tries one address after the other
    socket_->renew();
  bool write = connection_.wants_write();
  socket_->wait(connection_.socket(), up || !write, write);
}

void postgres_link::hold(bool x) {
  if (std::exchange(held_, x) && !x)
    watch();
}

void postgres_link::step() {
  watch();
  if (!closed_)
    moved_();
}

void postgres_link::flush_later() {
  if (std::exchange(flushing_, true))
    return;
  boost::asio::post(home_.io(), [self = shared_from_this()] {
    self->flushing_ = false;
    if (self->closed_)
      return;
    reactor::turn turn{self->home_};
    self->connection_.flush();
    self->step();
  });
}

/// Whoever watches keeps the link, and the link the watch: here that ends.
void postgres_link::close() {
  closed_ = true;
  look_up_.reset();
  if (auto watch = std::exchange(socket_, nullptr))
    watch->close();
}

} // namespace troupe::actors
