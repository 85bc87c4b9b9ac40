#include "db/postgres/pgoutput.hpp"

#include "tests/support/hex.hpp"

#include <catch2/catch.hpp>

using namespace troupe;
using namespace troupe::db::postgres;
using tests::from_hex;

// The bytes are PostgreSQL 15's, from pg_logical_slot_peek_binary_changes.

namespace {

template <class T>
T read(const std::string& bytes) {
  static std::string kept; // messages are views
  kept = bytes;
  auto out = parse_pgoutput(kept);
  INFO((out ? std::string{} : out.error().detail));
  REQUIRE(out);
  REQUIRE(std::holds_alternative<T>(*out));
  return std::get<T>(*out);
}

std::string failure(const std::string& bytes) {
  auto out = parse_pgoutput(bytes);
  return out ? std::string{} : out.error().detail;
}

const auto relation_bytes =
  from_hex("52000040057075626c6963006974656d006400040169640000000017ffffffff"
           "006e616d650000000019ffffffff00707269636500000006a400080006006269"
           "670000000019ffffffff");

} // namespace

TEST_CASE("a transaction begins and ends") {
  auto begin =
    read<begin_message>(from_hex("42000000000153da18000304236c031560000002db"));
  CHECK(begin.end == 0x153da18);
  CHECK(begin.xid == 731);
  CHECK(begin.committed_us == 0x304236c031560);
  auto commit = read<commit_message>(
    from_hex("4300000000000153da18000000000153da48000304236c031560"));
  CHECK(commit.at == begin.end);
  CHECK(commit.end == 0x153da48);
}

TEST_CASE("a table is described") {
  auto x = read<relation_message>(relation_bytes);
  CHECK(x.id == 0x4005);
  CHECK(x.schema == "public");
  CHECK(x.name == "item");
  CHECK(x.identity == 'd');
  REQUIRE(x.columns.size() == 4);
  CHECK(x.columns[0].key);
  CHECK(x.columns[0].name == "id");
  CHECK(x.columns[0].type == 23);
  CHECK_FALSE(x.columns[1].key);
  CHECK(x.columns[2].modifier == 0x80006);
  auto type =
    read<type_message>(from_hex("59000040017075626c6963006d6f6f6400"));
  CHECK(type.name == "mood");
}

TEST_CASE("rows come, change and go") {
  auto added =
    read<insert_message>(from_hex("49000040054e00047400000001326e6e6e"));
  CHECK(added.relation == 0x4005);
  REQUIRE(added.row.size() == 4);
  CHECK(added.row[0].bytes == "2");
  CHECK(added.row[1].kind == replicated_value::null);

  auto changed = read<update_message>(from_hex(
    "55000040054e0004740000000131740000000670656e63696c7400000004312e353075"));
  CHECK(changed.kind == before_kind::nothing);
  CHECK(changed.before.empty());
  CHECK(changed.row[1].bytes == "pencil");
  CHECK(changed.row[3].kind == replicated_value::unchanged);

  auto moved = read<update_message>(
    from_hex("55000040054b00047400000001326e6e6e4e00047400000001336e6e6e"));
  CHECK(moved.kind == before_kind::key);
  CHECK(moved.before[0].bytes == "2");
  CHECK(moved.row[0].bytes == "3");

  auto gone =
    read<delete_message>(from_hex("44000040054b00047400000001336e6e6e"));
  CHECK(gone.kind == before_kind::key);
  CHECK(gone.before[0].bytes == "3");

  auto whole = read<delete_message>(from_hex(
    "44000040134f0004740000000131740000000e7b612c22622063222c4e554c4c7d74000000"
    "16323032362d30312d33312031323a30303a30302b3030740000000166"));
  CHECK(whole.kind == before_kind::row);
  CHECK(whole.before[1].bytes == R"({a,"b c",NULL})");
}

TEST_CASE("tables are emptied, and words are emitted") {
  auto x = read<truncate_message>(from_hex("540000000202000040050000400c"));
  CHECK(x.relations == std::vector<uint32_t>{0x4005, 0x400c});
  CHECK_FALSE(x.cascade);
  CHECK(x.restart_identity);
  auto m = read<logical_message>(
    from_hex("4d01000000000153f87070000000000568656c6c6f"));
  CHECK(m.transactional);
  CHECK(m.prefix == "p");
  CHECK(m.content == "hello");
  auto origin = read<origin_message>(from_hex("4f000000000153f870616200"));
  CHECK(origin.name == "ab");
}

TEST_CASE("whatever is cut short is refused") {
  const std::string messages[] = {
    relation_bytes,
    from_hex("42000000000153da18000304236c031560000002db"),
    from_hex("4300000000000153da18000000000153da48000304236c031560"),
    from_hex("49000040054e00047400000001326e6e6e"),
    from_hex("55000040054b00047400000001326e6e6e4e00047400000001336e6e6e"),
    from_hex("44000040054b00047400000001336e6e6e"),
    from_hex("540000000202000040050000400c"),
    from_hex("4d01000000000153f87070000000000568656c6c6f"),
    from_hex("59000040017075626c6963006d6f6f6400"),
    from_hex("4f000000000153f870616200")};
  for (const auto& x : messages) {
    for (size_t n = 0; n < x.size(); ++n)
      CHECK_FALSE(failure(x.substr(0, n)).empty());
    CHECK(failure(x).empty());
    CHECK(failure(x + 'x').find("1 bytes too many") != std::string::npos);
  }
}

TEST_CASE("lengths and counts that lie are refused") {
  // A value of 4 GB, 65,535 columns, a billion tables.
  CHECK_FALSE(failure(from_hex("49000040054e000174ffffffff32")).empty());
  CHECK_FALSE(failure(from_hex("49000040054effff6e")).empty());
  CHECK_FALSE(failure(from_hex("54400000000000004005")).empty());
  CHECK_FALSE(failure(from_hex("520000400561006200640fff00")).empty());
  CHECK_FALSE(failure(from_hex("4d01000000000153f8707000ffffffff68")).empty());
  // Unknown kinds of messages, rows and values.
  CHECK(failure("Z").find("byte 90") != std::string::npos);
  CHECK_FALSE(failure("").empty());
  CHECK_FALSE(failure(from_hex("49000040055800017400000001320a")).empty());
  CHECK_FALSE(failure(from_hex("49000040054e00017800000001320a")).empty());
  CHECK_FALSE(failure(from_hex("44000040054e00017400000001320a")).empty());
}
