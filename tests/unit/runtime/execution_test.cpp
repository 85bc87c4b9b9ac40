#include "execution_fixture.hpp"

using namespace troupe;
using fixture = tests::fixture;

TEST_CASE_METHOD(fixture, "an operation answers in the order of its fields") {
  CHECK(
    run("{ a: user { id name } t: __typename }",
        {{"a", rows{{int64_t{1}, std::string{"Ada"}},
                    {int64_t{2}, std::string{"B\"ob"}}}}})
    == R"({"data":{"a":[{"id":1,"name":"Ada"},{"id":2,"name":"B\"ob"}],"t":"Query"}})");
  CHECK(outcome == runtime::outcome::success);
}

TEST_CASE_METHOD(
  fixture, "a failed field is null, has a path, and leaves the others alone") {
  CHECK(
    run("{ a: may b: may }", {{"a", error{ec::timeout, "secret", {}}},
                              {"b", rows{{std::string{"x"}}}}})
    == R"({"data":{"a":null,"b":"x"},"errors":[{"message":"The request took longer than its deadline.","locations":[{"line":1,"column":3}],"path":["a"],"extensions":{"code":"TIMEOUT"}}]})");
  CHECK(outcome == runtime::outcome::partial);
}

TEST_CASE_METHOD(fixture,
                 "a failed field that may not be null takes data along") {
  CHECK(
    run("{ a: may b: must }",
        {{"a", rows{{std::string{"x"}}}},
         {"b", error{ec::database_error, "SELECT secret", {}}}})
    == R"({"data":null,"errors":[{"message":"The database refused the request.","locations":[{"line":1,"column":10}],"path":["b"],"extensions":{"code":"DATABASE_ERROR"}}]})");
}

TEST_CASE_METHOD(
  fixture, "null in a non-null place goes up to the nearest nullable parent") {
  // boss is nullable: it becomes null, the user stays. Columns: id, presence of
  // boss, its name.
  CHECK(
    run("{ a: user { id boss { id name } } }",
        {{"a", rows{{int64_t{1}, int64_t{7}, nullptr}}}})
    == R"({"data":{"a":[{"id":1,"boss":null}]},"errors":[{"message":"Cannot return null for non-nullable field User.name.","locations":[{"line":1,"column":26}],"path":["a",0,"boss","name"],"extensions":{"code":"INTERNAL_SERVER_ERROR"}}]})");
  // Up to the root: the list and its items are non-null.
  CHECK(run("{ a: user { id name } }", {{"a", rows{{int64_t{1}, nullptr}}}})
          .starts_with(R"({"data":null,"errors":[)"));
}

TEST_CASE_METHOD(fixture, "an item that may be null takes only itself along") {
  CHECK(
    run("{ a: people { id name } }",
        {{"a", rows{{int64_t{1}, nullptr}, {int64_t{2}, std::string{"B"}}}}})
    == R"({"data":{"a":[null,{"id":2,"name":"B"}]},"errors":[{"message":"Cannot return null for non-nullable field User.name.","locations":[{"line":1,"column":18}],"path":["a",0,"name"],"extensions":{"code":"INTERNAL_SERVER_ERROR"}}]})");
}

TEST_CASE_METHOD(fixture, "a to-one relation without a row is null") {
  CHECK(run("{ a: user { id boss { name } } }",
            {{"a", rows{{int64_t{1}, nullptr, nullptr}}}})
        == R"({"data":{"a":[{"id":1,"boss":null}]}})");
}

TEST_CASE_METHOD(fixture,
                 "Int beyond 32 bits is an error, not another number") {
  CHECK(
    run("{ a: userByPk(id: 1) { id } }",
        {{"a", rows{{int64_t{3'000'000'000}}}}})
      .starts_with(
        R"({"data":{"a":null},"errors":[{"message":"Int cannot represent non 32-bit signed integer value: 3000000000")"));
}

TEST_CASE_METHOD(
  fixture, "queries run all fields at once, mutations one after the other") {
  run("{ a: user { id } b: user { id } }", {{"a", rows{}}, {"b", rows{}}});
  CHECK(largest == 2);
  largest = 0;
  run("mutation { a: addUser(name: \"x\") { id } b: addUser(name: \"y\") { id "
      "} }",
      {{"a", rows{{int64_t{1}}}}, {"b", rows{{int64_t{2}}}}});
  CHECK(largest == 1);
}

TEST_CASE_METHOD(fixture, "a wrong limit in a variable is its field's error") {
  constexpr std::string_view why =
    R"("errors":[{"message":"A limit or offset must be a whole number that is not negative, not -1.","locations":[{"line":1,"column":18}],"path":["a"],"extensions":{"code":"BAD_USER_INPUT"}}]})";
  auto variables = R"({"n":-1})";
  CHECK(run("query($n: Int) { a: user(limit: $n) { id } }", {}, variables)
        == R"({"data":null,)" + std::string{why});
  CHECK(run("query($n: Int) { a: people(limit: $n) { id } }", {}, variables)
        == R"({"data":{"a":null},)" + std::string{why});
}

TEST_CASE_METHOD(fixture, "requests that may not run have no data") {
  CHECK(run("{ nope }", {})
          .starts_with(R"({"errors":[{"message":"Cannot query field)"));
  CHECK(outcome == runtime::outcome::request_error);
  CHECK(
    run("query A { may } query B { may }", {})
    == R"({"errors":[{"message":"Must provide operation name if query contains multiple operations.","extensions":{"code":"OPERATION_RESOLUTION_FAILURE"}}]})");
  CHECK(run("query($n: Int) { a: user(limit: $n) { id } }", {}, "[1]")
          .find("\"errors\"")
        != std::string::npos);
}

TEST_CASE_METHOD(
  fixture,
  "documents are prepared once and plans made once for each structure") {
  std::string query = "query($w: UserWhere) { a: user(where: $w) { id } }";
  for (auto variables : {R"({"w":{"id":{"eq":1}}})", R"({"w":{"id":{"eq":2}}})",
                         R"({"w":{"name":{"eq":"x"}}})"})
    run(query, {{"a", rows{}}}, variables);
  CHECK(documents->size() == 1);
  CHECK(documents->prepare(query)->plans() == 2);
}
