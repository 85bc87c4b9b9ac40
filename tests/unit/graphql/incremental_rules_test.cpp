#include "graphql/types/build.hpp"
#include "graphql/validation/validate.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace troupe;
using namespace troupe::graphql;

namespace {

const types::schema& schema() {
  static const auto built = types::build_schema(R"(
    directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
    directive @stream(if: Boolean! = true, label: String, initialCount: Int! = 0) on FIELD
    type Item { id: ID! parts: [Item!]! tags: [[String]!] }
    type Query { item: Item items(n: Int): [Item!]! word: String }
    type Mutation { add: Item addMany: [Item!]! }
    type Subscription { changed: Item all: [Item!] })");
  return *built;
}

std::string errors(std::string text) {
  auto document = language::parse(std::move(text));
  REQUIRE(document);
  std::string out;
  for (const auto& x : validation::validate(schema(), *document)) {
    out += x.detail;
    for (auto at : x.locations)
      out +=
        " (" + std::to_string(at.line) + ":" + std::to_string(at.column) + ")";
    out += '\n';
  }
  return out;
}

} // namespace

TEST_CASE("@defer and @stream are fine where they may stand") {
  CHECK(errors("{ items @stream(initialCount: 2, label: \"a\") { ... @defer { "
               "id } ...F @defer(label: \"b\") } } fragment F on Item { parts "
               "@stream { id } tags @stream }")
          .empty());
  CHECK(errors("mutation { add { parts @stream { id } ... @defer { id } } }")
          .empty());
}

TEST_CASE("merged fields stream alike") {
  const std::string differ =
    "Fields \"items\" conflict because they have differing stream directives. "
    "Use different aliases on the fields to fetch both if this was "
    "intentional.";
  CHECK(errors("{ items @stream { id } items { id } }")
        == differ + " (1:3) (1:24)\n");
  CHECK(errors("{ items @stream(label: \"a\") { id } items @stream(label: "
               "\"b\") { id } }")
        == differ + " (1:3) (1:36)\n");
  CHECK(errors("{ items { id } ...F } fragment F on Query { items "
               "@stream(initialCount: 1) { id } }")
        == differ + " (1:3) (1:45)\n");
  CHECK(errors("{ items @stream(initialCount: 1, if: true) { id } items "
               "@stream(if: true, initialCount: 1) { id } }")
          .empty());
  CHECK(errors("{ item { parts @stream { id } } item { parts { id } } }")
        == "Fields \"item\" conflict because subfields \"parts\" conflict "
           "because they have differing stream directives. Use different "
           "aliases on the fields to fetch both if this was intentional. (1:3) "
           "(1:10) (1:33) (1:40)\n");
}

TEST_CASE("@stream is for lists") {
  CHECK(errors("{ word @stream }")
        == "Directive \"@stream\" cannot be used on non-list field "
           "\"Query.word\". (1:8)\n");
}

TEST_CASE("labels are static and unique") {
  CHECK(errors("query($l: String) { ... @defer(label: $l) { word } }")
        == "Argument \"@defer(label:)\" must be a static string. (1:25)\n");
  CHECK(errors("{ ... @defer(label: null) { word } }")
        == "Argument \"@defer(label:)\" must be a static string. (1:7)\n");
  CHECK(
    errors("{ ... @defer(label: \"x\") { word } items @stream(label: "
           "\"x\") { id } }")
    == "Value for arguments \"defer(label:)\" and \"stream(label:)\" must "
       "be unique across all Defer/Stream directive usages. (1:7) (1:41)\n");
}

TEST_CASE("root fields of mutations and subscriptions come at once") {
  CHECK(errors("mutation { ... @defer { add { id } } }")
        == "Defer directive cannot be used on root mutation type "
           "\"Mutation\". (1:16)\n");
  CHECK(errors("mutation { ...F } fragment F on Mutation { addMany @stream { "
               "id } }")
        == "Stream directive cannot be used on root mutation type "
           "\"Mutation\". (1:52)\n");
  CHECK(errors("subscription { ... @defer(if: false) { changed { id } } }")
        == "Defer directive cannot be used on root subscription type "
           "\"Subscription\". (1:20)\n");
}

TEST_CASE("subscriptions deliver nothing later") {
  const std::string stream =
    "Stream directive not supported on subscription operations. Disable "
    "`@stream` by setting the `if` argument to `false`.";
  CHECK(errors("subscription { changed { parts @stream { id } } }")
        == stream + " (1:32)\n");
  CHECK(errors("subscription { changed { ...F } } fragment F on Item { ...G } "
               "fragment G on Item { parts @stream(if: true) { id } }")
        == stream + " (1:90)\n");
  CHECK(errors("subscription($on: Boolean!) { changed { parts @stream(if: $on) "
               "{ id } ... @defer(if: false) { id } } }")
          .empty());
  CHECK(errors("subscription { changed { ... @defer { id } } }")
        == "Defer directive not supported on subscription operations. Disable "
           "`@defer` by setting the `if` argument to `false`. (1:30)\n");
}
