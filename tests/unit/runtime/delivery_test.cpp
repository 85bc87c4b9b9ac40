#include "runtime/delivery.hpp"

#include <catch2/catch.hpp>

using namespace troupe;
using namespace troupe::runtime;

namespace {

bytes text(std::string_view x) {
  bytes out;
  out.append(x);
  return out;
}

plan::later_part part(std::vector<int32_t> groups, bool items = false) {
  plan::later_part out;
  out.groups = std::move(groups);
  out.items = items;
  return out;
}

response_path path(std::initializer_list<std::string_view> entries) {
  response_path out;
  for (auto x : entries)
    out.add(x);
  return out;
}

std::string first(delivery& x) {
  bytes out;
  x.write_first(out);
  return std::string{out.view()};
}

std::string next(delivery& x) {
  REQUIRE(x.ready());
  bytes out;
  x.write(out);
  return std::string{out.view()};
}

const field_error broken{ec::internal, "broken", {}, "[\"a\"]"};

} // namespace

TEST_CASE("paths are cut at entries") {
  auto x = path({"\"a,b\"", "0", "\"c\""});
  CHECK(x.first(0).empty());
  CHECK(x.first(1) == "\"a,b\"");
  CHECK(x.first(3) == x.text);
  CHECK(x.rest(0) == x.text);
  CHECK(x.rest(2) == "\"c\"");
  CHECK(x.rest(3).empty());
}

TEST_CASE("a part is announced, run, delivered") {
  plan::later_parts plan;
  plan.groups = {{-1, "slow", 1}};
  plan.parts = {part({0})};
  delivery x{plan, part_format::v0_2};
  x.add({0, path({"\"user\""}), {}});
  CHECK(x.start().empty());
  CHECK(
    first(x)
    == R"(,"pending":[{"id":"0","path":["user"],"label":"slow"}],"hasNext":true)");
  CHECK_FALSE(x.ready());
  CHECK(x.start() == std::vector<size_t>{0});
  CHECK(x.start().empty());
  x.finish(0, text(R"({"name":"Ada"})"), {}, {});
  CHECK(
    next(x)
    == R"({"incremental":[{"id":"0","data":{"name":"Ada"}}],"completed":[{"id":"0"}],"hasNext":false})");
  CHECK(x.done());
}

TEST_CASE("nothing to deliver later is nothing to wait for") {
  plan::later_parts plan;
  plan.groups = {{-1, std::nullopt, 1}};
  plan.parts = {part({0})};
  delivery x{plan, part_format::v0_2};
  CHECK(first(x).empty());
  CHECK(x.done());
}

TEST_CASE("a nested group waits for the one around it, unless that is empty") {
  plan::later_parts plan;
  plan.groups = {{-1, "outer", 0}, {0, "inner", 0}};
  plan.parts = {part({0}), part({1})};
  delivery x{plan, part_format::v0_2};
  x.add({0, {}, {}});
  x.add({1, {}, {}});
  CHECK(
    first(x)
    == R"(,"pending":[{"id":"0","path":[],"label":"outer"}],"hasNext":true)");
  CHECK(x.start() == std::vector<size_t>{0});
  x.finish(0, text("{}"), {}, {});
  CHECK(
    next(x)
    == R"({"pending":[{"id":"1","path":[],"label":"inner"}],"incremental":[{"id":"0","data":{}}],"completed":[{"id":"0"}],"hasNext":true})");
  CHECK(x.start() == std::vector<size_t>{1});
  x.finish(1, text("{}"), {}, {});
  CHECK(
    next(x)
    == R"({"incremental":[{"id":"1","data":{}}],"completed":[{"id":"1"}],"hasNext":false})");

  delivery y{plan, part_format::v0_2};
  y.add({1, {}, {}});
  CHECK(
    first(y)
    == R"(,"pending":[{"id":"0","path":[],"label":"inner"}],"hasNext":true)");
}

TEST_CASE(
  "what two groups ask for goes out once, from where the path is shortest") {
  plan::later_parts plan;
  plan.groups = {{-1, std::nullopt, 0}, {-1, std::nullopt, 1}};
  plan.parts = {part({0, 1}), part({1})};
  delivery x{plan, part_format::v0_2};
  x.add({0, path({"\"a\"", "\"b\""}), {}});
  x.add({1, path({"\"a\""}), {}});
  first(x);
  CHECK(x.start().size() == 2);
  x.finish(0, text("1"), {}, {});
  CHECK(
    next(x)
    == R"({"incremental":[{"id":"1","subPath":["b"],"data":1}],"completed":[{"id":"0"}],"hasNext":true})");
  CHECK_FALSE(x.ready());
  x.finish(1, text("2"), {}, {});
  CHECK(
    next(x)
    == R"({"incremental":[{"id":"1","data":2}],"completed":[{"id":"1"}],"hasNext":false})");
}

TEST_CASE("a group that fails has errors and takes along what is inside") {
  plan::later_parts plan;
  plan.groups = {{-1, std::nullopt, 1}, {0, std::nullopt, 1}};
  plan.parts = {part({0}), part({1})};
  delivery x{plan, part_format::v0_2};
  x.add({0, path({"\"a\""}), {}});
  x.add({1, path({"\"a\""}), {}});
  first(x);
  x.start();
  x.fail(0, {broken});
  CHECK(
    next(x)
    == R"({"completed":[{"id":"0","errors":[{"message":"broken","path":["a"],"extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}],"hasNext":false})");
  CHECK(x.start().empty());
}

TEST_CASE("parts inside of a part begin when it is delivered") {
  plan::later_parts plan;
  plan.groups = {{-1, std::nullopt, 0}, {0, std::nullopt, 2}};
  plan.parts = {part({0}), part({1})};
  delivery x{plan, part_format::v0_2};
  x.add({0, {}, {}});
  first(x);
  x.start();
  x.finish(0, text("[]"), {broken},
           {{1, path({"\"l\"", "0"}), {}}, {1, path({"\"l\"", "1"}), {}}});
  auto message = next(x);
  CHECK(message.starts_with(
    R"({"pending":[{"id":"1","path":["l",0]},{"id":"2","path":["l",1]}],"incremental":[{"id":"0","data":[],"errors":[)"));
  CHECK(x.start().size() == 2);
  x.finish(2, text("2"), {}, {});
  CHECK(
    next(x)
    == R"({"incremental":[{"id":"2","data":2}],"completed":[{"id":"2"}],"hasNext":true})");
  x.finish(1, text("1"), {}, {});
  CHECK(
    next(x)
    == R"({"incremental":[{"id":"1","data":1}],"completed":[{"id":"1"}],"hasNext":false})");
}

TEST_CASE("the rest of a list comes in pieces") {
  plan::later_parts plan;
  plan.groups = {{-1, "rest", 1}};
  plan.parts = {part({0}, true)};
  for (auto format : {part_format::v0_2, part_format::defer20220824}) {
    bool old = format == part_format::defer20220824;
    delivery x{plan, format};
    x.add({0, path({"\"l\""}), {}, 2});
    CHECK(
      first(x)
      == (old
            ? R"(,"hasNext":true)"
            : R"(,"pending":[{"id":"0","path":["l"],"label":"rest"}],"hasNext":true)"));
    x.start();
    x.items(0, text("3,4"), 2, {}, {});
    CHECK(
      next(x)
      == (old
            ? R"({"incremental":[{"path":["l",2],"label":"rest","items":[3,4]}],"hasNext":true})"
            : R"({"incremental":[{"id":"0","items":[3,4]}],"hasNext":true})"));
    CHECK_FALSE(x.ready());
    x.items(0, text("5"), 1, {}, {});
    x.finish(0, {}, {}, {});
    CHECK(
      next(x)
      == (old
            ? R"({"incremental":[{"path":["l",4],"label":"rest","items":[5]}],"hasNext":false})"
            : R"({"incremental":[{"id":"0","items":[5]}],"completed":[{"id":"0"}],"hasNext":false})"));
    CHECK(x.done());
  }
}

TEST_CASE("the older format has whole paths and null where a part failed") {
  plan::later_parts plan;
  plan.groups = {{-1, "a", 1}, {-1, std::nullopt, 1}};
  plan.parts = {part({0}), part({1})};
  delivery x{plan, part_format::defer20220824};
  x.add({0, path({"\"user\""}), {}});
  x.add({1, path({"\"user\""}), {}});
  CHECK(first(x) == R"(,"hasNext":true)");
  x.start();
  x.finish(0, text("{}"), {}, {});
  CHECK(
    next(x)
    == R"({"incremental":[{"path":["user"],"label":"a","data":{}}],"hasNext":true})");
  x.fail(1, {broken});
  CHECK(
    next(x)
    == R"({"incremental":[{"path":["user"],"data":null,"errors":[{"message":"broken","path":["a"],"extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}],"hasNext":false})");
}
