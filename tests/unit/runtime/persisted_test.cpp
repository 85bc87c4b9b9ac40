#include "compiler/authoring/author.hpp"
#include "compiler/authoring/catalog_json.hpp"
#include "compiler/authoring/schema.hpp"
#include "runtime/document_cache.hpp"
#include "runtime/execution.hpp"
#include "runtime/plan_ahead.hpp"

#include <catch2/catch.hpp>

using namespace troupe;
using namespace troupe::runtime;

namespace {

constexpr const char* sdl = R"sdl(
  type User @table(name: "users") { id: Int! name: String! posts: [Post!]! }
  type Post @table(name: "posts") { id: Int! userId: Int! title: String! user: User }
  type Query { may: String @expression(sql: "1") })sdl";

document_cache cache_of(engine_options options,
                        std::vector<plan::trusted_document> documents = {}) {
  std::vector<compiler::authoring::source_file> files{{"a.graphql", sdl}};
  auto made = compiler::authoring::author(files, nullptr);
  REQUIRE(made.errors.empty());
  auto schema = compiler::authoring::build_schema(made.catalog);
  REQUIRE(schema);
  for (auto& x : documents) {
    auto parsed = graphql::language::parse(x.text);
    REQUIRE(parsed);
    auto planned = plan_ahead(made.catalog, *schema, *parsed);
    REQUIRE(planned);
    x.operations = std::move(*planned);
  }
  made.catalog.documents = std::move(documents);
  auto engine =
    engine::make(std::make_shared<const plan::catalog>(made.catalog), options);
  REQUIRE(engine);
  return document_cache{*engine};
}

engine_options options_of(document_policy policy, size_t bytes = 1'000) {
  engine_options out;
  out.documents = policy;
  out.persisted = std::make_shared<persisted_store>(bytes);
  return out;
}

ec code_of(document_cache& x, const document_key& key) {
  auto found = x.resolve(key);
  return found ? ec::none : found.error().code;
}

} // namespace

TEST_CASE("the store keeps what fits, the latest first") {
  persisted_store store{20};
  store.keep("a", "123456789");
  CHECK(store.bytes() == 10);
  store.keep("a", "123456789");
  store.keep("b", "123456789");
  CHECK(store.bytes() == 20);
  CHECK(*store.find("a") == "123456789");
  store.keep("c", "1");
  CHECK(store.find("b") == nullptr);
  CHECK(store.find("a") != nullptr);
  CHECK(store.find("c") != nullptr);
  store.keep("huge", std::string(100, 'x'));
  CHECK(store.find("huge") == nullptr);
  persisted_store off{0};
  off.keep("a", "1");
  CHECK(off.find("a") == nullptr);
}

TEST_CASE("a persisted query is asked for by its hash once it was sent") {
  auto options = options_of(document_policy::any);
  auto one = cache_of(options);
  std::string text = "{ may }";
  auto hash = sha256_hex(text);
  CHECK(one.resolve({{}, hash, true}).error().detail
        == "PersistedQueryNotFound");
  CHECK(code_of(one, {text, std::string(64, '0'), true})
        == ec::persisted_query_mismatch);
  CHECK(code_of(one, {{}, std::string(64, '0'), true})
        == ec::persisted_query_not_found);
  auto first = one.resolve({text, hash, true});
  REQUIRE(first);
  CHECK(*one.resolve({{}, hash, true}) == *first);
  CHECK(*one.resolve({{}, hash, false}) == *first);
  CHECK(*one.resolve({text, {}, false}) == *first);
  // Another reactor of the node knows it too.
  auto other = cache_of(options);
  CHECK(code_of(other, {{}, hash, true}) == ec::none);
  // What is wrong is answered but not kept.
  std::string wrong = "{ nothing }";
  CHECK(code_of(one, {wrong, sha256_hex(wrong), true}) == ec::none);
  CHECK(code_of(one, {{}, sha256_hex(wrong), true})
        == ec::persisted_query_not_found);
}

TEST_CASE("a store that is switched off says so") {
  auto x = cache_of(options_of(document_policy::any, 0));
  std::string text = "{ may }";
  CHECK(x.resolve({{}, sha256_hex(text), true}).error().detail
        == "PersistedQueryNotSupported");
  CHECK(code_of(x, {text, sha256_hex(text), true}) == ec::none);
  CHECK(code_of(x, {{}, "abc", false}) == ec::persisted_query_not_found);
}

TEST_CASE("the documents of a reactor forget hashes together with documents") {
  auto options = options_of(document_policy::any, 60'000);
  options.document_cache = 2;
  auto x = cache_of(options);
  for (int i = 0; i < 100; ++i) {
    auto text = "query Q" + std::to_string(i) + " { may }";
    CHECK(code_of(x, {text, sha256_hex(text), true}) == ec::none);
  }
  CHECK(x.size() == 2);
  std::string first = "query Q0 { may }";
  CHECK(code_of(x, {{}, sha256_hex(first), true}) == ec::none);
  CHECK(x.size() == 2);
}

TEST_CASE("policies say which documents may run") {
  plan::trusted_document known{
    "known",
    "a.graphql",
    "query Known($id: Int!) { userByPk(id: $id) { name } }",
    {}};
  auto trusted = cache_of(options_of(document_policy::trusted), {known});
  CHECK(code_of(trusted, {"{ may }", {}, false}) == ec::document_not_trusted);
  CHECK(code_of(trusted, {"{ may }", sha256_hex("{ may }"), true})
        == ec::document_not_trusted);
  CHECK(code_of(trusted, {{}, sha256_hex("{ may }"), true})
        == ec::persisted_query_not_found);
  CHECK(code_of(trusted, {{}, "known", false}) == ec::none);
  CHECK(code_of(trusted, {known.text, {}, false}) == ec::none);

  auto persisted = cache_of(options_of(document_policy::persisted), {known});
  CHECK(code_of(persisted, {"{ may }", {}, false}) == ec::document_not_trusted);
  CHECK(code_of(persisted, {"{ may }", sha256_hex("{ may }"), true})
        == ec::none);
  CHECK(code_of(persisted, {{}, sha256_hex("{ may }"), true}) == ec::none);
  CHECK(code_of(persisted, {{}, "known", false}) == ec::none);
}

TEST_CASE("trusted documents are planned before they are asked for") {
  plan::trusted_document known{"known",
                               "a.graphql",
                               "query Known($id: Int!, $n: Int) { userByPk(id: "
                               "$id) { name posts(limit: $n) { title } } }",
                               {}};
  auto options = options_of(document_policy::any);
  options.limits.max_depth = 1; // limits are for the documents of strangers
  auto x = cache_of(options, {known});
  auto found = x.resolve({{}, "known", false});
  REQUIRE(found);
  CHECK((*found)->errors.empty());
  REQUIRE((*found)->plans() == 2); // with and without $n
  arena memory;
  execution e{
    x, {{}, {}, *json::parse(R"({"id":1,"n":2})", memory), false, "known"}};
  CHECK(e.next().size() == 1);
  CHECK((*found)->plans() == 2);
}

TEST_CASE("a trusted document that does not fit the schema is refused") {
  std::vector<compiler::authoring::source_file> files{{"a.graphql", sdl}};
  auto made = compiler::authoring::author(files, nullptr);
  made.catalog.documents = {{"id", "ops/a.graphql", "{ gone }"}};
  auto engine =
    engine::make(std::make_shared<const plan::catalog>(made.catalog), {});
  REQUIRE(engine);
  document_cache cache{*engine};
  auto found = cache.resolve({{}, "id"});
  REQUIRE(found);
  REQUIRE((*found)->errors.size() == 1);
  CHECK((*found)->errors[0].detail.find("\"gone\"") != std::string::npos);
}

TEST_CASE("cost multiplies down the tree") {
  auto options = options_of(document_policy::any);
  options.max_cost = 1'000;
  auto x = cache_of(options);
  auto run = [&](std::string_view query, std::string_view variables = "{}") {
    arena memory;
    execution e{
      x, {query, {}, *json::parse(variables, memory), false, {}, false, true}};
    if (!e.done())
      for (const auto& p : e.next())
        e.fail(p.step, {ec::timeout, {}, {}});
    auto out = e.take();
    return std::string{out.body.view()};
  };
  auto cost = [&](std::string_view query, std::string_view variables = "{}") {
    auto text = run(query, variables);
    constexpr std::string_view mark = "\"expectedRows\":";
    auto at = text.find(mark);
    return at == std::string::npos ? -1
                                   : std::stoll(text.substr(at + mark.size()));
  };
  CHECK(cost("{ may }") == 0);
  CHECK(cost("{ userByPk(id: 1) { id } }") == 1);
  CHECK(cost("{ user(limit: 7) { id } }") == 7);
  CHECK(cost("{ user { id } }") == 100);
  CHECK(cost("{ user(limit: 7) { posts(limit: 3) { user { id } } } }")
        == 7 + 21 + 21);
  CHECK(cost("query($n: Int!) { user(limit: $n) { posts(limit: 2) { id } } }",
             R"({"n":5})")
        == 15);
  CHECK(cost("query($n: Int) { user(limit: $n) { id } }", R"({"n":null})")
        == 100);
  auto refused = run("{ user(limit: 100) { posts(limit: 11) { id } } }");
  CHECK(refused.find("\"code\":\"COST_LIMIT_EXCEEDED\"") != std::string::npos);
  CHECK(refused.find("\"data\"") == std::string::npos);
  CHECK(refused.find("\"cost\":{\"expectedRows\":1200,\"limit\":1000}")
        != std::string::npos);
}

TEST_CASE("a node runs the plans that were compiled") {
  std::vector<compiler::authoring::source_file> files{{"a.graphql", sdl}};
  auto made = compiler::authoring::author(files, nullptr);
  REQUIRE(made.errors.empty());
  auto schema = compiler::authoring::build_schema(made.catalog);
  REQUIRE(schema);
  plan::trusted_document document{"id", "ops/a.graphql", "{ may }"};
  auto parsed = graphql::language::parse(document.text);
  REQUIRE(parsed);
  auto planned = plan_ahead(made.catalog, *schema, *parsed);
  REQUIRE(planned);
  document.operations = std::move(*planned);
  made.catalog.documents.push_back(std::move(document));
  // Another SQL than the planner makes: nobody plans it again.
  auto text = compiler::authoring::write_catalog(made.catalog);
  auto content = text.substr(text.find("\n ") + 2);
  auto at = content.find("SELECT");
  REQUIRE(at != std::string::npos);
  content.replace(at, 6, "SELECT /* as compiled */");
  auto read = compiler::authoring::read_catalog(
    text.substr(0, text.find("\"hash\"")) + "\"hash\": \"" + sha256_hex(content)
    + "\",\n " + content);
  REQUIRE(read);
  auto engine =
    engine::make(std::make_shared<const plan::catalog>(std::move(*read)), {});
  REQUIRE(engine);
  document_cache cache{*engine};
  execution x{cache, {{}, {}, nullptr, false, "id"}};
  auto statements = x.next();
  REQUIRE(statements.size() == 1);
  CHECK(statements[0].statement->sql.find("/* as compiled */")
        != std::string::npos);
  // An ad-hoc document is planned here.
  execution other{cache, {"{ again: may }", {}}};
  auto own = other.next();
  REQUIRE(own.size() == 1);
  CHECK(own[0].statement->sql.find("/* as compiled */") == std::string::npos);
}
