#include "actors/socket_watch.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace troupe::actors {

socket_watch::socket_watch(reactor& home, std::function<void()> ready)
  : home_(home), ready_(std::move(ready)) {
  // nop
}

void socket_watch::wait(int socket, bool read, bool write) {
  if (closed_ || socket < 0)
    return;
  if (own_ == nullptr || of_ != socket) {
    let_go();
    take(socket);
  }
  if (own_ == nullptr)
    return; // the time that its owner has ends it
  if (read && !std::exchange(reading_, true))
    wait_for(descriptor::wait_read, reading_);
  if (write && !std::exchange(writing_, true))
    wait_for(descriptor::wait_write, writing_);
}

void socket_watch::wait_for(descriptor::wait_type what, bool& flag) {
  own_->async_wait(
    what, [self = shared_from_this(), &flag,
           generation = generation_](boost::system::error_code failed) {
      if (failed || self->closed_ || generation != self->generation_)
        return;
      flag = false;
      reactor::turn turn{self->home_};
      self->ready_();
    });
}

void socket_watch::take(int socket) {
  of_ = socket;
  auto number = fcntl(socket, F_DUPFD_CLOEXEC, 0);
  if (number < 0)
    return;
  auto made = std::make_unique<descriptor>(home_.io());
  boost::system::error_code failed;
  made->assign(number, failed);
  if (failed)
    ::close(number);
  else
    own_ = std::move(made);
}

void socket_watch::renew() {
  let_go();
}

void socket_watch::let_go() {
  ++generation_;
  own_.reset();
  reading_ = writing_ = false;
}

void socket_watch::close() {
  closed_ = true;
  let_go();
}

} // namespace troupe::actors
