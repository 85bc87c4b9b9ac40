#include "server/console.hpp"

#include "base/json_write.hpp"
#include "server/cache_page.hpp"
#include "web/embedded.hpp"

namespace troupe::server {

using transport::reply;
using transport::route_request;
using transport::text_reply;

namespace {

constexpr std::string_view json = "application/json; charset=utf-8";

constexpr std::string_view exposition =
  "text/plain; version=0.0.4; charset=utf-8";

std::string error_text(std::string_view message, std::string_view code) {
  return "{\"errors\":[{\"message\":" + troupe::json::quoted(message)
         + ",\"extensions\":{\"code\":" + troupe::json::quoted(code) + "}}]}";
}

reply not_found() {
  return text_reply(
    404, json, error_text("Not found. GraphQL is at /graphql.", "NOT_FOUND"));
}

reply denied() {
  return text_reply(
    401, json,
    error_text("The admin token is needed: Authorization: Bearer TOKEN.",
               "UNAUTHENTICATED"));
}

/// Takes the same time wherever the two differ.
bool same_secret(std::string_view a, std::string_view b) {
  if (a.size() != b.size())
    return false;
  unsigned difference = 0;
  for (size_t i = 0; i < a.size(); ++i)
    difference |= static_cast<unsigned char>(a[i] ^ b[i]);
  return difference == 0;
}

} // namespace

site::site(const site_options& options, sdl_writer sdl,
           std::shared_ptr<const telemetry::metrics> metrics)
  : options_(options), metrics_(std::move(metrics)), write_(std::move(sdl)) {
  // nop
}

reply site::sdl() const {
  std::lock_guard guard{mutex_};
  if (write_ == nullptr)
    return not_found();
  if (sdl_ == nullptr)
    sdl_ = std::make_shared<const std::string>(write_());
  reply out;
  out.status = 200;
  out.body = *sdl_;
  out.owner = sdl_;
  return out;
}

reply site::answer(const route_request& x) const {
  if (x.path == "/admin/cache" && kept_ != nullptr) {
    if (!admitted(x))
      return denied();
    return x.method == "POST" ? forget_answers(*kept_, x)
                              : text_reply(200, json, describe_answers(*kept_));
  }
  if (x.method != "GET" && x.method != "HEAD")
    return not_found();
  if (x.path == "/health")
    return text_reply(200, json, "{\"status\":\"ok\"}");
  if (x.path == "/ready")
    return draining_ ? text_reply(503, json, "{\"status\":\"draining\"}")
                     : text_reply(200, json, "{\"status\":\"ready\"}");
  if (x.path == "/schema.graphql")
    return sdl();
  if (x.path == "/metrics" || x.path.starts_with("/admin/")) {
    if (!admitted(x))
      return denied();
    if (x.path == "/metrics")
      return text_reply(200, exposition, metrics_->scrape());
    if (x.path == "/admin/actors")
      return text_reply(200, json, metrics_->actors_json());
    if (x.path == "/admin/pools")
      return text_reply(200, json, metrics_->pools_json());
    return not_found();
  }
  return options_.console ? asset(x) : not_found();
}

bool site::admitted(const route_request& x) const {
  constexpr std::string_view scheme = "Bearer ";
  if (x.loopback)
    return true;
  return !options_.admin_token.empty() && x.authorization.starts_with(scheme)
         && same_secret(x.authorization.substr(scheme.size()),
                        options_.admin_token);
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

void site::cache(std::shared_ptr<actors::answer_cache> x) {
  kept_ = std::move(x);
}

void site::schema(sdl_writer sdl) {
  std::lock_guard guard{mutex_};
  write_ = std::move(sdl);
  sdl_ = nullptr;
}

void site::drain() noexcept {
  draining_ = true;
}

} // namespace troupe::server
