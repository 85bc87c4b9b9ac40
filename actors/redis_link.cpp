#include "actors/redis_link.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <utility>

namespace troupe::actors {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

struct redis_link::wires {
  explicit wires(asio::io_context& io) : resolver(io), socket(io) {
    // nop
  }

  tcp::resolver resolver;
  tcp::socket socket;
  tcp::resolver::results_type places;
  std::array<char, 32 * 1024> in;
  bytes out;
};

redis_link::redis_link(reactor& home, redis::url to,
                       const redis::conversation_limits& limits,
                       std::function<void()> moved)
  : home_(home),
    to_(std::move(to)),
    talk_(limits),
    moved_(std::move(moved)),
    wires_(std::make_unique<wires>(home.io())) {
  // nop
}

redis_link::~redis_link() = default;

/// hiredis would look names up itself, and wait.
void redis_link::start() {
  wires_->resolver.async_resolve(
    to_.host, std::to_string(to_.port),
    [self = shared_from_this()](error_code failed, auto places) {
      if (self->closed_)
        return;
      reactor::turn turn{self->home_};
      if (failed)
        return self->fail(failed.message());
      self->wires_->places = std::move(places);
      self->connect();
    });
}

void redis_link::connect() {
  asio::async_connect(
    wires_->socket, wires_->places,
    [self = shared_from_this()](error_code failed, const auto&) {
      if (self->closed_)
        return;
      reactor::turn turn{self->home_};
      if (failed)
        return self->fail(failed.message());
      error_code ignored;
      self->wires_->socket.set_option(tcp::no_delay{true}, ignored);
      self->phase_ = link_phase::up;
      self->read();
      self->moved_();
    });
}

void redis_link::read() {
  wires_->socket.async_read_some(
    asio::buffer(wires_->in),
    [self = shared_from_this()](error_code failed, size_t size) {
      if (self->closed_)
        return;
      reactor::turn turn{self->home_};
      if (failed)
        return self->fail(failed.message());
      bool good = self->talk_.hear({self->wires_->in.data(), size});
      if (self->closed_)
        return;
      if (!good)
        return self->fail("it does not speak the protocol of Redis");
      self->read();
    });
}

void redis_link::flush_later() {
  if (std::exchange(flushing_, true))
    return;
  asio::post(home_.io(), [self = shared_from_this()] {
    self->flushing_ = false;
    if (!self->closed_ && !self->sending_)
      self->send();
  });
}

void redis_link::send() {
  if (phase_ != link_phase::up || talk_.output().empty())
    return;
  sending_ = true;
  std::swap(wires_->out, talk_.output());
  asio::async_write(wires_->socket,
                    asio::buffer(wires_->out.data(), wires_->out.size()),
                    [self = shared_from_this()](error_code failed, size_t) {
                      if (self->closed_)
                        return;
                      reactor::turn turn{self->home_};
                      self->sending_ = false;
                      self->wires_->out.clear();
                      if (failed)
                        return self->fail(failed.message());
                      self->send();
                    });
}

void redis_link::fail(std::string why) {
  failure_ = std::move(why);
  phase_ = link_phase::broken;
  moved_();
}

void redis_link::close() {
  if (std::exchange(closed_, true))
    return;
  error_code ignored;
  wires_->resolver.cancel();
  wires_->socket.close(ignored);
  talk_.end();
}

} // namespace troupe::actors
