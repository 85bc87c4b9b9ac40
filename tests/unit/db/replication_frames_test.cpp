#include "db/postgres/replication_frames.hpp"

#include "tests/support/hex.hpp"

#include <catch2/catch.hpp>

using namespace troupe;
using namespace troupe::db::postgres;
using tests::from_hex;

TEST_CASE("a piece of the log has its place") {
  auto bytes =
    "w" + from_hex("000000000153d730000000000153d740000304236c031560") + "B";
  auto x = parse_replication_frame(bytes);
  REQUIRE(x);
  const auto& log = std::get<log_frame>(*x);
  CHECK(log.at == 0x153d730);
  CHECK(log.end == 0x153d740);
  CHECK(log.content == "B");
}

TEST_CASE("a keepalive may want an answer") {
  auto bytes = "k" + from_hex("000000000153d730000304236c031560");
  auto x = parse_replication_frame(bytes + '\1');
  REQUIRE(x);
  const auto& alive = std::get<keepalive_frame>(*x);
  CHECK(alive.end == 0x153d730);
  CHECK(alive.reply);
  CHECK_FALSE(parse_replication_frame(bytes));
  CHECK_FALSE(parse_replication_frame(bytes + "\1\1"));
}

TEST_CASE("other frames are refused") {
  CHECK_FALSE(parse_replication_frame(""));
  CHECK_FALSE(parse_replication_frame("x"));
  CHECK_FALSE(parse_replication_frame("w"));
  CHECK_FALSE(parse_replication_frame("w" + from_hex("000000000153d730")));
}

TEST_CASE("a status update says how far") {
  auto x = write_status_update({1, 2, 3, 4, true});
  CHECK(x
        == "r"
             + from_hex("0000000000000001000000000000000200000000000000030000"
                        "00000000000401"));
  CHECK(write_status_update({}).size() == 34);
}

TEST_CASE("places in the log have a text") {
  CHECK(to_text(0x16b374d848) == "16/B374D848");
  CHECK(parse_lsn("16/B374D848") == lsn{0x16b374d848});
  CHECK(parse_lsn("0/0") == lsn{0});
  CHECK(parse_lsn("FFFFFFFF/FFFFFFFF") == ~lsn{0});
  for (const auto* wrong : {"", "/", "1", "1/", "/1", "x/1", "1/x", "1/1/1",
                            "123456789/1", "-1/1", "1/ 1"})
    CHECK_FALSE(parse_lsn(wrong));
}
