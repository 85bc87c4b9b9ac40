#include "transport/http/session.hpp"

#include <boost/beast/http/verb.hpp>

/// `POST /explain`: the plan of what `/graphql` would run.
namespace troupe::transport {

bool session::from_loopback() const {
  boost::system::error_code gone;
  return socket_.remote_endpoint(gone).address().is_loopback() && !gone;
}

/// A proxy on this machine makes everybody local; the good ones say for whom
/// they ask.
bool session::may_explain() const {
  namespace http = boost::beast::http;
  switch (owner_->options.explain) {
    case explain_access::off:
      return false;
    case explain_access::on:
      return true;
    case explain_access::local:
      return from_loopback() && !request_.has(http::field::forwarded)
             && request_["X-Forwarded-For"].empty();
  }
  return false;
}

/// The body is that of `/graphql`, and so are limits and access;
/// `?analyze=true` runs the statements.
void session::explain() {
  if (request_.method() != boost::beast::http::verb::post)
    return refuse(
      405, {ec::method_not_allowed, "Explanations need a POST.", {}}, "POST");
  auto target = request_.target();
  auto mark = target.find('?');
  auto query = mark == std::string_view::npos ? std::string_view{}
                                              : target.substr(mark + 1);
  graphql(query == "analyze=true" ? messages::explanation::analyze
                                  : messages::explanation::estimate);
}

} // namespace troupe::transport
