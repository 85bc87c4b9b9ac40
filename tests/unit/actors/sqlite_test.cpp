#include "db/sqlite/connection.hpp"

#include <catch2/catch.hpp>

#include <cstdio>
#include <fstream>
#include <unistd.h>

using namespace troupe;

namespace {

struct fixture {
  fixture() {
    char name[] = "/tmp/troupe-sqlite-XXXXXX";
    close(mkstemp(name));
    path = name;
    auto opened = db::sqlite::connection::open({.path = path});
    REQUIRE(opened);
    db = std::move(*opened);
    REQUIRE(
      db->execute("create table t (id integer primary key, name text unique); "
                  "insert into t values (1, 'Ada'), (2, 'Ünal')"));
  }

  ~fixture() {
    db.reset();
    for (auto suffix : {"", "-wal", "-shm"})
      std::remove((path + suffix).c_str());
  }

  result<plan::row_set_ptr> run(std::string sql, std::string_view text = {},
                                deadline until = deadline::max()) {
    plan::statement s;
    s.id = std::hash<std::string>{}(sql);
    s.sql = std::move(sql);
    plan::bound_values values;
    if (!text.empty())
      values.values.push_back({plan::bound_kind::text, false, 0, 0, text});
    return db->run(s, values, until);
  }

  int64_t number(std::string sql, std::string_view text = {}) {
    auto rows = run(std::move(sql), text);
    REQUIRE(rows);
    REQUIRE((*rows)->rows() == 1);
    plan::cell c;
    (*rows)->read(0, &c);
    return c.null() ? -1 : plan::read_big_endian<int64_t>(c.data);
  }

  std::string path;
  std::unique_ptr<db::sqlite::connection> db;
};

} // namespace

TEST_CASE_METHOD(fixture, "sqlite matches LIKE as PostgreSQL does") {
  CHECK(number("select troupe_like('Ada', ?1)", "A%") == 1);
  CHECK(number("select troupe_like('Ada', ?1)", "a%") == 0);
  CHECK(number("select troupe_ilike('ÜNAL', ?1)", "ün_l") == 1);
  CHECK(number("select troupe_like('50%', ?1)", "50\\%") == 1);
  CHECK(number("select troupe_like('50x', ?1)", "50\\%") == 0);
  CHECK(number("select troupe_like('aaab', ?1)", "%a%b") == 1);
  CHECK(number("select troupe_like(null, ?1)", "%") == -1);
}

TEST_CASE_METHOD(fixture,
                 "sqlite hands tuples over in PostgreSQL's binary form") {
  auto rows =
    run("select troupe_rows(troupe_row(id, name)) as troupe_rows_0 from t");
  REQUIRE(rows);
  plan::cell c;
  (*rows)->read(0, &c);
  CHECK(c.type == plan::oid::record_array);
  CHECK(plan::read_big_endian<int32_t>(c.data) == 1);      // dimensions
  CHECK(plan::read_big_endian<int32_t>(c.data + 12) == 2); // items
  const auto* record = c.data + 24;
  CHECK(plan::read_big_endian<int32_t>(record) == 2); // fields
  CHECK(plan::read_big_endian<uint32_t>(record + 4) == plan::oid::int8);
  CHECK(plan::read_big_endian<int64_t>(record + 12) == 1);
  CHECK(std::string_view(record + 28, 3) == "Ada");
  CHECK(number("select length(troupe_rows(troupe_row(id))) from t where false")
        == 12);
}

TEST_CASE_METHOD(fixture, "sqlite interrupts a statement at its deadline") {
  auto rows = run("with recursive n(i) as (select 1 union all select i + 1 "
                  "from n) select count(*) from n",
                  {}, steady::now() + std::chrono::milliseconds{20});
  REQUIRE_FALSE(rows);
  CHECK(rows.error().code == ec::timeout);
  CHECK(number("select 1") == 1);
}

TEST_CASE_METHOD(fixture,
                 "sqlite tells constraint errors apart and without SQL") {
  auto twice = run("insert into t values (3, 'Ada')");
  REQUIRE_FALSE(twice);
  CHECK(twice.error().code == ec::conflict);
  CHECK(twice.error().detail == "A row with this key exists already.");
  auto unknown = run("select nope from t");
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().code == ec::schema_mismatch);
}

TEST_CASE("sqlite does not make files") {
  auto opened =
    db::sqlite::connection::open({.path = "/tmp/troupe-no-such-file.db"});
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == ec::database_unavailable);
}
