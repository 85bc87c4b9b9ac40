#include "server/settings.hpp"

#include <catch2/catch.hpp>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string>
#include <unistd.h>

using namespace troupe;
using namespace troupe::server;

namespace {

/// A configuration file that is removed with the object.
class config_file {
public:
  explicit config_file(const std::string& text) {
    char name[] = "/tmp/troupe-config-XXXXXX";
    close(mkstemp(name));
    path = name;
    std::ofstream{path} << text;
  }

  ~config_file() {
    std::remove(path.c_str());
  }

  std::string path;
};

std::string load_error(const std::string& text) {
  config_file file{text};
  options out;
  auto done = load_config(out, file.path);
  if (done)
    return "loaded";
  auto why = done.error();
  REQUIRE(why.detail.starts_with(file.path + ": "));
  why.detail.erase(0, file.path.size() + 2);
  return to_string(why);
}

} // namespace

TEST_CASE("settings are read from a file") {
  config_file file{R"(
[server]
listen = "0.0.0.0:9000"
drain_timeout = "2s"
[http]
max_batch = 3
cors_origins = ["https://a.example"]
[graphql]
max_depth = 12
request_timeout = 3
)"};
  options out;
  auto done = load_config(out, file.path);
  REQUIRE(done);
  CHECK(out.listen == "0.0.0.0:9000");
  CHECK(out.drain_timeout == std::chrono::seconds{2});
  CHECK(out.max_batch == 3);
  CHECK(out.cors_origins == std::vector<std::string>{"https://a.example"});
  CHECK(out.max_depth == 12);
  CHECK(out.request_timeout == std::chrono::seconds{3});
}

TEST_CASE("settings refuse an unknown key with a suggestion and its place") {
  CHECK(load_error("[server]\nlisen = \"x\"\n")
        == "INVALID_CONFIG: Unknown key \"server.lisen\". Did you mean "
           "\"server.listen\"? (2:1)");
  CHECK(load_error("max_depth = 3\n")
        == "INVALID_CONFIG: Unknown key \"max_depth\". Did you mean "
           "\"graphql.max_depth\"? (1:1)");
}

TEST_CASE("settings refuse a value of the wrong type or range") {
  CHECK(
    load_error("[graphql]\nmax_depth = \"deep\"\n")
    == "INVALID_CONFIG: \"graphql.max_depth\" must be a whole number (2:1)");
  CHECK(load_error("[graphql]\nmax_depth = 0\n")
        == "INVALID_CONFIG: \"graphql.max_depth\" must be at least 1, not 0 "
           "(2:1)");
  CHECK(load_error("[log]\nlevel = \"loud\"\n")
        == "INVALID_CONFIG: \"log.level\" must be one of trace, debug, info, "
           "warn, error, off, not \"loud\" (2:1)");
  CHECK(
    load_error("[server]\ndrain_timeout = \"1 fortnight\"\n")
    == "INVALID_CONFIG: \"server.drain_timeout\" must be a duration such as "
       "250ms, 10s, 5m or 1h, not \"1 fortnight\" (2:1)");
}

TEST_CASE("settings take environment variables in strings") {
  setenv("TROUPE_TEST_URL", "sqlite:/tmp/x.db", 1);
  config_file file{"[database]\nurl = \"${TROUPE_TEST_URL}\"\n"};
  options out;
  REQUIRE(load_config(out, file.path));
  CHECK(out.database_url == "sqlite:/tmp/x.db");
  CHECK(
    load_error("[database]\nurl = \"${TROUPE_TEST_NO_SUCH}\"\n")
    == "INVALID_CONFIG: The environment variable TROUPE_TEST_NO_SUCH is not "
       "set (2:1)");
}

TEST_CASE("settings say where TOML does not parse") {
  auto why = load_error("[server\n");
  CHECK(why.starts_with("INVALID_CONFIG: "));
  CHECK(why.find("(1:8)") != std::string::npos);
}

TEST_CASE("settings name a file that is missing") {
  options out;
  auto done = load_config(out, "/nonexistent/troupe.toml");
  REQUIRE_FALSE(done);
  CHECK(done.error().detail.find("/nonexistent/troupe.toml")
        != std::string::npos);
}

TEST_CASE("settings are described, each once and with help") {
  std::set<std::string_view> keys;
  for (const auto& x : describe_settings()) {
    CHECK(keys.insert(x.key).second);
    CHECK_FALSE(x.help.empty());
  }
  CHECK(keys.count("graphql.request_timeout") == 1);
}

TEST_CASE("settings come from the command line in the same words") {
  options out;
  REQUIRE(apply_setting(out, "http.cors_origins", "https://a,https://b"));
  CHECK(out.cors_origins.size() == 2);
  CHECK_FALSE(apply_setting(out, "server.console", "yes"));
  CHECK_FALSE(apply_setting(out, "graphql.max_depth", "12x"));
  CHECK_FALSE(apply_setting(out, "graphql.max_depth", "99999999999999999999"));
}

TEST_CASE("durations have units") {
  CHECK(*parse_duration("250ms") == std::chrono::milliseconds{250});
  CHECK(*parse_duration("10") == std::chrono::seconds{10});
  CHECK(*parse_duration("2m") == std::chrono::minutes{2});
  CHECK_FALSE(parse_duration("-1s"));
  CHECK_FALSE(parse_duration("9223372036854775807h"));
}
