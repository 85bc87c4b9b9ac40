#pragma once

#include "documents.hpp"
#include "fake_rows.hpp"
#include "runtime/execution.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <string>
#include <variant>

namespace troupe::tests {

struct fixture {
  fixture() {
    documents = documents_of(R"sdl(
      type User @table(name: "users") { id: Int! name: String! nick: String boss: User }
      type Mutation { addUser(name: String!): User! @insert }
      type Query { must: String! @expression(sql: "1") may: String @expression(sql: "1") people(limit: Int): [User] })sdl");
  }

  using rows = std::vector<std::vector<fake_rows::value>>;

  /// Runs an operation whose fields answer with the given rows, or fail.
  std::string run(std::string query,
                  std::map<std::string, std::variant<rows, error>> answers,
                  std::string variables = {}) {
    arena memory;
    const auto* given =
      variables.empty() ? nullptr : json::parse(variables, memory).value();
    runtime::execution x{*documents, {query, {}, given, false}};
    while (!x.done()) {
      auto pending = x.next();
      largest = std::max(largest, pending.size());
      if (pending.empty())
        break;
      for (auto& p : pending) {
        auto name = names.at(p.step);
        auto& answer = answers.at(name);
        if (auto* r = std::get_if<rows>(&answer))
          x.deliver(p.step, std::make_shared<fake_rows>(*r));
        else
          x.fail(p.step, std::get<error>(answer));
      }
    }
    REQUIRE(x.done());
    auto out = x.take();
    outcome = out.outcome;
    return std::string{out.body.view()};
  }

  std::unique_ptr<runtime::document_cache> documents;
  std::vector<std::string> names{"a", "b", "c"};
  size_t largest = 0;
  runtime::outcome outcome = runtime::outcome::success;
};

} // namespace troupe::tests
