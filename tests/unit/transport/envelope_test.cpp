#include "transport/http/envelope.hpp"

#include <catch2/catch.hpp>

using namespace troupe;
using namespace troupe::transport;

namespace {

envelope post(std::string_view body, std::string_view type = "application/json",
              size_t max_batch = 3) {
  http_request x;
  x.method = "POST";
  x.target = "/graphql";
  x.content_type = type;
  x.body = body;
  return parse_envelope(x, max_batch);
}

envelope get(std::string_view target) {
  http_request x;
  x.method = "GET";
  x.target = target;
  return parse_envelope(x, 0);
}

std::string text(const json::value* x) {
  bytes out;
  json::write(out, *x);
  return std::string{out.view()};
}

} // namespace

TEST_CASE("an envelope has query, name and variables") {
  auto e = post(
    R"({"query":"{a}","operationName":"Q","variables":{"a":[1,"x"]},"extensions":null,"more":1})");
  REQUIRE(e.requests.size() == 1);
  CHECK(e.requests[0]->query == "{a}");
  CHECK(e.requests[0]->operation_name == "Q");
  CHECK(text(e.requests[0]->variables) == R"({"a":[1,"x"]})");
  CHECK(e.requests[0]->extensions == nullptr);
  CHECK_FALSE(e.requests[0]->read_only);
}

TEST_CASE("a GET envelope is decoded and may only read") {
  auto e = get("/graphql?query=%7Ba(x%3A%22b+c%22)%7D&variables=%7B%22a%22%3A1%"
               "7D&operationName=Q");
  REQUIRE(e.requests.size() == 1);
  CHECK(e.requests[0]->query == "{a(x:\"b c\")}");
  CHECK(text(e.requests[0]->variables) == "{\"a\":1}");
  CHECK(e.requests[0]->read_only);
  CHECK(get("/graphql?query=%7Ba%7D&variables=1").status == 400);
  CHECK(get("/graphql").status == 400);
  CHECK(get("/graphql?query=%zz%7").requests.size() == 1);
}

TEST_CASE("an envelope of a wrong form is refused with its status") {
  CHECK(post("").status == 400);
  CHECK(post("[]").status == 400);
  CHECK(post("\"x\"").status == 400);
  CHECK(post(R"({"query":1})").status == 400);
  CHECK(post(R"({"query":"{a}","variables":"x"})").status == 400);
  CHECK(post(R"({"query":"{a}","operationName":{}})").status == 400);
  CHECK(post(R"({"query":"{a}"})", "text/plain").status == 415);
  CHECK(post(R"({"query":"{a}"})", "application/json; charset=latin1").status
        == 415);
  CHECK(post(R"({"query":"{a}"})", "Application/JSON; Charset=\"UTF-8\"").status
        == 0);
  http_request x;
  x.method = "DELETE";
  CHECK(parse_envelope(x, 0).status == 405);
}

TEST_CASE("batches are bounded") {
  auto e = post(R"([{"query":"{a}"},{"query":"{b}","variables":{"x":1}}])");
  REQUIRE(e.requests.size() == 2);
  e.requests.erase(e.requests.begin());
  CHECK(e.requests[0]->query == "{b}");
  CHECK(text(e.requests[0]->variables) == "{\"x\":1}");
  CHECK(
    post(R"([{"query":"{a}"},{"query":"{a}"},{"query":"{a}"},{"query":"{a}"}])")
      .status
    == 400);
  CHECK(post(R"([{"query":"{a}"}])", "application/json", 0).status == 400);
}

TEST_CASE("the media type is negotiated by quality") {
  CHECK(negotiate("application/json") == media_type::json);
  CHECK(negotiate("*/*") == media_type::json);
  CHECK(negotiate("application/graphql-response+json, application/json;q=0.9")
        == media_type::graphql_response);
  CHECK(
    negotiate("application/graphql-response+json;q=0.1, application/json;q=0.9")
    == media_type::json);
  CHECK(negotiate("image/png") == std::nullopt);
  CHECK(negotiate("application/json;q=0") == std::nullopt);
}

TEST_CASE("a type by name decides over a wildcard") {
  CHECK(negotiate("*/*, application/graphql-response+json")
        == media_type::graphql_response);
  CHECK(negotiate("application/json;q=0, */*") == media_type::graphql_response);
  CHECK(negotiate("application/*;q=0.5, application/json;q=0.1")
        == media_type::graphql_response);
  CHECK(negotiate("application/json, application/graphql-response+json")
        == media_type::json);
}

TEST_CASE("parts are sent to who reads them") {
  using messages::incremental_format;
  CHECK(accepts_parts("application/json") == incremental_format::none);
  CHECK(accepts_parts("multipart/mixed, application/json")
        == incremental_format::v0_2);
  CHECK(accepts_parts("multipart/mixed;deferSpec=20220824,application/json")
        == incremental_format::defer20220824);
  CHECK(accepts_parts("multipart/mixed; incrementalSpec=v0.2, multipart/mixed; "
                      "deferSpec=20220824")
        == incremental_format::v0_2);
  CHECK(accepts_parts("multipart/mixed; incrementalSpec=v9")
        == incremental_format::none);
  CHECK(accepts_parts("multipart/mixed;q=0, application/json")
        == incremental_format::none);
}

TEST_CASE("a document is named by text, hash or id") {
  const std::string hash(64, 'A');
  auto e = post(R"({"extensions":{"persistedQuery":{"version":1,"sha256Hash":")"
                + hash + R"("}}})");
  REQUIRE(e.requests.size() == 1);
  CHECK(e.requests[0]->persist);
  CHECK(e.requests[0]->document_id == std::string(64, 'a'));
  CHECK(
    post(
      R"({"query":"{a}","extensions":{"persistedQuery":{"version":1,"sha256Hash":")"
      + hash + R"("}}})")
      .requests.size()
    == 1);
  CHECK(post(R"({"extensions":{"persistedQuery":{"version":2,"sha256Hash":")"
             + hash + R"("}}})")
          .status
        == 400);
  CHECK(
    post(
      R"({"extensions":{"persistedQuery":{"version":1,"sha256Hash":"../x"}}})")
      .status
    == 400);
  e = post(R"({"documentId":"sha256:abc"})");
  REQUIRE(e.requests.size() == 1);
  CHECK(e.requests[0]->document_id == "abc");
  CHECK_FALSE(e.requests[0]->persist);
  CHECK(post(R"({"documentId":"abc","query":"{a}"})").status == 400);
  CHECK(get("/graphql?documentId=abc").requests.size() == 1);
  CHECK(get("/graphql?extensions=%7B%22persistedQuery%22%3A%7B%22version%22%"
            "3A1%2C%22sha256Hash%22%3A%22"
            + hash + "%22%7D%7D")
          .requests.size()
        == 1);
}

TEST_CASE("cost is told to who asks for it") {
  CHECK(post(R"({"query":"{a}","extensions":{"cost":true}})")
          .requests[0]
          ->wants_cost);
  CHECK_FALSE(
    post(R"({"query":"{a}","extensions":{"cost":1}})").requests[0]->wants_cost);
}
