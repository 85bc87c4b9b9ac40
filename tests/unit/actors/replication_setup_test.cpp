#include "actors/replication_setup.hpp"

#include <catch2/catch.hpp>

using namespace troupe;
using namespace troupe::actors;
using rows = std::vector<std::vector<std::string>>;

namespace {

const rows identity{{"7", "1", "0/1", "postgres"}};

rows settings(std::string level = "logical", std::string publication = "true",
              std::string slot = "", std::string confirmed = "") {
  return {{std::move(level), std::move(publication), std::move(slot),
           std::move(confirmed), "-1", "ISO"}};
}

/// Answers one command; returns what was wrong.
std::string answer(replication_setup& s, rows x) {
  auto done = s.take(db::postgres::command_rows{std::move(x)});
  return done ? std::string{} : done.error().detail;
}

std::string checked(const replication_options& options, rows x) {
  replication_setup s{options, "t"};
  CHECK(s.command() == "IDENTIFY_SYSTEM");
  CHECK(answer(s, identity).empty());
  return answer(s, std::move(x));
}

bool has(const std::string& text, std::string_view words) {
  return text.find(words) != std::string::npos;
}

} // namespace

TEST_CASE("a temporary slot is made on the way") {
  replication_setup s{{"troupe", ""}, "troupe_1_2"};
  CHECK(answer(s, identity).empty());
  CHECK(has(s.command(), "pubname = 'troupe'"));
  CHECK(answer(s, settings()).empty());
  CHECK(answer(s, {{"path", "public", "", "", ""},
                   {"bare", "public", "log", "", ""},
                   {"some", "public", "note", "", ""},
                   {"part", "public", "sale_1", "public", "sale"}})
          .empty());
  CHECK(s.waits());
  CHECK(has(s.command(), "'troupe_1_2', 'pgoutput', true"));
  CHECK(answer(s, {{"0/15"}}).empty());
  CHECK(s.command()
        == "START_REPLICATION SLOT \"troupe_1_2\" LOGICAL 0/0 (proto_version "
           "'1', publication_names '\"troupe\"')");
  CHECK(answer(s, {}).empty());
  CHECK(s.command().empty());
  CHECK(s.found().system == "7/1");
  CHECK(s.found().names.path == std::vector<std::string>{"public"});
  CHECK(s.found().unpublished.size() == 1);
  CHECK(s.found().filtered.size() == 1);
  CHECK(s.found().names.roots.at(name_facts::key_of("public", "sale_1")).table
        == "sale");
}

TEST_CASE("a slot that stays goes on where it was") {
  replication_setup s{{"troupe", "mine"}, "t"};
  CHECK(answer(s, identity).empty());
  CHECK(answer(s, settings("logical", "true", "free", "0/A0")).empty());
  CHECK(answer(s, {}).empty());
  CHECK_FALSE(s.waits());
  CHECK(has(s.command(), "SLOT \"mine\""));
  CHECK(s.found().confirmed == 0xa0);
  CHECK(s.found().unbounded);
}

TEST_CASE("what is missing is said, and what to do") {
  CHECK(has(checked({}, settings("replica")), "wal_level = logical"));
  CHECK(has(checked({}, settings("logical", "")), "troupe migrate --publish"));
  CHECK(has(checked({}, settings("logical", "false")), "ALTER PUBLICATION"));
  replication_options mine{"troupe", "mine"};
  auto slot = [&](const std::string& state) {
    return checked(mine, settings("logical", "true", state));
  };
  CHECK(has(slot(""), "troupe migrate --slot mine"));
  CHECK(has(slot("lost"), "--drop-slot mine --slot mine"));
  CHECK(has(slot("active"), "Each node"));
  CHECK(has(slot("plugin"), "another changes.slot"));
  CHECK(has(slot("database"), "another changes.slot"));
}

TEST_CASE("a remedy is added where one is known") {
  CHECK(has(with_remedy("53400 all replication slots are in use"),
            "max_replication_slots"));
  CHECK(has(with_remedy("must be superuser or replication role to start "
                        "walsender"),
            "ALTER ROLE"));
  CHECK(with_remedy("Connection refused") == "Connection refused");
}

TEST_CASE("answers that are none are refused") {
  replication_setup s{{}, "t"};
  CHECK_FALSE(answer(s, {}).empty());
  CHECK_FALSE(answer(s, {{"7"}}).empty());
  CHECK_FALSE(checked({}, {{"logical"}}).empty());
  CHECK_FALSE(checked({}, {}).empty());
  CHECK_FALSE(s.take(error{ec::database_error, "no", {}}));
}
