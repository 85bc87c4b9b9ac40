#include "db/postgres/grouping.hpp"

#include <catch2/catch.hpp>

#include <memory>

using namespace troupe;
using namespace troupe::db::postgres;

namespace {

std::shared_ptr<const plan::statement> lookup(uint64_t id) {
  auto out = std::make_shared<plan::statement>();
  out->id = id;
  out->repeatable = true;
  out->merge = plan::merge_form::keys;
  out->merged_sql = "select merged";
  out->merged_most = 3;
  return out;
}

std::shared_ptr<const plan::statement> list(uint64_t id, bool repeatable) {
  auto out = std::make_shared<plan::statement>();
  out->id = id;
  out->repeatable = repeatable;
  return out;
}

job with(std::shared_ptr<const plan::statement> x, int64_t key) {
  auto values = std::make_shared<plan::bound_values>();
  auto& v = values->values.emplace_back();
  v.kind = plan::bound_kind::integer;
  v.integer = key;
  job out;
  out.statement = std::move(x);
  out.values = std::move(values);
  return out;
}

std::deque<job> queue(std::vector<job> jobs) {
  std::deque<job> out;
  for (auto& x : jobs)
    out.push_back(std::move(x));
  return out;
}

} // namespace

TEST_CASE("lookups of one plan are merged, up to what their plan allows") {
  auto s = lookup(1);
  auto waiting = queue({with(s, 1), with(s, 2), with(s, 3), with(s, 4)});
  auto groups = take_groups(waiting, 10, {});
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].together == together::merged);
  CHECK(groups[0].jobs.size() == 3);
  CHECK(groups[1].together == together::alone);
  CHECK(waiting.empty());
}

TEST_CASE("equal reads share an execution, others do not") {
  auto s = list(1, true);
  auto waiting = queue({with(s, 1), with(s, 2), with(s, 1)});
  auto groups = take_groups(waiting, 10, {});
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].together == together::shared);
  CHECK(groups[0].jobs.size() == 2);
  CHECK(groups[1].jobs.size() == 1);
}

TEST_CASE("what may be volatile, writes, or failed before runs alone") {
  auto writes = std::make_shared<plan::statement>(*list(2, true));
  writes->writes = true;
  auto failed = with(lookup(3), 1);
  failed.attempts = 1;
  auto waiting =
    queue({with(list(1, false), 1), with(list(1, false), 1), with(writes, 1),
           with(writes, 1), failed, with(lookup(3), 2)});
  auto groups = take_groups(waiting, 10, {});
  CHECK(groups.size() == 6);
  for (const auto& g : groups)
    CHECK(g.together == together::alone);
}

TEST_CASE("requests with different database sessions have nothing in common") {
  auto s = list(1, true);
  auto one = with(s, 1);
  auto other = with(s, 1);
  auto same = with(s, 1);
  one.session = std::make_shared<const session_settings>(
    session_settings{{{"app.tenant", "a"}}});
  same.session = std::make_shared<const session_settings>(
    session_settings{{{"app.tenant", "a"}}});
  other.session = std::make_shared<const session_settings>(
    session_settings{{{"app.tenant", "b"}}});
  auto waiting = queue({one, other, same, with(s, 1)});
  auto groups = take_groups(waiting, 10, {});
  REQUIRE(groups.size() == 3);
  CHECK(groups[0].jobs.size() == 2);
}

TEST_CASE("the switches separate what could go together") {
  connection_options off;
  off.merge = off.coalesce = false;
  auto waiting = queue({with(lookup(1), 1), with(lookup(1), 1)});
  CHECK(take_groups(waiting, 10, off).size() == 2);
}

TEST_CASE("what does not fit into a batch waits, in order") {
  auto waiting = queue({with(list(1, false), 1), with(list(2, false), 2),
                        with(list(3, false), 3)});
  CHECK(take_groups(waiting, 2, {}).size() == 2);
  REQUIRE(waiting.size() == 1);
  CHECK(waiting.front().statement->id == 3);
}
