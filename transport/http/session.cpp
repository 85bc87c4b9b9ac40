#include "transport/http/session.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>

#include <algorithm>
#include <array>

namespace troupe::transport {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

std::string_view view(boost::beast::string_view x) noexcept {
  return {x.data(), x.size()};
}

std::string_view reason(unsigned status) noexcept {
  auto text = http::obsolete_reason(static_cast<http::status>(status));
  return view(text);
}

bool contains_token(std::string_view list, std::string_view token) noexcept {
  return list.find(token) != std::string_view::npos;
}

} // namespace

void session_owner::ask(
  std::shared_ptr<const messages::graphql_request> request, answer done) {
  auto keep = std::make_shared<answer>(std::move(done));
  self->request(query, caf::infinite, messages::run_request{std::move(request)})
    .then([keep](const messages::request_done& x) { (*keep)(x.response); },
          [keep](caf::error&) {
            auto x = std::make_shared<messages::graphql_response>();
            x->outcome = messages::outcome::failed;
            x->code = ec::internal;
            x->body.append("{\"data\":null,\"errors\":[{\"message\":\"Internal "
                           "server error.\",\"extensions\":{\"code\":"
                           "\"INTERNAL_SERVER_ERROR\"}}]}");
            (*keep)(x);
          });
}

session::session(std::shared_ptr<session_owner> owner,
                 session_owner::tcp_socket socket)
  : owner_(std::move(owner)), socket_(std::move(socket)) {
  owner_->sessions.insert(this);
}

session::~session() {
  owner_->sessions.erase(this);
  if (owner_->sessions.empty() && owner_->last_gone)
    owner_->last_gone();
}

void session::start() {
  boost::system::error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay{true}, ignored);
  read();
}

void session::read() {
  busy_ = false;
  if (owner_->draining)
    return close();
  // What an unusually large request took is given back.
  constexpr size_t usual = 16 * 1024;
  if (buffer_.capacity() > usual && buffer_.size() == 0) {
    buffer_.clear();
    buffer_.shrink_to_fit();
  }
  parser_.emplace();
  parser_->header_limit(
    static_cast<std::uint32_t>(owner_->options.max_header_bytes));
  parser_->body_limit(owner_->options.max_body_bytes);
  deadline_ = owner_->now + owner_->options.idle_timeout;
  // An idle connection and one that is slow to send have different patience;
  // the first byte tells them apart.
  http::async_read_some(
    socket_, buffer_, *parser_,
    [self = shared_from_this()](boost::system::error_code failed, size_t) {
      if (failed || self->parser_->is_done())
        return self->on_read(failed);
      self->deadline_ = self->owner_->now + self->owner_->options.read_timeout;
      http::async_read(
        self->socket_, self->buffer_, *self->parser_,
        [self](boost::system::error_code why, size_t) { self->on_read(why); });
    });
}

void session::on_read(boost::system::error_code failed) {
  if (closed_)
    return;
  if (failed == http::error::end_of_stream
      || failed == asio::error::operation_aborted
      || failed == asio::error::connection_reset)
    return close();
  if (failed)
    return refuse_broken(failed);
  actors::reactor::turn turn{*owner_->home};
  busy_ = true;
  // The answer has its own deadline, the request's; this one is for a client
  // that does not take it.
  deadline_ = owner_->now + owner_->options.request_timeout
              + owner_->options.read_timeout;
  dispatch();
}

void session::refuse_broken(boost::system::error_code why) {
  keep_alive_ = false;
  busy_ = true;
  lingering_ = true;
  if (why == http::error::body_limit)
    return refuse(413, {ec::payload_too_large,
                        "The request body is larger than "
                          + std::to_string(owner_->options.max_body_bytes)
                          + " bytes.",
                        {}});
  if (why == http::error::header_limit || why == http::error::buffer_overflow)
    return refuse(431, {ec::payload_too_large,
                        "The request header is larger than "
                          + std::to_string(owner_->options.max_header_bytes)
                          + " bytes.",
                        {}});
  if (why.category()
      == http::make_error_code(http::error::bad_method).category())
    return refuse(400, {ec::bad_request, "The request is not valid HTTP.", {}});
  close();
}

void session::dispatch() {
  const auto& request = parser_->get();
  keep_alive_ = request.keep_alive() && !owner_->draining;
  head_only_ = request.method() == http::verb::head;
  auto origin = view(request[http::field::origin]);
  const auto& allowed = owner_->options.cors_origins;
  origin_.clear();
  if (!origin.empty()
      && (std::ranges::find(allowed, origin) != allowed.end()
          || std::ranges::find(allowed, "*") != allowed.end()))
    origin_ = origin;
  auto target = view(request.target());
  auto path = target.substr(0, target.find('?'));
  if (!origin_.empty() && request.method() == http::verb::options) {
    write_head({.status = 204, .content_type = {}, .allow = "GET, POST"});
    return write({});
  }
  if (path == "/graphql")
    return graphql(request);
  answer_route(request, path);
}

void session::graphql(const parser_type::value_type& request) {
  http_request x;
  x.method = view(request.method_string());
  x.target = view(request.target());
  x.content_type = view(request[http::field::content_type]);
  auto accept = request.find(http::field::accept);
  x.has_accept = accept != request.end();
  if (x.has_accept)
    x.accept = view(accept->value());
  x.body = request.body();
  auto e = parse_envelope(x, owner_->options.max_batch);
  if (e.status != 0)
    return refuse(e.status, e.why, e.allow, e.media);
  run(std::move(e));
}

void session::run(envelope e) {
  auto started = steady::now();
  batch_.assign(e.requests.size(), nullptr);
  batch_waiting_ = e.requests.size();
  for (size_t i = 0; i < e.requests.size(); ++i) {
    e.requests[i]->started = started;
    e.requests[i]->deadline = started + owner_->options.request_timeout;
    owner_->ask(std::move(e.requests[i]), [self = shared_from_this(), i,
                                           media = e.media,
                                           batch = e.batch](auto response) {
      self->batch_[i] = std::move(response);
      if (--self->batch_waiting_ > 0)
        return;
      if (batch)
        return self->finish_batch();
      const auto& x = *self->batch_[0];
      self->write_head(
        {.status = status_of(media, x),
         .content_type = to_string(media),
         .size = x.body.size(),
         .retry_after = x.retry_after,
         .allow =
           x.outcome == messages::outcome::mutation_over_get ? "POST" : ""});
      self->write(x.body.view());
    });
  }
}

void session::finish_batch() {
  auto body = std::make_shared<bytes>();
  body->push_back('[');
  for (size_t i = 0; i < batch_.size(); ++i) {
    if (i > 0)
      body->push_back(',');
    body->append(batch_[i]->body.view());
  }
  body->push_back(']');
  body_owner_ = body;
  write_head({.status = 200,
              .content_type = to_string(media_type::json),
              .size = body->size()});
  write(body->view());
}

void session::answer_route(const parser_type::value_type& request,
                           std::string_view path) {
  route_request x;
  x.method = view(request.method_string());
  x.path = path;
  x.if_none_match = view(request[http::field::if_none_match]);
  x.accepts_gzip =
    contains_token(view(request[http::field::accept_encoding]), "gzip");
  auto r = owner_->routes(x);
  body_owner_ = r.owner;
  bool unchanged = !r.etag.empty() && r.etag == x.if_none_match;
  write_head({.status = unchanged ? 304 : r.status,
              .content_type = r.content_type,
              .size = unchanged ? 0 : r.body.size(),
              .etag = r.etag,
              .gzip = r.gzip,
              .immutable = path.starts_with("/assets/")});
  write(unchanged ? std::string_view{} : r.body);
}

void session::refuse(unsigned status, const error& why, std::string_view allow,
                     media_type media) {
  auto body = std::make_shared<const std::string>(error_body(why));
  body_owner_ = body;
  write_head({.status = status,
              .content_type = to_string(media),
              .size = body->size(),
              .allow = allow});
  write(*body);
}

void session::write_head(const head& x) {
  header_.clear();
  header_.reserve(512);
  auto number = [&](uint64_t n) { header_.append(std::to_string(n)); };
  header_.append("HTTP/1.1 ");
  number(x.status);
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
  header_.append("Content-Length: ");
  number(x.size);
  header_.append("\r\n");
  if (!keep_alive_)
    field("Connection", "close");
  if (x.retry_after > 0)
    field("Retry-After", std::to_string(x.retry_after));
  if (!x.allow.empty())
    field("Allow", x.allow);
  if (!x.etag.empty()) {
    field("ETag", x.etag);
    field("Cache-Control",
          x.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  }
  if (x.gzip) {
    field("Content-Encoding", "gzip");
    field("Vary", "Accept-Encoding");
  }
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
  std::array<asio::const_buffer, 2> parts{
    asio::buffer(header_.data(), header_.size()),
    asio::buffer(body.data(), body.size())};
  asio::async_write(
    socket_, parts,
    [self = shared_from_this()](boost::system::error_code failed, size_t) {
      self->on_written(failed);
    });
}

void session::on_written(boost::system::error_code failed) {
  batch_.clear();
  body_owner_.reset();
  if (!failed && lingering_)
    return linger();
  if (failed || !keep_alive_)
    return close();
  read();
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

void session::drain() {
  keep_alive_ = false;
  if (!busy_)
    close();
}

void session::check(steady::time_point now) {
  if (now > deadline_)
    close();
}

void session::close() {
  if (closed_)
    return;
  closed_ = true;
  boost::system::error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  socket_.close(ignored);
}

} // namespace troupe::transport
