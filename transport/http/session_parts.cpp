#include "transport/http/multipart.hpp"
#include "transport/http/session.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/http/field.hpp>

#include <algorithm>

namespace troupe::transport {

/// Hands the key of the request to its operations, each of a batch with a key
/// of its own. Returns false if it was no good and the request refused.
bool session::take_idempotency_key(const envelope& e) {
  auto key = request_["Idempotency-Key"];
  if (key.empty())
    return true;
  constexpr size_t longest = 255;
  bool fine =
    key.size() <= longest && std::ranges::all_of(key, [](unsigned char c) {
      return c > 0x20 && c < 0x7f;
    });
  if (!fine) {
    refuse(400,
           {ec::bad_request,
            "An Idempotency-Key has up to 255 visible characters of ASCII.",
            {}},
           {}, e.media);
    return false;
  }
  for (size_t i = 0; i < e.requests.size(); ++i) {
    std::string own{key};
    if (e.batch)
      own += " " + std::to_string(i);
    e.requests[i]->idempotency_key = e.requests[i]->memory.copy(own);
  }
  return true;
}

namespace asio = boost::asio;
namespace http = boost::beast::http;

void session::begin_parts(const messages::graphql_response& first) {
  chunk_.clear();
  begin_chunks(multipart_type(parts_));
  send_part(first, true);
  watch_client();
}

void session::send_part(const messages::graphql_response& x, bool first) {
  rest_ = x.rest;
  auto last = rest_ == nullptr;
  bytes text;
  write_part(text, x.body.view(), first, last);
  if (squeeze_ != nullptr) {
    bytes small;
    if (!squeeze_->put(text.view(), last, small))
      return close();
    text = std::move(small);
  }
  write_chunk(chunk_, text.view(), last);
  deadline_ = owner_->now + owner_->options.request_timeout
              + owner_->options.read_timeout;
  // `answered` waits for one answer: what it got has been copied.
  batch_.clear();
  asio::async_write(
    socket_, asio::buffer(chunk_.data(), chunk_.size()),
    [self = shared_from_this()](boost::system::error_code failed, size_t) {
      actors::reactor::turn turn{*self->owner_->home};
      self->chunk_.clear();
      if (!failed && self->rest_ != nullptr)
        return self->next_part();
      // The watch over the client ends before its next request is read.
      boost::system::error_code ignored;
      self->socket_.cancel(ignored);
      self->on_written(failed);
    });
}

void session::next_part() {
  if (!closed_)
    owner_->ask_next(std::move(rest_), shared_from_this());
}

void session::part_done(const response_ptr& x) {
  if (closed_)
    return;
  // Without the last boundary the client sees that the answer broke off.
  if (x == nullptr)
    return close();
  send_part(*x, false);
}

/// Nothing is read while parts are sent, so a client that goes away would be
/// noticed by the next write only. What it does not wait for need not run.
void session::watch_client() {
  socket_.async_wait(
    asio::ip::tcp::socket::wait_read,
    [self = shared_from_this()](boost::system::error_code failed) {
      if (failed || self->closed_)
        return;
      boost::system::error_code why;
      if (self->socket_.available(why) == 0 || why)
        self->close();
    });
}

} // namespace troupe::transport
