#include "transport/http/session.hpp"

#include <boost/beast/http/error.hpp>

#include <algorithm>

namespace troupe::transport {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

std::shared_ptr<const messages::graphql_response> internal_error() {
  auto x = std::make_shared<messages::graphql_response>();
  x->outcome = messages::outcome::failed;
  x->code = ec::internal;
  x->body.append("{\"data\":null,\"errors\":[{\"message\":\"Internal "
                 "server error.\",\"extensions\":{\"code\":"
                 "\"INTERNAL_SERVER_ERROR\"}}]}");
  return x;
}

bool contains_token(std::string_view list, std::string_view token) noexcept {
  return list.find(token) != std::string_view::npos;
}

} // namespace

void session_owner::ask(
  std::shared_ptr<const messages::graphql_request> request,
  std::shared_ptr<session> who, size_t index) {
  auto& to = *who;
  self->request(query, caf::infinite, messages::run_request{std::move(request)})
    .then(
      [&to, index, keep = std::move(who)](const messages::request_done& x) {
        to.answered(index, x.response);
      },
      [&to, index](caf::error&) { to.answered(index, internal_error()); });
}

void session_owner::ask_next(std::shared_ptr<void> rest,
                             std::shared_ptr<session> who) {
  auto& to = *who;
  self->request(query, caf::infinite, messages::next_part{std::move(rest)})
    .then([&to, keep = std::move(who)](
            const messages::request_done& x) { to.part_done(x.response); },
          [&to](caf::error&) { to.part_done(nullptr); });
}

session::session(std::shared_ptr<session_owner> owner,
                 session_owner::tcp_socket socket, std::shared_ptr<void> place)
  : owner_(std::move(owner)),
    place_(std::move(place)),
    socket_(std::move(socket)) {
  owner_->sessions.insert(this);
  boost::system::error_code gone;
  if (owner_->options.identify_clients)
    client_ =
      std::hash<asio::ip::address>{}(socket_.remote_endpoint(gone).address());
}

session::~session() {
  owner_->sessions.erase(this);
  if (owner_->sessions.empty() && owner_->last_gone)
    owner_->last_gone();
}

void session::start() {
  boost::system::error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay{true}, ignored);
  // Small answers are written at once, without an asynchronous operation.
  socket_.non_blocking(true, ignored);
  next();
}

/// Turns to the next request. Answers that are ready at once call this from
/// within it; they must not pile up on the stack.
void session::next() {
  again_ = true;
  if (stepping_)
    return;
  stepping_ = true;
  while (again_ && !closed_) {
    again_ = false;
    step();
  }
  stepping_ = false;
}

void session::step() {
  busy_ = false;
  if (owner_->draining)
    return close();
  request_.reset(owner_->options.max_header_bytes,
                 owner_->options.max_body_bytes);
  deadline_ = owner_->now + owner_->options.idle_timeout;
  if (buffer_.size() > 0)
    return take_bytes();
  // What an unusually large request took is given back.
  constexpr size_t usual = 16 * 1024;
  if (buffer_.capacity() > usual) {
    buffer_.clear();
    buffer_.shrink_to_fit();
  }
  read_more();
}

void session::read_more() {
  constexpr size_t least = 2 * 1024;
  constexpr size_t most = 64 * 1024;
  socket_.async_read_some(
    buffer_.prepare(std::clamp(request_.expected(), least, most)),
    [self = shared_from_this()](boost::system::error_code failed, size_t size) {
      self->on_bytes(failed, size);
    });
}

void session::on_bytes(boost::system::error_code failed, size_t size) {
  if (closed_)
    return;
  actors::reactor::turn turn{*owner_->home};
  if (failed == asio::error::eof && request_.started())
    return refuse_broken(http::error::partial_message);
  if (failed)
    return close();
  // An idle connection and one that is slow to send have different patience.
  if (!request_.started())
    deadline_ = owner_->now + owner_->options.read_timeout;
  buffer_.commit(size);
  take_bytes();
}

void session::take_bytes() {
  boost::system::error_code failed;
  auto data = buffer_.cdata();
  buffer_.consume(
    request_.put({static_cast<const char*>(data.data()), data.size()}, failed));
  if (failed)
    return refuse_broken(failed);
  if (!request_.done())
    return read_more();
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
  keep_alive_ = request_.keep_alive() && !owner_->draining;
  head_only_ = request_.method() == http::verb::head;
  auto origin = request_[http::field::origin];
  const auto& allowed = owner_->options.cors_origins;
  origin_.clear();
  if (!origin.empty()
      && (std::ranges::find(allowed, origin) != allowed.end()
          || std::ranges::find(allowed, "*") != allowed.end()))
    origin_ = origin;
  if (!one_host())
    return refuse_broken(http::error::bad_field);
  auto target = request_.target();
  auto path = target.substr(0, target.find('?'));
  if (!origin_.empty() && request_.method() == http::verb::options) {
    write_head({.status = 204, .content_type = {}, .allow = "GET, POST"});
    return write({});
  }
  if (path == "/graphql")
    return graphql();
  if (path == "/export")
    return export_lines();
  if (path == "/explain" && may_explain())
    return explain();
  answer_route(path);
}

/// HTTP/1.1 asks for exactly one Host (RFC 9112 §3.2).
bool session::one_host() const {
  constexpr int http_1_1 = 11;
  auto hosts = request_.count(http::field::host);
  return hosts == 1 || (hosts == 0 && request_.version() < http_1_1);
}

http_request session::envelope_of_request() const {
  http_request x;
  x.method = request_.method_string();
  x.target = request_.target();
  x.content_type = request_[http::field::content_type];
  x.has_accept = request_.has(http::field::accept);
  x.accept = request_[http::field::accept];
  x.body = request_.body();
  return x;
}

void session::graphql(messages::explanation explain) {
  auto e = parse_envelope(envelope_of_request(), owner_->options.max_batch);
  if (e.status != 0)
    return refuse(e.status, e.why, e.allow, e.media);
  prepare(e);
  for (auto& r : e.requests)
    r->explain = explain;
  // A batch has one body, and HTTP/1.0 no chunks.
  constexpr int http_1_1 = 11;
  parts_ = e.batch || request_.version() < http_1_1
               || explain != messages::explanation::none
             ? messages::incremental_format::none
             : e.parts;
  bool whole = e.batch || request_.version() < http_1_1 || head_only_
               || explain != messages::explanation::none;
  if (owner_->options.flow && !whole)
    e.requests[0]->flow_deadline =
      steady::now() + owner_->options.export_timeout;
  run(std::move(e), owner_->options.request_timeout);
}

/// Tells the operations what the rest of the request says about them.
void session::prepare(envelope& e) {
  get_ = request_.method() == http::verb::get || head_only_;
  const auto& rules = owner_->options.session_rules;
  if (!rules.empty())
    for (auto& r : e.requests)
      r->session = security::make_session(
        rules, [&](std::string_view name) { return request_[name]; },
        r->principal.get());
}

void session::run(envelope e, std::chrono::milliseconds patience) {
  if (!take_idempotency_key(e))
    return;
  auto started = steady::now();
  batch_.resize(e.requests.size());
  batch_waiting_ = e.requests.size();
  batched_ = e.batch;
  media_ = e.media;
  for (size_t i = 0; i < e.requests.size(); ++i) {
    e.requests[i]->started = started;
    e.requests[i]->client = client_;
    e.requests[i]->deadline = started + patience;
    e.requests[i]->incremental = parts_;
    if (owner_->operations == nullptr || !find_kept(e.requests[i], i))
      owner_->ask(std::move(e.requests[i]), shared_from_this(), i);
  }
}

void session::answered(size_t index, response_ptr response) {
  batch_[index] = std::move(response);
  if (--batch_waiting_ > 0)
    return;
  if (batched_)
    return finish_batch();
  const auto& x = *batch_[0];
  in_pieces_ = x.in_pieces;
  if (media_ == media_type::json_lines || media_ == media_type::ndjson
      || in_pieces_)
    return begin_lines(x);
  if (x.rest != nullptr)
    return begin_parts(x);
  answer(x);
}

void session::answer(const messages::graphql_response& x) {
  head h{.status = status_of(media_, x),
         .content_type = to_string(media_),
         .retry_after = x.retry_after,
         .allow =
           x.outcome == messages::outcome::mutation_over_get ? "POST" : "",
         .replayed = x.replayed};
  if (get_ && x.outcome == messages::outcome::success
      && tag(h, x.body.view(), x.max_age >= 0,
             static_cast<uint32_t>(std::max(x.max_age, 0)), x.one_user))
    return;
  respond(h, x.body.view());
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
  respond({.status = 200, .content_type = to_string(media_type::json)},
          body->view());
}

void session::answer_route(std::string_view path) {
  route_request x;
  x.method = request_.method_string();
  x.path = path;
  x.if_none_match = request_[http::field::if_none_match];
  x.content_type = request_[http::field::content_type];
  x.body = request_.body();
  x.authorization = request_[http::field::authorization];
  x.loopback = from_loopback();
  x.accepts_gzip =
    contains_token(request_[http::field::accept_encoding], "gzip");
  auto r = owner_->routes(x);
  body_owner_ = r.owner;
  bool unchanged = !r.etag.empty() && r.etag == x.if_none_match;
  write_head({.status = unchanged ? 304 : r.status,
              .content_type = r.content_type,
              .size = unchanged ? 0 : r.body.size(),
              .etag = r.etag,
              .encoding = r.gzip ? "gzip" : "",
              .vary = !r.etag.empty(),
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
  if (asking_lines_)
    owner_->drop_lines(std::move(rest_));
  rest_.reset();
  boost::system::error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  socket_.close(ignored);
}

} // namespace troupe::transport
