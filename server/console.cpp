#include "server/console.hpp"

#include "web/embedded.hpp"

namespace troupe::server {

using transport::reply;
using transport::route_request;
using transport::text_reply;

namespace {

constexpr std::string_view json = "application/json; charset=utf-8";

reply not_found() {
  return text_reply(404, json,
                    "{\"errors\":[{\"message\":\"Not found. GraphQL is at "
                    "/graphql.\",\"extensions\":{\"code\":\"NOT_FOUND\"}}]}");
}

} // namespace

site::site(bool console, std::string sdl)
  : console_(console),
    sdl_(std::make_shared<const std::string>(std::move(sdl))) {
  // nop
}

reply site::answer(const route_request& x) const {
  if (x.method != "GET" && x.method != "HEAD")
    return not_found();
  if (x.path == "/health")
    return text_reply(200, json, "{\"status\":\"ok\"}");
  if (x.path == "/ready")
    return draining_ ? text_reply(503, json, "{\"status\":\"draining\"}")
                     : text_reply(200, json, "{\"status\":\"ready\"}");
  if (x.path == "/schema.graphql") {
    std::lock_guard guard{mutex_};
    reply out;
    out.status = 200;
    out.body = *sdl_;
    out.owner = sdl_;
    return out;
  }
  return console_ ? asset(x) : not_found();
}

reply site::asset(const route_request& x) const {
  auto path = x.path == "/" ? std::string_view{"/index.html"} : x.path;
  for (const auto& file : web::embedded_files()) {
    if (file.path != path)
      continue;
    reply out;
    out.status = 200;
    out.content_type = file.mime;
    out.etag = file.etag;
    out.gzip = x.accepts_gzip && !file.gzip.empty();
    auto data = out.gzip ? file.gzip : file.identity;
    out.body = {data.data(), data.size()};
    return out;
  }
  return not_found();
}

void site::schema(std::string sdl) {
  auto next = std::make_shared<const std::string>(std::move(sdl));
  std::lock_guard guard{mutex_};
  sdl_ = std::move(next);
}

void site::drain() noexcept {
  draining_ = true;
}

} // namespace troupe::server
