#include "transport/http/request_reader.hpp"

#include <boost/beast/http/error.hpp>
#include <catch2/catch.hpp>

#include <string>

using troupe::transport::request_reader;
namespace http = boost::beast::http;

namespace {

constexpr size_t most = 1024;

/// Feeds `text` in pieces of `step` bytes, as a socket would: what is not taken
/// comes again, with more behind it. Returns what is left.
std::string feed(request_reader& r, const std::string& text, size_t step,
                 boost::system::error_code& failed) {
  std::string buffer;
  size_t at = 0;
  while (!r.done() && !failed && at < text.size()) {
    auto n = std::min(step, text.size() - at);
    buffer += text.substr(at, n);
    at += n;
    buffer.erase(0, r.put(buffer, failed));
  }
  return buffer + text.substr(at);
}

} // namespace

TEST_CASE("a request is the same in one piece and in many") {
  const std::string text = "POST /graphql?a=b HTTP/1.1\r\nHost: x\r\n"
                           "Content-Type: application/json\r\n"
                           "X-Tenant: blue\r\nContent-Length: 11\r\n\r\n"
                           "hello world";
  for (size_t step : {text.size(), size_t{1}, size_t{7}}) {
    request_reader r;
    r.reset(most, most);
    CHECK_FALSE(r.started());
    boost::system::error_code failed;
    feed(r, text, step, failed);
    CHECK_FALSE(failed);
    REQUIRE(r.done());
    CHECK(r.method() == request_reader::verb::post);
    CHECK(r.target() == "/graphql?a=b");
    CHECK(r[http::field::content_type] == "application/json");
    CHECK(r["x-tenant"] == "blue");
    CHECK_FALSE(r.has(http::field::accept));
    CHECK(r.version() == 11);
    CHECK(r.keep_alive());
    // In pieces it was copied; in one it is where the bytes are.
    if (step < text.size())
      CHECK(r.body() == "hello world");
  }
}

TEST_CASE("what follows a request stays for the next") {
  const std::string one = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
  request_reader r;
  r.reset(most, most);
  boost::system::error_code failed;
  auto rest =
    feed(r, one + "GET /b HTTP/1.1\r\nHost: x\r\n\r\n", 2 * one.size(), failed);
  REQUIRE(r.done());
  CHECK(r.target() == "/a");
  r.reset(most, most);
  feed(r, rest, rest.size(), failed);
  REQUIRE(r.done());
  CHECK(r.target() == "/b");
  CHECK(r.body().empty());
}

TEST_CASE("what is too large is refused") {
  boost::system::error_code failed;
  request_reader r;
  r.reset(most, 10);
  feed(r, "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n", 4096,
       failed);
  CHECK(failed == http::error::body_limit);
  failed = {};
  r.reset(64, most);
  feed(r, "GET /a HTTP/1.1\r\nX-Long: " + std::string(200, 'x') + "\r\n\r\n",
       4096, failed);
  CHECK(failed == http::error::header_limit);
}

TEST_CASE("chunks become one body") {
  boost::system::error_code failed;
  request_reader r;
  r.reset(most, most);
  feed(r,
       "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
       "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n",
       3, failed);
  CHECK_FALSE(failed);
  REQUIRE(r.done());
  CHECK(r.body() == "hello world");
}
