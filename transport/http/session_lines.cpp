#include "transport/http/session.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/http/field.hpp>

#include <array>
#include <charconv>

namespace troupe::transport {

namespace asio = boost::asio;
namespace http = boost::beast::http;

namespace {

constexpr std::string_view last_chunk = "0\r\n\r\n";

/// Returns the status of an export that failed before its first line.
unsigned status_of_failed(const messages::graphql_response& x) {
  if (x.outcome != messages::outcome::failed)
    return status_of(media_type::graphql_response, x);
  switch (x.code) {
    case ec::overloaded:
    case ec::database_unavailable:
    case ec::shutting_down:
      return 503;
    case ec::timeout:
      return 504;
    case ec::forbidden:
      return 403;
    default:
      break;
  }
  // What is wrong with the client's values shows when rows are read.
  return x.code < ec::overloaded ? 400 : 500;
}

} // namespace

void session_owner::ask_lines(std::shared_ptr<void> rest,
                              std::shared_ptr<session> who) {
  auto& to = *who;
  self->request(query, caf::infinite, messages::next_lines{std::move(rest)})
    .then([&to, keep = std::move(who)](
            const messages::request_done& x) { to.lines_done(x.response); },
          [&to](caf::error&) { to.lines_done(nullptr); });
}

void session_owner::drop_lines(std::shared_ptr<void> rest) {
  self->send(query, messages::drop_lines{std::move(rest)});
}

void session::export_lines() {
  constexpr int http_1_1 = 11;
  if (request_.version() < http_1_1)
    return refuse(505, {ec::bad_request, "An export needs HTTP/1.1.", {}});
  auto x = envelope_of_request();
  x.lines = true;
  auto e = parse_envelope(x, 0);
  if (e.status != 0)
    return refuse(e.status, e.why, e.allow, media_type::graphql_response);
  parts_ = messages::incremental_format::none;
  prepare(e);
  auto& r = *e.requests[0];
  r.as_lines = true;
  run(std::move(e), owner_->options.export_timeout);
}

/// The operation may run, or was refused. Where nothing was written yet,
/// failures have a status.
void session::begin_lines(const messages::graphql_response& x) {
  head_sent_ = false;
  rest_ = x.rest;
  if (rest_ == nullptr)
    return lines_done(batch_[0]);
  batch_.clear();
  watch_client();
  next_lines();
}

void session::next_lines() {
  if (closed_)
    return;
  // The request's own deadline answers it.
  deadline_ =
    owner_->now + owner_->options.export_timeout + owner_->options.read_timeout;
  asking_lines_ = true;
  owner_->ask_lines(rest_, shared_from_this());
}

void session::lines_done(const response_ptr& x) {
  asking_lines_ = false;
  if (closed_)
    return;
  // Without its last chunk the client sees that the answer broke off.
  if (x == nullptr)
    return close();
  rest_ = x->rest;
  // A client that takes nothing for so long is gone.
  deadline_ = owner_->now + owner_->options.idle_timeout;
  if (head_sent_ || rest_ != nullptr)
    return send_lines(x);
  // The watch over the client ends before its next request is read.
  boost::system::error_code ignored;
  socket_.cancel(ignored);
  body_owner_ = x;
  if (in_pieces_)
    return answer(*x);
  bool ok = x->outcome == messages::outcome::success
            || x->outcome == messages::outcome::partial;
  auto media = ok ? media_ : media_type::graphql_response;
  respond(
    {.status = ok ? 200 : status_of_failed(*x),
     .content_type = to_string(media),
     .retry_after = x->retry_after,
     .allow = x->outcome == messages::outcome::mutation_over_get ? "POST" : ""},
    x->body.view());
}

/// The length is not known, and the coding is that of the whole answer.
void session::begin_chunks(std::string_view content_type) {
  const auto& options = owner_->options.compression;
  auto how =
    choose_coding(request_[http::field::accept_encoding], options.codings);
  squeeze_ = make_stream_compressor(how, options.level);
  write_head({.status = 200,
              .content_type = content_type,
              .encoding = squeeze_ == nullptr ? "" : to_string(how),
              .vary = !options.codings.empty(),
              .chunked = true});
  chunk_.append(header_.view());
  head_sent_ = true;
}

/// Sends a chunk; the head goes along with the first, the end with the last.
void session::send_lines(response_ptr x) {
  chunk_.clear();
  if (!head_sent_)
    begin_chunks(to_string(media_));
  bool last = rest_ == nullptr && !x->cut_short;
  if (squeeze_ != nullptr) {
    auto small = std::make_shared<messages::graphql_response>();
    small->cut_short = x->cut_short;
    if (!squeeze_->put(x->body.view(), last, small->body))
      return close();
    x = std::move(small);
  }
  if (!x->body.empty()) {
    constexpr size_t longest = 16;
    auto* first = chunk_.prepare(longest);
    auto end = std::to_chars(first, first + longest, x->body.size(), 16);
    chunk_.commit(static_cast<size_t>(end.ptr - first));
    chunk_.append("\r\n");
  }
  std::string_view tail = x->body.empty() ? "" : "\r\n";
  std::array<asio::const_buffer, 4> parts{
    asio::buffer(chunk_.data(), chunk_.size()),
    asio::buffer(x->body.data(), x->body.size()),
    asio::buffer(tail.data(), tail.size()),
    asio::buffer(last_chunk.data(), last ? last_chunk.size() : 0)};
  if (rest_ == nullptr && x->cut_short)
    keep_alive_ = false;
  body_owner_ = std::move(x);
  asio::async_write(
    socket_, parts,
    [self = shared_from_this()](boost::system::error_code failed, size_t) {
      actors::reactor::turn turn{*self->owner_->home};
      self->lines_sent(failed);
    });
}

void session::lines_sent(boost::system::error_code failed) {
  body_owner_.reset();
  if (!failed && rest_ != nullptr)
    return next_lines();
  boost::system::error_code ignored;
  socket_.cancel(ignored);
  on_written(failed);
}

} // namespace troupe::transport
