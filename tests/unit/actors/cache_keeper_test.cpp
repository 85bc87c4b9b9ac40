#include "actors/cache_keeper.hpp"

#include "actors/pool.hpp"
#include "config.hpp"
#include "fact_rows.hpp"
#include "messages/error.hpp"

#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>
#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace troupe;
using namespace troupe::actors;
using cache::aspect;
using cache::versions;
using tests::config;
using namespace std::chrono_literals;

namespace {

/// A database that says what its tables are, and counts who asks.
messages::connection_actor::behavior_type
database(messages::connection_actor::pointer,
         std::shared_ptr<std::atomic<int>> asked) {
  return {
    [asked](const messages::run_statement&) {
      ++*asked;
      return messages::statement_rows{fact_rows({{"key", "author", "id"},
                                                 {"deletes", "author", "post"},
                                                 {"table", "town", ""}})};
    },
    [](const messages::wake_connection&) {},
    [](const messages::share_waiting&) {},
  };
}

/// A listener that has read all there is, or nothing, as `current` says.
messages::change_listener_actor::behavior_type
listener(messages::change_listener_actor::pointer,
         std::shared_ptr<std::atomic<bool>> current) {
  return {
    [](const messages::subscribe_changes&) {},
    [](const messages::use_reader&) {},
    [](const messages::read_changes&) {},
    [current](const messages::describe_changes&) {
      messages::changes_status out;
      if (*current)
        out.current = steady::now();
      return out;
    },
  };
}

template <class F>
bool until(F condition) {
  for (auto end = steady::now() + 20s; steady::now() < end;) {
    if (condition())
      return true;
    std::this_thread::sleep_for(1ms);
  }
  return false;
}

messages::change change_of(std::string table, messages::change_kind how,
                           std::string key) {
  messages::change out;
  out.table = std::move(table);
  out.kind = how;
  out.key = std::move(key);
  return out;
}

struct world {
  explicit world(bool follows = false) : sys(cfg), self(sys) {
    pool = spawn_on<actors::pool>(sys, 0, pool_options{});
    self->send(pool, messages::join_pool{0, sys.spawn(database, asked), true,
                                         true, -1, nullptr});
    cache_keeper_options x;
    x.follows = follows;
    keeper = spawn_on<cache_keeper>(sys, 0, all, pool, x);
    REQUIRE(until([&] { return all->facts() != nullptr; }));
  }

  ~world() {
    self->send_exit(keeper, caf::exit_reason::user_shutdown);
    self->send_exit(pool, caf::exit_reason::user_shutdown);
  }

  /// Hands changes over and waits until they are taken.
  void hear(messages::change x) {
    auto batch = std::make_shared<messages::change_batch>();
    batch->changes.push_back(std::move(x));
    self->request(keeper, 10s, messages::changes_arrived{batch})
      .receive([](const messages::changes_taken&) {},
               [](caf::error&) { FAIL("not taken"); });
  }

  uint32_t at(uint32_t slot) {
    return all->store.changes().now(slot);
  }

  uint32_t any(std::string_view table) {
    return at(versions::table_slot(table, aspect::any));
  }

  uint32_t rows(std::string_view table) {
    return at(versions::table_slot(table, aspect::rows));
  }

  uint32_t row(std::string_view table, std::string key) {
    return at(versions::row_slot(table, row_key({{"id", std::move(key)}})));
  }

  uint16_t epoch() {
    return all->store.changes().epoch();
  }

  config cfg;
  caf::actor_system sys;
  caf::scoped_actor self;
  std::shared_ptr<answer_cache> all =
    std::make_shared<answer_cache>(cache::store_options{});
  std::shared_ptr<std::atomic<int>> asked =
    std::make_shared<std::atomic<int>>(0);
  messages::pool_actor pool;
  messages::cache_keeper_actor keeper;
};

using kind = messages::change_kind;

} // namespace

TEST_CASE("a keeper counts the row that a change names") {
  world w;
  auto rows = w.rows("author");
  auto row = w.row("author", "7");
  auto any = w.any("author");
  auto town = w.any("town");
  w.hear(change_of("author", kind::updated, "{\"id\": 7}"));
  CHECK(w.row("author", "7") == row + 1);
  CHECK(w.any("author") == any + 1);
  CHECK(w.rows("author") == rows);
  CHECK(w.any("town") == town);
  CHECK(w.all->heard == 1);
}

TEST_CASE("a keeper counts all rows where the change does not name one by the "
          "table's key") {
  world w;
  for (auto key : {"", "{}", "{\"name\": \"x\"}", "{\"id\": 7, \"no\": 1}",
                   "{\"id\": 1.5}", "{\"id\": null}", "[7]", "{\"id\": "}) {
    INFO(key);
    auto rows = w.rows("author");
    w.hear(change_of("author", kind::updated, key));
    CHECK(w.rows("author") == rows + 1);
  }
}

TEST_CASE("a row whose key changed was another before") {
  world w;
  auto rows = w.rows("author");
  auto x = change_of("author", kind::updated, "{\"id\": 8}");
  x.updated_columns = {"name", "id"};
  w.hear(x);
  CHECK(w.rows("author") == rows + 1);
}

TEST_CASE("a keeper follows foreign keys, and forgets everything where it "
          "cannot know") {
  world w;
  auto post = w.any("post");
  w.hear(change_of("author", kind::deleted, "{\"id\": 7}"));
  CHECK(w.any("post") == post + 1);
  auto epoch = w.epoch();
  w.hear(change_of("", kind::custom, ""));
  CHECK(w.epoch() != epoch);
  epoch = w.epoch();
  w.self->send(w.keeper, messages::changes_lost{});
  CHECK(until([&] { return w.epoch() != epoch; }));
  CHECK(w.all->losses == 1);
}

TEST_CASE("a keeper asks about tables that it does not know, once a second") {
  world w;
  auto begin = steady::now();
  auto before = w.asked->load();
  auto epoch = w.epoch();
  for (int i = 0; i < 200; ++i)
    w.hear(change_of("nowhere", kind::updated, "{\"id\": 7}"));
  CHECK(static_cast<uint16_t>(w.epoch() - epoch) == 200);
  CHECK(until([&] { return *w.asked > before; }));
  auto seconds =
    std::chrono::duration_cast<std::chrono::seconds>(steady::now() - begin);
  CHECK(*w.asked - before <= 2 + seconds.count());
}

TEST_CASE("a keeper that starts again forgets what it may have missed") {
  world w;
  auto epoch = w.epoch();
  auto second =
    spawn_on<cache_keeper>(w.sys, 0, w.all, w.pool, cache_keeper_options{});
  CHECK(until([&] { return w.epoch() != epoch; }));
  w.self->send_exit(second, caf::exit_reason::user_shutdown);
}

TEST_CASE("the cache is closed until the change log has been read, and without "
          "a listener") {
  world w{true};
  CHECK_FALSE(w.all->store.open());
  auto current = std::make_shared<std::atomic<bool>>(false);
  auto who = w.sys.spawn(listener, current);
  auto epoch = w.epoch();
  w.self->send(w.keeper, messages::use_listener{who});
  CHECK(until([&] { return w.epoch() != epoch; })); // of before it listened
  CHECK_FALSE(w.all->store.open());
  *current = true;
  CHECK(until([&] { return w.all->store.open(); }));
  w.self->send_exit(who, caf::exit_reason::user_shutdown);
  CHECK(until([&] { return !w.all->store.open(); }));
}
