#include "compiler/authoring/reflect.hpp"

#include "compiler/authoring/author.hpp"

#include <catch2/catch.hpp>

using namespace troupe;
using namespace troupe::compiler::authoring;

namespace {

plan::column_facts column(std::string name, std::string_view type,
                          bool nullable = false) {
  plan::column_facts out;
  out.name = std::move(name);
  out.type = plan::parse_column_type(plan::dialect::postgres, type);
  out.nullable = nullable;
  return out;
}

plan::database_facts facts() {
  plan::database_facts out;
  out.dialect = plan::dialect::postgres;
  out.default_schemas = {"public"};
  plan::table_facts person{"public", "person", plan::table_kind::table,
                           "People", {},       {"id"},
                           {},       {},       {},
                           -1,       {}};
  person.columns = {column("id", "integer"), column("full name", "text", true),
                    column("boss_id", "integer", true)};
  person.foreign_keys = {{"boss", {"boss_id"}, "public", "person", {"id"}}};
  plan::table_facts match{"games", "match", plan::table_kind::table,
                          "",      {},      {"home_id", "away_id"},
                          {},      {},      {},
                          -1,      {}};
  match.columns = {column("home_id", "integer"), column("away_id", "integer"),
                   column("fee", "numeric(8,2)")};
  match.foreign_keys = {{"h", {"home_id"}, "public", "person", {"id"}},
                        {"a", {"away_id"}, "public", "person", {"id"}}};
  out.tables = {match, person};
  return out;
}

} // namespace

TEST_CASE(
  "reflect writes names by the rules, and tells two keys to one table apart") {
  auto sdl = reflect(facts());
  for (auto wanted :
       {"type Match @table(name: \"match\", schema: \"games\", key: "
        "[\"home_id\", \"away_id\"])",
        "fee: Decimal! @column(type: \"numeric(8,2)\")",
        "home: Person! @relation(from: [\"home_id\"], to: [\"id\"])",
        "matchByHomeId: [Match!]!", "matchByAwayId: [Match!]!", "\"People\"",
        "fullName: String @column(name: \"full name\")",
        "boss: Person @relation", "personByBossId: [Person!]!"}) {
    INFO(wanted);
    CHECK(sdl.find(wanted) != std::string::npos);
  }
}

TEST_CASE("what reflect writes compiles, with the database and without") {
  auto all = facts();
  std::vector<source_file> files{{"r.graphql", reflect(all)}};
  auto alone = author(files, nullptr);
  auto checked = author(files, &all);
  for (const auto& x : alone.errors)
    FAIL_CHECK(x.why.detail);
  for (const auto& x : checked.errors)
    FAIL_CHECK(x.why.detail);
  REQUIRE(alone.catalog.models.size() == 2);
  CHECK(alone.catalog.models[0].columns[2].type
        == checked.catalog.models[0].columns[2].type);
}

TEST_CASE("reflect reads the types of documents from their rows") {
  auto all = facts();
  plan::table_facts view{
    "public", "v_book", plan::table_kind::view, "", {}, {}, {}, {}, {}, -1, {}};
  view.columns = {column("id", "uuid", true), column("data", "jsonb", true),
                  column("stock", "integer", true)};
  view.documents = {
    R"({"id": "6f2c1c3e-0000-0000-0000-000000000001", "page_count": 3, "price": 1, "added": "2026-01-02T03:04:05Z",
        "author": {"name": "Ada", "born_in": {"city": "Lyon"}}, "tags": ["x"], "notes": [], "mixed": 1})",
    R"({"id": "6f2c1c3e-0000-0000-0000-000000000002", "page_count": null, "price": 1.5, "author": null, "added": "2026-01-02T03:04:05+00:00",
        "copies": [{"shelfNo": 7}], "big": 9007199254740993, "mixed": "x", "no name": 1, "9\"": 1})"};
  all.tables.push_back(view);
  auto sdl = reflect(all);
  for (auto wanted :
       {"type Book @table(name: \"v_book\") @document {", "  id: UUID!\n",
        "  pageCount: Int\n", "  price: Float\n", "  added: DateTime\n",
        "  author: BookAuthor\n", "  tags: [String]\n", "  notes: JSON\n",
        "  copies: [BookCopies]\n", "  big: BigInt\n", "  mixed: JSON\n",
        "  stock: Int @column(name: \"stock\")\n",
        "  noName: Int @document(key: \"no name\")\n",
        "type BookAuthor @embedded {\n  name: String\n",
        "  bornIn: BookAuthorBornIn\n",
        "  shelfNo: Int @document(key: \"shelfNo\")\n"}) {
    INFO(wanted << " in " << sdl);
    CHECK(sdl.find(wanted) != std::string::npos);
  }
  CHECK(sdl.find("9\\\"") == std::string::npos);
  std::vector<source_file> files{{"r.graphql", sdl}};
  for (const auto& x : author(files, &all).errors)
    FAIL_CHECK(x.why.detail);
}

TEST_CASE("reflect writes root fields for functions that return rows") {
  auto all = facts();
  plan::row_function_facts found{
    "public", "people_like", "Who is like that.", {}, "public", "person", true};
  found.arguments = {
    {"part", plan::parse_column_type(plan::dialect::postgres, "text"), false},
    {"at_most", plan::parse_column_type(plan::dialect::postgres, "integer"),
     true}};
  auto one = found;
  one.name = "the_boss";
  one.many = false;
  one.arguments.clear();
  auto odd = found;
  odd.name = "odd";
  odd.arguments[0].name = "limit";
  auto clash = one;
  clash.name = "person_by_pk";
  all.row_functions = {found, one, odd, clash};
  auto sdl = reflect(all);
  for (auto wanted :
       {"extend type Query {", "  \"Who is like that.\"\n",
        "  peopleLike(part: String!, atMost: Int, where: PersonWhere, orderBy: "
        "[PersonOrderBy!], limit: Int, offset: Int): [Person!]! "
        "@function(name: \"people_like\")",
        "  theBoss: Person @function(name: \"the_boss\")",
        "  personByPk2: Person @function(name: \"person_by_pk\")",
        "# Function odd is left out: \"limit\" is an argument of every "
        "list."}) {
    INFO(wanted << " in " << sdl);
    CHECK(sdl.find(wanted) != std::string::npos);
  }
  std::vector<source_file> files{{"r.graphql", sdl}};
  for (const auto& x : author(files, &all).errors)
    FAIL_CHECK(x.why.detail);
}

namespace {

plan::table_facts table(std::string name, std::string comment,
                        std::vector<plan::column_facts> columns) {
  plan::table_facts out;
  out.schema = "public";
  out.name = std::move(name);
  out.description = std::move(comment);
  out.columns = std::move(columns);
  out.primary_key = {"id"};
  return out;
}

plan::database_facts of(std::vector<plan::table_facts> tables) {
  plan::database_facts out;
  out.dialect = plan::dialect::postgres;
  out.default_schemas = {"public"};
  out.tables = std::move(tables);
  return out;
}

void holds(const plan::database_facts& all,
           std::initializer_list<const char*> parts) {
  auto sdl = reflect(all);
  for (auto wanted : parts) {
    INFO(wanted << " in " << sdl);
    CHECK(sdl.find(wanted) != std::string::npos);
  }
  std::vector<source_file> files{{"r.graphql", sdl}};
  for (const auto& x : author(files, &all).errors) {
    INFO(sdl);
    FAIL_CHECK(x.why.detail);
  }
}

} // namespace

TEST_CASE("a comment makes a table an interface of several types") {
  auto item =
    table("item",
          "@interface mode:single type:kind\n"
          "@type TOPIC name:Topic attributes:title>heading!\n"
          "@type POST name:Post attributes:body,parent_id\n"
          "What people write.",
          {column("id", "integer"), column("kind", "text"),
           column("title", "text", true), column("body", "text", true),
           column("parent_id", "integer", true)});
  item.foreign_keys = {{"p", {"parent_id"}, "public", "item", {"id"}}};
  holds(
    of({item}),
    {"\"What people write.\"\ninterface Item @table(name: \"item\", key: "
     "[\"id\"]) @discriminator(column: \"kind\") {\n  id: Int!\n  kind: "
     "String!\n",
     "type Topic implements Item @table(name: \"item\", key: [\"id\"]) "
     "@variant(value: \"TOPIC\") {\n  id: Int!\n  kind: String!\n  heading: "
     "String! @column(name: \"title\")\n",
     "type Post implements Item", "  body: String\n",
     "  parent: Item @relation(from: [\"parent_id\"], to: [\"id\"])"});
}

TEST_CASE("comments and inheritance make interfaces and unions of tables") {
  auto car = table("car", "@implements Vehicle\n@unionMember Thing",
                   {column("id", "integer"), column("name", "text"),
                    column("doors", "integer")});
  auto truck = table("truck", "@implements Vehicle",
                     {column("id", "integer"), column("name", "text", true),
                      column("doors", "text")});
  auto animal = table("animal", "@interface mode:union",
                      {column("id", "integer"), column("name", "text")});
  auto cat = table("cat", "@unionMember Thing",
                   {column("id", "integer"), column("name", "text"),
                    column("lives", "integer")});
  cat.parents = {"public.animal"};
  holds(of({animal, car, cat, truck}),
        {"interface Vehicle {\n  id: Int!\n  name: String\n}",
         "type Car implements Vehicle @table",
         "type Cat implements Animal @table",
         "interface Animal {\n  id: Int!\n  name: String!\n}",
         "union Thing = Car | Cat",
         "  vehicle(limit: Int, offset: Int): [Vehicle!]!\n"});
}

TEST_CASE("a tag that says nothing is told with the reason") {
  holds(
    of({table("a", "@interface mode:relational", {column("id", "integer")}),
        table("b", "@interface mode:union", {column("id", "integer")}),
        table("c", "@implements", {column("id", "integer")}),
        table("d", "@implements A", {column("id", "integer")}),
        table("e", "@omit\n@type X name:Y", {column("id", "integer")})}),
    {"# A comment on a says nothing. \"@interface mode:relational\": it needs",
     "# A comment on b says nothing. No table inherits from it",
     "# A comment on c says nothing. \"@implements\": it needs a name.",
     "# A comment on d says nothing. \"A\" is another type", "type B @table",
     "and \"@type\" need each other.", "\"@omit\"\ntype E @table"});
}

TEST_CASE("rows of a fact table tell its dimensions") {
  auto sales = table("tf_sales", "",
                     {column("id", "integer"), column("data", "jsonb"),
                      column("region", "text", true)});
  sales.documents = {
    R"({"id": 1, "data": {"category": "x", "shop": {"region": "north", "floor": 2}, "tags": ["a"]}, "region": "r"})"};
  holds(
    of({sales}),
    {"  category: String @dimension(column: \"data\", path: \"category\")\n",
     "  shopRegion: String @dimension(column: \"data\", path: "
     "\"shop.region\")\n",
     "  shopFloor: Int @dimension(column: \"data\", path: \"shop.floor\")\n",
     "  data: JSON!\n"});
}
