// The bytes of an HTTP request as a socket would give them, in two halves,
// through Beast's parser and the envelope.
//
// Beast asserts that five bytes are there when it looks at a last chunk again,
// but three are enough for it and all that a client may have sent.
#ifndef BOOST_DISABLE_ASSERTS
#define BOOST_DISABLE_ASSERTS
#endif

#include "tests/fuzz/target.hpp"
#include "transport/http/envelope.hpp"

#include <boost/beast/http.hpp>

namespace http = boost::beast::http;
using namespace troupe;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  http::request_parser<http::string_body> parser;
  parser.eager(true);
  parser.header_limit(8 * 1024);
  parser.body_limit(64 * 1024);
  boost::system::error_code failed;
  size_t used = 0;
  for (auto end : {size / 2, size}) {
    while (used < end && !parser.is_done() && !failed) {
      auto taken =
        parser.put(boost::asio::buffer(data + used, end - used), failed);
      used += taken;
      if (failed == http::error::need_more)
        failed = {};
      if (taken == 0)
        break;
    }
  }
  if (failed || !parser.is_header_done())
    return 0;
  const auto& request = parser.get();
  transport::http_request x;
  auto view = [](const auto& text) {
    return std::string_view{text.data(), text.size()};
  };
  x.method = view(request.method_string());
  x.target = view(request.target());
  x.content_type = view(request[http::field::content_type]);
  x.accept = view(request[http::field::accept]);
  x.has_accept = request.find(http::field::accept) != request.end();
  x.body = request.body();
  auto out = transport::parse_envelope(x, 4);
  fuzz::require(out.status != 0 || !out.requests.empty());
  if (out.status != 0)
    fuzz::require(!transport::error_body(out.why).empty());
  return 0;
}
