#include "actors/postgres_link.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace troupe::actors {

namespace pg = db::postgres;

postgres_link::postgres_link(reactor& home, pg::connection_options options,
                             handler moved)
  : home_(home), connection_(std::move(options)), moved_(std::move(moved)) {
  // nop
}

/// The descriptor is only borrowed: libpq closes it.
void postgres_link::watch() {
  if (closed_ || connection_.phase() == pg::phase::broken)
    return;
  auto fd = connection_.socket();
  if (socket_ == nullptr || socket_->native_handle() != fd) {
    unwatch();
    socket_ = std::make_unique<descriptor>(home_.io(), fd);
  }
  bool up = connection_.phase() == pg::phase::ready;
  if (!reading_ && (up || !connection_.wants_write())) {
    reading_ = true;
    wait(descriptor::wait_read, reading_);
  }
  if (!writing_ && connection_.wants_write()) {
    writing_ = true;
    wait(descriptor::wait_write, writing_);
  }
}

void postgres_link::wait(descriptor::wait_type what, bool& flag) {
  socket_->async_wait(
    what, [self = shared_from_this(), &flag,
           generation = generation_](boost::system::error_code failed) {
      if (failed || self->closed_ || generation != self->generation_)
        return;
      flag = false;
      reactor::turn turn{self->home_};
      self->connection_.advance();
      self->step();
    });
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

void postgres_link::unwatch() {
  ++generation_;
  if (socket_ != nullptr)
    socket_->release();
  socket_.reset();
  reading_ = writing_ = false;
}

void postgres_link::close() {
  closed_ = true;
  unwatch();
}

} // namespace troupe::actors
