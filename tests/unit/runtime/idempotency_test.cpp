#include "runtime/idempotency.hpp"

#include "documents.hpp"
#include "fake_rows.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace troupe;
using runtime::claim_verdict;
using troupe::tests::fake_rows;

namespace {

using cells = std::vector<fake_rows::value>;

struct fixture {
  static plan::row_set_ptr user(std::string name) {
    return std::make_shared<fake_rows>(std::vector<cells>{{std::move(name)}});
  }

  /// How a claim stands, by the columns that the database says.
  claim_verdict verdict(cells row) {
    row.emplace_back(nullptr);
    return claim.read(fake_rows{{std::move(row)}});
  }

  std::unique_ptr<runtime::document_cache> documents =
    tests::documents_of(R"sdl(
      type User @table(name: "users") { id: Int! name: String! }
      type Mutation { addUser(name: String!): User @insert }
      type Query { may: String @expression(sql: "1") })sdl");
  runtime::idempotency_claim claim{
    plan::dialect::postgres, "ada", "k", "print", std::chrono::seconds{1},
    std::chrono::hours{1}};
};

constexpr int64_t no = 0;
constexpr int64_t yes = 1;

} // namespace

TEST_CASE_METHOD(fixture, "an answer is made before its rows are delivered") {
  runtime::execution x{
    *documents,
    {"mutation { a: addUser(name: \"A\") { name } b: addUser(name: \"B\") "
     "{ name } t: __typename }",
     {},
     nullptr,
     false}};
  auto first = x.next();
  REQUIRE(first.size() == 1);
  auto early = x.answer_ahead(0)(user("A"));
  CHECK_FALSE(early.complete);
  CHECK(early.body.view() == R"({"data":{"a":{"name":"A"}}})");
  x.fail(0, {ec::conflict, "no", {}});
  auto second = x.next();
  REQUIRE(second.size() == 1);
  auto make = x.answer_ahead(1);
  auto whole = make(user("B"));
  CHECK(whole.complete);
  CHECK(whole.outcome == runtime::outcome::partial);
  // As often as the statement runs.
  CHECK(make(user("B")).body.view() == whole.body.view());
  x.deliver(1, user("B"));
  CHECK(x.next().empty());
  REQUIRE(x.done());
  auto out = x.take();
  CHECK(out.body.view() == whole.body.view());
  CHECK(out.outcome == whole.outcome);
}

TEST_CASE_METHOD(fixture, "a statement keeps its own answer") {
  runtime::execution x{
    *documents,
    {"mutation { addUser(name: \"A\") { name } }", {}, nullptr, false}};
  auto p = x.next();
  REQUIRE(p.size() == 1);
  auto own = p[0].statement;
  claim.guard(p[0], x.answer_ahead(0));
  REQUIRE(p[0].statement->parts.size() == 2);
  CHECK(p[0].statement->parts[0] == own);
  CHECK(p[0].statement->answer == 0);
  CHECK(p[0].values->values.size() == own->parameters.size());
  REQUIRE(p[0].values->last_part);
  auto last = p[0].values->last_part(user("A"));
  REQUIRE(last->values.size() == p[0].statement->parts[1]->parameters.size());
  CHECK(last->values[0].text == "ada");
  CHECK(last->values[1].text == "k");
  CHECK(last->values[3].integer
        == static_cast<int64_t>(runtime::outcome::success));
  CHECK(last->values[4].text == R"({"data":{"addUser":{"name":"A"}}})");
}

TEST_CASE_METHOD(fixture, "an answer so far has no status") {
  runtime::execution x{*documents,
                       {"mutation { a: addUser(name: \"A\") { name } b: "
                        "addUser(name: \"B\") { name } }",
                        {},
                        nullptr,
                        false}};
  auto p = x.next();
  REQUIRE(p.size() == 1);
  claim.guard(p[0], x.answer_ahead(0));
  auto last = p[0].values->last_part(user("A"));
  CHECK(last->values[3].kind == plan::bound_kind::null);
}

TEST_CASE_METHOD(fixture, "a key says how its request stands") {
  // Mine, the same request, something happened, the lease is over, status,
  // answer.
  std::string body = "{}";
  CHECK(verdict({yes, yes, no, no, nullptr, nullptr}) == claim_verdict::mine);
  CHECK(verdict({no, no, yes, yes, no, body}) == claim_verdict::other);
  CHECK(verdict({no, yes, yes, no, no, body}) == claim_verdict::replay);
  CHECK(claim.body() == body);
  CHECK(verdict({no, yes, no, no, nullptr, nullptr}) == claim_verdict::running);
  CHECK(verdict({no, yes, yes, no, nullptr, body}) == claim_verdict::running);
  CHECK(verdict({no, yes, yes, yes, nullptr, body})
        == claim_verdict::interrupted);
  CHECK(verdict({no, yes, yes, yes, nullptr, nullptr}) == claim_verdict::lost);
  CHECK(claim.read(fake_rows{{}}) == claim_verdict::running);
}

TEST_CASE_METHOD(fixture, "only an answer of this claim is its own") {
  auto stored = [&](cells row) {
    row.emplace_back(nullptr);
    return claim.stored(fake_rows{{std::move(row)}});
  };
  std::string body = "{}";
  CHECK(stored({yes, yes, yes, no, no, body}));
  CHECK_FALSE(stored({no, yes, yes, no, no, body}));
  CHECK_FALSE(stored({yes, yes, yes, no, nullptr, body}));
  CHECK_FALSE(claim.stored(fake_rows{{}}));
}
