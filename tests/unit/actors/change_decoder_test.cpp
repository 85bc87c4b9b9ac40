#include "actors/change_decoder.hpp"

#include "tests/support/hex.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace troupe;
using namespace troupe::actors;
using messages::change_kind;
using tests::from_hex;

// The bytes are PostgreSQL 15's.

namespace {

std::optional<followed_model> model_of(std::string_view schema,
                                       std::string_view table, bool) {
  if (schema != "public")
    return std::nullopt;
  if (table == "item")
    return followed_model{"Item", {"id"}};
  if (table == "pair")
    return followed_model{"Pair", {"a", "b"}};
  if (table == "whole")
    return followed_model{"Whole", {"id"}};
  return std::nullopt;
}

class stream {
public:
  explicit stream(name_facts names = {}) : decoder_(model_of) {
    decoder_.begin("system", std::move(names));
  }

  result<void> try_take(std::string_view hex) {
    auto bytes = from_hex(hex);
    db::postgres::log_frame x;
    x.at = at_ += 8;
    x.content = bytes;
    return decoder_.take(x, changes);
  }

  stream& take(std::string_view hex) {
    auto done = try_take(hex);
    INFO((done ? std::string{} : done.error().detail));
    REQUIRE(done);
    return *this;
  }

  change_decoder& decoder() {
    return decoder_;
  }

  std::vector<messages::change> changes;

private:
  change_decoder decoder_;
  db::postgres::lsn at_ = 0;
};

constexpr auto begin_item = "42000000000153da18000304236c031560000002db";
constexpr auto end_item =
  "4300000000000153da18000000000153da48000304236c031560";
constexpr auto item =
  "52000040057075626c6963006974656d006400040169640000000017ffffffff006e616d6500"
  "00000019ffffffff00707269636500000006a400080006006269670000000019ffffffff";
constexpr auto insert_item = "49000040054e00047400000001326e6e6e";
constexpr auto pair =
  "520000400c7075626c696300706169720064000401610000000017ffffffff01620000000019"
  "ffffffff006e0000000017ffffffff006d0000004001ffffffff";
constexpr auto whole =
  "52000040137075626c69630077686f6c65006600040169640000000017ffffffff0174616773"
  "00000003f1ffffffff01617400000004a0ffffffff016f6b0000000010ffffffff";
constexpr auto whole_row =
  "0004740000000131740000000e7b612c22622063222c4e554c4c7d7400000016323032362d30"
  "312d33312031323a30303a30302b30307400000001";

} // namespace

TEST_CASE("a row that came is a change with its key and data") {
  stream s;
  s.take(begin_item).take(item).take(insert_item);
  CHECK(s.decoder().in_transaction());
  CHECK(s.decoder().end() == 0);
  s.take(end_item);
  CHECK_FALSE(s.decoder().in_transaction());
  CHECK(s.decoder().end() == 0x153da48);
  REQUIRE(s.changes.size() == 1);
  const auto& c = s.changes[0];
  CHECK(c.kind == change_kind::inserted);
  CHECK(c.type == "Item");
  CHECK(c.schema == "public");
  CHECK(c.table == "item");
  CHECK(c.key == R"({"id":2})");
  CHECK(c.object_id == "2");
  CHECK(c.data == R"({"id":2,"name":null,"price":null,"big":null})");
  CHECK(c.before.empty());
  // 848,141,000 s after 2000, more or less: in November 2026.
  CHECK(c.created_us / 1'000'000 > 1'790'000'000);
  CHECK(c.created_us / 1'000'000 < 1'800'000'000);
}

TEST_CASE("an update without the large value leaves it out") {
  stream s;
  s.take(begin_item)
    .take(item)
    .take(
      "55000040054e0004740000000131740000000670656e63696c7400000004312e353075");
  REQUIRE(s.changes.size() == 1);
  CHECK(s.changes[0].kind == change_kind::updated);
  CHECK(s.changes[0].data == R"({"id":1,"name":"pencil","price":1.50})");
  CHECK(s.changes[0].updated_columns.empty());
}

TEST_CASE("a key that changed is a row that went and one that changed") {
  stream s;
  s.take(begin_item)
    .take(item)
    .take("55000040054b00047400000001326e6e6e4e00047400000001336e6e6e");
  REQUIRE(s.changes.size() == 2);
  CHECK(s.changes[0].kind == change_kind::deleted);
  CHECK(s.changes[0].key == R"({"id":2})");
  CHECK(s.changes[1].kind == change_kind::updated);
  CHECK(s.changes[1].key == R"({"id":3})");
  CHECK(s.changes[0].id != s.changes[1].id);
}

TEST_CASE("keys of several columns") {
  stream s;
  s.take(begin_item)
    .take(pair)
    .take("550000400c4b00047400000001317400000001786e6e4e0004740000000131740000"
          "000179"
          "7400000001367400000002"
          "6f6b");
  REQUIRE(s.changes.size() == 2);
  CHECK(s.changes[0].key == R"({"a":1,"b":"x"})");
  CHECK(s.changes[0].object_id.empty());
  CHECK(s.changes[1].key == R"({"a":1,"b":"y"})");
  CHECK(s.changes[1].data == R"({"a":1,"b":"y","n":6,"m":"ok"})");
}

TEST_CASE("with the whole row before it is told what changed") {
  stream s;
  std::string row{whole_row};
  s.take(begin_item).take(whole);
  s.take("55000040134f" + row + "744e" + row + "66");
  REQUIRE(s.changes.size() == 1);
  const auto& c = s.changes[0];
  CHECK(c.key == R"({"id":1})");
  CHECK(c.updated_columns == std::vector<std::string>{"ok"});
  CHECK(
    c.before
    == R"({"id":1,"tags":["a","b c",null],"at":"2026-01-31T12:00:00+00:00","ok":true})");
  s.take("44000040134f" + row + "66");
  REQUIRE(s.changes.size() == 2);
  CHECK(s.changes[1].kind == change_kind::deleted);
  CHECK(s.changes[1].key == R"({"id":1})");
  CHECK(s.changes[1].data.empty());
}

TEST_CASE("a table that was emptied is one change without a key") {
  stream s;
  s.take(begin_item).take(item).take(pair).take("540000000202000040050000400c");
  REQUIRE(s.changes.size() == 2);
  CHECK(s.changes[0].kind == change_kind::custom);
  CHECK(s.changes[0].type == "Item");
  CHECK(s.changes[0].key.empty());
  CHECK(s.changes[1].table == "pair");
}

TEST_CASE("a partition's rows are its topmost table's") {
  name_facts names;
  names.roots[name_facts::key_of("public", "item")] = {"public", "whole"};
  stream s{names};
  s.take(begin_item).take(item).take(insert_item);
  REQUIRE(s.changes.size() == 1);
  CHECK(s.changes[0].table == "whole");
  CHECK(s.changes[0].type == "Whole");
}

TEST_CASE("a table that nobody knows may be a new partition") {
  stream s;
  std::string other{item};
  other.replace(10, 12, "6f746865725f");
  s.take(begin_item).take(other);
  CHECK(s.decoder().stranger() == 0x4005u);
  s.decoder().learn(table_name{"public", "item"});
  CHECK_FALSE(s.decoder().stranger());
  s.take(insert_item).take(other).take(insert_item);
  CHECK_FALSE(s.decoder().stranger());
  REQUIRE(s.changes.size() == 2);
  for (const auto& c : s.changes) {
    CHECK(c.type == "Item");
    CHECK(c.table == "item");
    CHECK(c.key == R"({"id":2})");
  }
}

TEST_CASE("tables that the schema does not have keep their key") {
  stream s;
  // The same as `item`, in a schema `other_`.
  std::string other{item};
  other.replace(10, 12, "6f746865725f");
  s.take(begin_item).take(other).take(insert_item);
  REQUIRE(s.changes.size() == 1);
  CHECK(s.changes[0].schema == "other_");
  CHECK(s.changes[0].type.empty());
  CHECK(s.changes[0].key == R"({"id":2})");
}

TEST_CASE("Troupe's own bookkeeping is no change") {
  stream s;
  std::string ours{item};
  ours.replace(10, 12, "74726f757065");
  s.take(begin_item).take(ours).take(insert_item);
  CHECK(s.changes.empty());
}

TEST_CASE("an identity that does not hold the key") {
  // Of `pair` only `n` is logged of the row before (REPLICA IDENTITY USING
  // INDEX): the key may have been another.
  stream s;
  s.take(begin_item)
    .take(
      "520000400c7075626c696300706169720069000400610000000017ffffffff00620000"
      "000019ffffffff016e0000000017ffffffff006d0000004001ffffffff")
    .take("550000400c4e000474000000013174000000017874000000013674000000026f6b");
  REQUIRE(s.changes.size() == 2);
  CHECK(s.changes[0].kind == change_kind::custom);
  CHECK(s.changes[0].key.empty());
  CHECK(s.changes[1].key == R"({"a":1,"b":"x"})");
  // A deletion has no key at all.
  s.take("440000400c4b00046e6e7400000001366e");
  REQUIRE(s.changes.size() == 3);
  CHECK(s.changes[2].kind == change_kind::deleted);
  CHECK(s.changes[2].key.empty());
}

TEST_CASE("the same change has the same identity, and no other has it") {
  auto read = [] {
    stream s;
    s.take(begin_item).take(item);
    for (int i = 0; i < 100; ++i)
      s.take(insert_item);
    std::vector<std::string> out;
    for (const auto& c : s.changes)
      out.push_back(c.id);
    return out;
  };
  auto once = read();
  CHECK(once == read());
  CHECK(once[0].size() == 36);
  CHECK(once[0][14] == '8');
  std::ranges::sort(once);
  CHECK(std::ranges::unique(once).empty());
}

TEST_CASE("what does not fit its table ends the stream") {
  stream s;
  CHECK_FALSE(s.try_take(insert_item));
  s.take(begin_item).take(pair).take(item);
  CHECK_FALSE(s.try_take("49000040054e00037400000001326e6e"));
  CHECK_FALSE(
    s.try_take("55000040054b00017400000001324e00047400000001336e6e6e"));
  CHECK_FALSE(s.try_take("54000000010200009999"));
  CHECK_FALSE(s.try_take("ff"));
  CHECK(s.changes.empty());
}
