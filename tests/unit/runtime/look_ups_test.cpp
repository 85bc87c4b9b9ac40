#include "runtime/look_ups.hpp"

#include "fake_rows.hpp"

#include <catch2/catch.hpp>

using namespace troupe;
using namespace troupe::runtime;
using tests::fake_rows;

namespace {

constexpr auto null = nullptr;

/// The cells of a row, one after the other.
std::string row_of(const plan::row_set& from, size_t row) {
  std::vector<plan::cell> cells(from.columns());
  from.read(row, cells.data());
  std::string out;
  for (const auto& c : cells) {
    out += out.empty() ? "" : " ";
    if (c.null())
      out += "-";
    else if (c.type == plan::oid::int8)
      out += std::to_string(plan::read_big_endian<int64_t>(c.data));
    else
      out += c.view();
  }
  return out;
}

plan::step step_of(std::vector<plan::look_up> look_ups) {
  plan::step out;
  out.look_ups = std::move(look_ups);
  return out;
}

} // namespace

TEST_CASE("rows get what they have in common by its key") {
  auto step = step_of({{{1}, {2, 3}}});
  // What belongs to the list comes in its order, whatever stands between.
  fake_rows from{{{int64_t{1}, int64_t{7}, null, null, int64_t{0}},
                  {null, int64_t{8}, "b", null, int64_t{1}},
                  {int64_t{2}, int64_t{8}, null, null, int64_t{0}},
                  {int64_t{3}, int64_t{7}, null, null, int64_t{0}},
                  {null, int64_t{7}, "a", "A", int64_t{1}}}};
  looked_up_rows rows{step, from};
  REQUIRE(rows.rows() == 3);
  REQUIRE(rows.columns() == 4);
  CHECK(row_of(rows, 0) == "1 7 a A");
  CHECK(row_of(rows, 1) == "2 8 b -");
  CHECK(row_of(rows, 2) == "3 7 a A");
  CHECK(rows.look_ups().all == 3);
  CHECK(rows.look_ups().repeated == 1);
  // Three rows of three integers each, and five letters.
  CHECK(rows.size() == 3 * 3 * 8 + 5);
}

TEST_CASE("without a key there is nothing to look up") {
  auto step = step_of({{{0}, {1}}});
  fake_rows from{{{null, null, int64_t{0}},
                  {int64_t{1}, null, int64_t{0}},
                  {null, "never", int64_t{1}},
                  {int64_t{1}, "x", int64_t{1}}}};
  looked_up_rows rows{step, from};
  CHECK(row_of(rows, 0) == "- -");
  CHECK(row_of(rows, 1) == "1 x");
  CHECK(rows.look_ups().all == 1);
  CHECK(rows.look_ups().repeated == 0);
}

TEST_CASE("a row has values of several look-ups, and keys several cells") {
  auto step = step_of({{{0, 1}, {2}}, {{1}, {3}}});
  fake_rows from{{{"a", "bc", null, null, int64_t{0}},
                  {"ab", "c", null, null, int64_t{0}},
                  {"a", "bc", "first", null, int64_t{1}},
                  {"ab", "c", "second", null, int64_t{1}},
                  {null, "bc", null, "third", int64_t{2}},
                  {null, "c", null, "fourth", int64_t{2}}}};
  looked_up_rows rows{step, from};
  REQUIRE(rows.rows() == 2);
  CHECK(row_of(rows, 0) == "a bc first third");
  CHECK(row_of(rows, 1) == "ab c second fourth");
  CHECK(rows.look_ups().all == 4);
}

TEST_CASE("an empty list stays empty") {
  auto step = step_of({{{0}, {1}}});
  fake_rows from{{}};
  looked_up_rows rows{step, from};
  CHECK(rows.rows() == 0);
  CHECK(rows.size() == 0);
  CHECK(rows.look_ups().all == 0);
}

TEST_CASE("look-ups of whole rows are counted by their keys") {
  auto step = step_of({{{0}, {1}}, {{2}, {3}}});
  fake_rows from{{{int64_t{1}, "a", int64_t{5}, "x"},
                  {int64_t{1}, "a", null, null},
                  {int64_t{2}, "b", int64_t{5}, "x"}}};
  auto counted = count_look_ups(step, from);
  CHECK(counted.all == 5);
  CHECK(counted.repeated == 2);
}

TEST_CASE(
  "a plan asks once when that was seen to pay, and no longer when not") {
  look_up_history seen;
  CHECK_FALSE(seen.worthwhile());
  CHECK(seen.due());
  seen.note({80, 76});
  CHECK(seen.worthwhile());
  // A single one that is otherwise changes nothing.
  seen.note({80, 0});
  CHECK(seen.worthwhile());
  for (int i = 0; i < 8; ++i)
    seen.note({80, 0});
  CHECK_FALSE(seen.worthwhile());
  for (int i = 0; i < 8; ++i)
    seen.note({80, 76});
  CHECK(seen.worthwhile());
}

TEST_CASE("few repeated look-ups are not worth another form") {
  look_up_history seen;
  seen.note({9, 8});
  CHECK_FALSE(seen.worthwhile());
  look_up_history long_list;
  long_list.note({1000, 100});
  CHECK_FALSE(long_list.worthwhile());
  long_list.note({1000, 1000});
  CHECK(long_list.worthwhile());
}

TEST_CASE("the look-ups of whole rows are counted now and then") {
  look_up_history seen;
  size_t counted = 0;
  for (int i = 0; i < 80; ++i)
    counted += seen.due() ? 1 : 0;
  CHECK(counted == 10);
}
