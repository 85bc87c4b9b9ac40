#include "actors/socket_watch.hpp"

#include <utility>

namespace troupe::actors {

socket_watch::socket_watch(reactor& home, std::function<void()> ready)
  : home_(home), ready_(std::move(ready)) {
  // nop
}

void socket_watch::wait(int socket, bool read, bool write) {
  if (closed_ || socket < 0)
    return;
  if (socket_ == nullptr || socket_->native_handle() != socket) {
    let_go();
    socket_ = std::make_unique<descriptor>(home_.io(), socket);
  }
  if (read && !std::exchange(reading_, true))
    wait_for(descriptor::wait_read, reading_);
  if (write && !std::exchange(writing_, true))
    wait_for(descriptor::wait_write, writing_);
}

void socket_watch::wait_for(descriptor::wait_type what, bool& flag) {
  socket_->async_wait(
    what, [self = shared_from_this(), &flag,
           generation = generation_](boost::system::error_code failed) {
      if (failed || self->closed_ || generation != self->generation_)
        return;
      flag = false;
      reactor::turn turn{self->home_};
      self->ready_();
    });
}

void socket_watch::let_go() {
  ++generation_;
  if (socket_ != nullptr)
    socket_->release();
  socket_.reset();
  reading_ = writing_ = false;
}

void socket_watch::close() {
  closed_ = true;
  let_go();
}

} // namespace troupe::actors
