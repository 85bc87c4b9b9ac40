#include "db/postgres/server_places.hpp"

#include <catch2/catch.hpp>

using namespace troupe;
using namespace troupe::db::postgres;
using words = std::vector<std::string>;

TEST_CASE("only names of hosts are looked up") {
  CHECK(server_names("postgres://u:p@db.example/x") == words{"db.example"});
  CHECK(server_names("host=a,b,a port=1") == words{"a", "b"});
  CHECK(server_names("postgres://127.0.0.1:5432/x").empty());
  CHECK(server_names("postgres://[::1]:5432/x").empty());
  CHECK(server_names("host=fe80::1%eth0").empty());
  CHECK(server_names("postgres://%2Fvar%2Frun/x").empty());
  CHECK(server_names("host=@abstract").empty());
  CHECK(server_names("host=db.example hostaddr=10.0.0.1").empty());
  CHECK(server_names("service=somewhere host=a").empty());
}

TEST_CASE("what libpq would refuse is left to it") {
  CHECK(server_names("postgres://a,b:99999999/%zz").empty());
  CHECK(server_names("host=a,b,c port=1,2").empty());
  CHECK(server_names("host='").empty());
  CHECK(server_names("").empty());
}

TEST_CASE("each address of a name has an entry") {
  auto x =
    places_of("host=a,/tmp,10.0.0.9 port=1,2,3", {{"a", {"10.0.0.1", "::1"}}});
  REQUIRE(x);
  CHECK(x->host == "a,a,/tmp,10.0.0.9");
  CHECK(x->hostaddr == "10.0.0.1,::1,,");
  CHECK(x->port == "1,1,2,3");
}

TEST_CASE("one port stands for all hosts, none for the usual one") {
  std::vector<named_host> found{{"a", {"10.0.0.1"}}, {"b", {"10.0.0.2"}}};
  auto x = places_of("host=a,b port=7", found);
  REQUIRE(x);
  CHECK(x->hostaddr == "10.0.0.1,10.0.0.2");
  CHECK(x->port == "7,7");
  x = places_of("postgres://a,b:6/x", found);
  REQUIRE(x);
  CHECK(x->port == ",6");
}

TEST_CASE("a host without addresses is left out, unless it is the last") {
  auto x = places_of("host=a,b port=1,2", {{"a", {}}, {"b", {"10.0.0.2"}}});
  REQUIRE(x);
  CHECK(x->host == "b");
  CHECK(x->port == "2");
  x = places_of("host=a port=1", {{"a", {}}});
  REQUIRE(!x);
  CHECK(x.error().code == ec::database_unavailable);
}
