#include "actors/read_rules.hpp"

#include "fact_rows.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace troupe;
using namespace troupe::actors;
using cache::aspect;
using cache::versions;

namespace {

/// Models `author` and `town`, keyed by `id`, and what is said of them.
struct world {
  explicit world(std::vector<fact_row> more = {},
                 cache::store_options options = {})
    : all(options) {
    for (auto name : {"author", "town", "we\"ird"}) {
      plan::model_def m;
      m.table = name;
      catalog.models.push_back(std::move(m));
    }
    std::vector<fact_row> rows{
      {"key", "author", "id"}, {"key", "town", "id"}, {"table", "we\"ird", ""}};
    rows.insert(rows.end(), more.begin(), more.end());
    all.learn(read_facts(*fact_rows(std::move(rows))));
  }

  read_rules rules(std::string sql,
                   plan::step_kind kind = plan::step_kind::list,
                   int32_t keyed = -1, bool opaque = false, int32_t age = -1) {
    auto s = std::make_shared<plan::statement>();
    s->sql = std::move(sql);
    s->opaque = opaque;
    auto p = std::make_shared<plan::operation_plan>();
    plan::step x;
    x.kind = kind;
    x.statement = std::move(s);
    x.keyed = keyed;
    x.max_age = age;
    p->steps.push_back(std::move(x));
    p->max_age = age;
    return rules(std::move(p));
  }

  read_rules rules(std::shared_ptr<const plan::operation_plan> x) {
    const auto* found = reader.find(x, catalog, all);
    REQUIRE(found != nullptr);
    return *found;
  }

  plan::catalog catalog;
  answer_cache all;
  plan_reader reader;
};

bool on(const read_rules& x, std::string_view table) {
  return std::ranges::find(x.slots, versions::table_slot(table, aspect::any))
         != x.slots.end();
}

bool on_everything(const read_rules& x) {
  return std::ranges::find(x.slots, versions::any_change) != x.slots.end();
}

constexpr auto list = plan::step_kind::list;
constexpr auto single = plan::step_kind::one;

} // namespace

TEST_CASE("a list depends on every table that stands in its statement") {
  world w;
  auto x = w.rules("SELECT t0.\"id\" FROM \"author\" AS \"t0\" WHERE EXISTS "
                   "(SELECT 1 FROM \"town\" AS \"t1\")");
  CHECK(x.kept);
  CHECK(on(x, "author"));
  CHECK(on(x, "town"));
  CHECK_FALSE(on(x, "we\"ird"));
  CHECK_FALSE(on_everything(x));
  CHECK(x.rows.empty());
}

TEST_CASE("names are read as SQL quotes them, and texts are no names") {
  world w;
  auto x =
    w.rules("SELECT '\"town\"', 'it''s \"town\"' FROM \"we\"\"ird\" AS t");
  CHECK(on(x, "we\"ird"));
  CHECK_FALSE(on(x, "town"));
  CHECK(on(w.rules("SELECT 'it''s' FROM \"town\" AS t"), "town"));
  CHECK(w.rules("SELECT \"").kept); // reads no further than there is
}

TEST_CASE("a look-up by key depends on its row alone") {
  world w;
  auto x = w.rules("SELECT \"t0\".\"id\" FROM \"author\" AS \"t0\" WHERE "
                   "\"t0\".\"id\" = $1",
                   single, 0);
  CHECK(x.kept);
  REQUIRE(x.rows.size() == 1);
  CHECK(x.rows[0].table == "author");
  CHECK(x.rows[0].rows == versions::table_slot("author", aspect::rows));
  CHECK(x.rows[0].missing == versions::table_slot("author", aspect::inserts));
  CHECK_FALSE(on(x, "author"));
}

TEST_CASE("a look-up that reads its table twice, or others, depends on them") {
  world w;
  auto x = w.rules("SELECT 1 FROM \"author\" AS \"t0\" LEFT JOIN \"author\" AS "
                   "\"t1\" ON true",
                   single, 0);
  CHECK(x.rows.empty());
  CHECK(on(x, "author"));
  x = w.rules("SELECT 1 FROM \"author\" AS \"t0\" JOIN \"town\" AS t ON true",
              single, 0);
  CHECK(x.rows.size() == 1);
  CHECK(on(x, "town"));
}

TEST_CASE("what a view or a policy reads counts too") {
  world w{{{"view", "town", ""},
           {"reads", "town", "house"},
           {"reads", "author", "grant"}}};
  auto x = w.rules("SELECT 1 FROM \"town\" AS t");
  CHECK(on(x, "town"));
  CHECK(on(x, "house"));
  x = w.rules("SELECT 1 FROM \"town\" AS t", single, 1);
  CHECK(x.rows.empty());
  CHECK(on(x, "house"));
  x = w.rules("SELECT 1 FROM \"author\" AS t", single, 0);
  CHECK(x.rows.size() == 1);
  CHECK(on(x, "grant"));
}

TEST_CASE("what changes by itself is not kept, what cannot be seen through "
          "depends on everything") {
  world w{{{"unstable", "author", ""}, {"opaque", "town", ""}}};
  CHECK_FALSE(w.rules("SELECT 1 FROM \"author\" AS t").kept);
  CHECK_FALSE(w.rules("SELECT 1 FROM \"author\" AS t", single, 0).kept);
  CHECK(on_everything(w.rules("SELECT 1 FROM \"town\" AS t")));
  CHECK(on_everything(w.rules("SELECT 1 FROM \"town\" AS t", single, 1)));
}

TEST_CASE("a table that the database did not tell about depends on "
          "everything") {
  world w;
  plan::model_def m;
  m.table = "new";
  w.catalog.models.push_back(std::move(m));
  auto x = w.rules("SELECT 1 FROM \"new\" AS t", single, 3);
  CHECK(on_everything(x));
  CHECK(on(x, "new"));
}

TEST_CASE("a part of a table is never read alone") {
  world w{{{"parts", "author", "author_1"}}};
  auto x = w.rules("SELECT 1 FROM \"author\" AS t", single, 0);
  CHECK(x.rows.empty());
  CHECK(on(x, "author"));
}

TEST_CASE("an author's SQL is kept only as long as the author says") {
  world w;
  std::string sql = "SELECT f() FROM \"town\" AS t";
  CHECK_FALSE(w.rules(sql, list, -1, true).kept);
  CHECK_FALSE(w.rules(sql, list, -1, true, 0).kept);
  auto x = w.rules(sql, list, -1, true, 30);
  CHECK(x.kept);
  CHECK(x.ttl == 30);
  CHECK(on_everything(x));
}

TEST_CASE("writes, answers in parts and age 0 are not kept") {
  world w;
  auto p = std::make_shared<plan::operation_plan>();
  p->operation = plan::operation::mutation;
  CHECK_FALSE(w.rules(p).kept);
  CHECK_FALSE(w.rules("SELECT 1 FROM \"town\" AS t", list, -1, false, 0).kept);
  CHECK(w.rules("SELECT 1 FROM \"town\" AS t").ttl == 24 * 3'600);
}

TEST_CASE("lists are kept if they may be") {
  world w{{}, {.lists = false}};
  CHECK_FALSE(w.rules("SELECT 1 FROM \"town\" AS t").kept);
  CHECK(w.rules("SELECT 1 FROM \"town\" AS t", single, 1).kept);
}

TEST_CASE("rules are read anew when the facts are others") {
  world w;
  auto s = std::make_shared<plan::statement>();
  s->sql = "SELECT 1 FROM \"town\" AS t";
  auto p = std::make_shared<plan::operation_plan>();
  p->steps.emplace_back();
  p->steps[0].statement = s;
  CHECK(w.rules(p).kept);
  w.all.learn(read_facts(*fact_rows({{"unstable", "town", ""}})));
  CHECK_FALSE(w.rules(p).kept);
}

TEST_CASE("without facts there are no rules") {
  answer_cache all{cache::store_options{}};
  plan::catalog catalog;
  plan_reader reader;
  CHECK(reader.find(std::make_shared<plan::operation_plan>(), catalog, all)
        == nullptr);
}
