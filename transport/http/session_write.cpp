#include "transport/http/session.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace troupe::transport {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

using buffers = std::array<asio::const_buffer, 2>;

std::string_view reason(unsigned status) noexcept {
  auto text = http::obsolete_reason(static_cast<http::status>(status));
  return {text.data(), text.size()};
}

void append_number(bytes& out, uint64_t n) {
  constexpr size_t longest = 20;
  auto* first = out.prepare(longest);
  auto end = std::to_chars(first, first + longest, n);
  out.commit(static_cast<size_t>(end.ptr - first));
}

} // namespace

/// Which coding is worth it and read by the client.
coding session::coding_for(std::string_view body) const {
  const auto& options = owner_->options.compression;
  return body.size() < options.least
           ? coding::identity
           : choose_coding(request_[http::field::accept_encoding],
                           options.codings);
}

/// Compresses what is worth it, if the client says that it reads that.
void session::respond(head x, std::string_view body) {
  const auto& options = owner_->options.compression;
  if (body.size() >= options.least && !options.codings.empty()) {
    x.vary = true;
    auto how = coding_for(body);
    if (how != coding::identity) {
      if (owner_->squeeze == nullptr)
        owner_->squeeze = std::make_unique<compressor>(options.level);
      auto small = std::make_shared<bytes>();
      if (owner_->squeeze->run(how, body, *small)) {
        body = small->view();
        body_owner_ = std::move(small);
        x.encoding = to_string(how);
      }
    }
  }
  x.size = body.size();
  write_head(x);
  write(body);
}

void session::write_head(const head& x) {
  header_.clear();
  header_.reserve(256);
  header_.append("HTTP/1.1 ");
  append_number(header_, x.status);
  header_.push_back(' ');
  header_.append(reason(x.status));
  header_.append("\r\n");
  auto field = [&](std::string_view name, std::string_view value) {
    header_.append(name);
    header_.append(": ");
    header_.append(value);
    header_.append("\r\n");
  };
  if (!x.content_type.empty())
    field("Content-Type", x.content_type);
  if (x.chunked) {
    field("Transfer-Encoding", "chunked");
  } else if (x.status != 304) {
    header_.append("Content-Length: ");
    append_number(header_, x.size);
    header_.append("\r\n");
  }
  if (!keep_alive_)
    field("Connection", "close");
  if (x.retry_after > 0)
    field("Retry-After", std::to_string(x.retry_after));
  if (!x.allow.empty())
    field("Allow", x.allow);
  if (!x.etag.empty()) {
    field("ETag", x.etag);
    field("Cache-Control", !x.cache_control.empty() ? x.cache_control
                           : x.immutable ? "public, max-age=31536000, immutable"
                                         : "no-cache");
  }
  if (x.replayed)
    field("Idempotency-Replayed", "true");
  if (x.age > 0)
    field("Age", std::to_string(x.age));
  if (!x.encoding.empty())
    field("Content-Encoding", x.encoding);
  if (x.vary)
    field("Vary", "Accept-Encoding");
  if (!origin_.empty()) {
    field("Access-Control-Allow-Origin", origin_);
    field("Access-Control-Allow-Headers", "content-type, authorization");
    field("Vary", "Origin");
  }
  header_.append("\r\n");
}

void session::write(std::string_view body) {
  if (head_only_)
    body = {};
  buffers parts{asio::buffer(header_.data(), header_.size()),
                asio::buffer(body.data(), body.size())};
  boost::system::error_code failed;
  auto sent = socket_.write_some(parts, failed);
  if (failed && failed != asio::error::would_block)
    return on_written(failed);
  if (sent < header_.size() + body.size())
    return write_rest(body, sent);
  on_written({});
}

/// The client takes its time.
void session::write_rest(std::string_view body, size_t sent) {
  auto of_head = std::min(sent, header_.size());
  buffers rest{asio::buffer(header_.data(), header_.size()) + of_head,
               asio::buffer(body.data(), body.size()) + (sent - of_head)};
  asio::async_write(
    socket_, rest,
    [self = shared_from_this()](boost::system::error_code failed, size_t) {
      actors::reactor::turn turn{*self->owner_->home};
      self->on_written(failed);
    });
}

void session::on_written(boost::system::error_code failed) {
  batch_.clear();
  body_owner_.reset();
  kept_.reset();
  if (!failed && lingering_)
    return linger();
  if (failed || !keep_alive_)
    return close();
  next();
}

/// Closing with bytes unread would reset the connection and take the answer
/// along, so what a refused client still sends is read and dropped for a while.
void session::linger() {
  boost::system::error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  busy_ = false;
  deadline_ = owner_->now + std::chrono::seconds{2};
  if (owner_->draining)
    return close();
  drop_input();
}

void session::drop_input() {
  buffer_.clear();
  socket_.async_read_some(
    buffer_.prepare(16 * 1024),
    [self = shared_from_this()](boost::system::error_code failed, size_t) {
      if (failed || self->closed_)
        return self->close();
      self->drop_input();
    });
}

} // namespace troupe::transport
