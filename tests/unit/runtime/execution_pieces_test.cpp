#include "execution_fixture.hpp"

using namespace troupe;
using tests::fake_rows;

namespace {

struct pieces : tests::fixture {
  /// What a statement brings, one set of rows after the other, and how it ends.
  struct stream {
    std::vector<rows> sets;
    std::optional<error> failure = {};
  };

  /// Answers an operation in pieces, each taken as soon as it is there if
  /// `taking` says so. Returns all that was taken; "(cut)" if that is not all.
  std::string run(std::string query, std::map<size_t, stream> streams,
                  bool taking = true) {
    runtime::execution x{*documents, {query, {}, nullptr, false}};
    REQUIRE(x.may_flow());
    std::string out;
    auto take = [&] {
      if (taking && !x.done())
        out += x.take_piece().view();
    };
    auto next = x.begin_pieces();
    while (next) {
      const auto& from = streams.at(next->step);
      bool wanted = true;
      for (size_t i = 0; i < from.sets.size() && wanted; ++i) {
        wanted = x.write_piece(std::make_shared<fake_rows>(from.sets[i]));
        take();
      }
      if (wanted && from.failure)
        x.cut_pieces(*from.failure);
      else if (wanted)
        x.end_rows();
      next = x.next_piece();
      take();
    }
    REQUIRE(x.done());
    auto last = x.take();
    outcome = last.outcome;
    return out + std::string{last.body.view()} + (x.lines_cut() ? "(cut)" : "");
  }
};

const error down{ec::database_unavailable, {}, {}};

constexpr std::string_view down_at_b =
  R"("errors":[{"message":"The database is not available; try again.","locations":[{"line":1,"column":30}],"path":["b"],"extensions":{"code":"DATABASE_UNAVAILABLE"}}]})";

} // namespace

TEST_CASE_METHOD(pieces,
                 "the fields of an answer in pieces follow each other") {
  std::map<size_t, stream> streams{
    {0, {{rows{{int64_t{1}}, {int64_t{2}}}, rows{}, rows{{int64_t{3}}}}}},
    {1, {{rows{{std::string{"x"}}}}}},
    {3, {{rows{}}}}};
  for (bool taking : {true, false}) {
    CHECK(
      run("{ a: user { id } b: may t: __typename c: people { id } }", streams,
          taking)
      == R"({"data":{"a":[{"id":1},{"id":2},{"id":3}],"b":"x","t":"Query","c":[]}})");
    CHECK(outcome == runtime::outcome::success);
  }
}

TEST_CASE_METHOD(pieces, "a list of which nothing came is empty") {
  CHECK(run("{ a: user { id } }", {{0, {}}}) == R"({"data":{"a":[]}})");
}

TEST_CASE_METHOD(pieces, "a field that failed is null, and the next follows") {
  std::map<size_t, stream> streams{
    {0, {{rows{{int64_t{1}}}}}}, {1, {{}, down}}, {2, {{rows{{int64_t{2}}}}}}};
  CHECK(run("{ a: people { id } , , , , , b: people { id } c: people { id } }",
            streams)
        == R"({"data":{"a":[{"id":1}],"b":null,"c":[{"id":2}]},)"
             + std::string{down_at_b});
  CHECK(outcome == runtime::outcome::partial);
}

TEST_CASE_METHOD(pieces, "what has gone out cannot be taken back") {
  std::map<size_t, stream> streams{{0, {{rows{{int64_t{1}}}}, down}}};
  CHECK(run("{ a: people { id } }", streams)
        == R"({"data":{"a":[{"id":1}(cut))");
  CHECK(outcome == runtime::outcome::failed);
  // What has not, can.
  CHECK(run("{ a: people { id } }", streams, false)
          .starts_with(R"({"data":{"a":null},"errors":[{)"));
  CHECK(outcome == runtime::outcome::failed);
}

TEST_CASE_METHOD(pieces, "a field that may not be null takes data along") {
  std::map<size_t, stream> streams{{0, {{rows{{int64_t{1}}}}}},
                                   {1, {{}, down}}};
  auto query = "{ a: people { id } , , , , , b: must }";
  CHECK(run(query, streams, false)
        == R"({"data":null,)" + std::string{down_at_b});
  CHECK(outcome == runtime::outcome::failed);
  CHECK(run(query, streams).ends_with("(cut)"));
}

TEST_CASE_METHOD(pieces, "an item that may not be null takes its list along") {
  std::map<size_t, stream> streams{
    {0, {{rows{{int64_t{1}}}}}},
    {1, {{rows{{int64_t{1}, std::string{"A"}}}, rows{{int64_t{2}, nullptr}}}}}};
  auto query = "{ a: people { id } b: user { id name } }";
  CHECK(run(query, streams, false).starts_with(R"({"data":null,"errors":[{)"));
  CHECK(run(query, streams)
        == R"({"data":{"a":[{"id":1}],"b":[{"id":1,"name":"A"}(cut))");
}

TEST_CASE_METHOD(pieces, "only queries with a list are sent in pieces") {
  for (auto query : {"{ may }", "{ __typename }",
                     "mutation { addUser(name: \"x\") { id } }"})
    CHECK_FALSE(
      runtime::execution{*documents, {query, {}, nullptr, false}}.may_flow());
}
