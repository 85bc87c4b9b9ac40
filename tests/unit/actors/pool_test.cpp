#include "actors/pool.hpp"

#include "config.hpp"
#include "messages/error.hpp"

#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>
#include <caf/stateful_actor.hpp>
#include <catch2/catch.hpp>

using namespace troupe;
using namespace troupe::actors;
using tests::config;
using namespace std::chrono_literals;

namespace {

/// Answers with an error whose words are its name, so that one sees who did.
messages::connection_actor::behavior_type
named(messages::connection_actor::pointer, std::string name) {
  return {
    [name](
      const messages::run_statement&) -> caf::result<messages::statement_rows> {
      return messages::to_caf({ec::database_error, name, {}});
    },
    [](const messages::wake_connection&) {},
    [](const messages::share_waiting&) {},
  };
}

struct world {
  world() : sys(cfg), self(sys) {
    pool_options x;
    x.acquire_timeout = 200ms;
    x.max_waiting = 2;
    pool = spawn_on<actors::pool>(sys, 0, x);
  }

  ~world() {
    self->send_exit(pool, caf::exit_reason::user_shutdown);
  }

  messages::connection_actor join(size_t number, std::string name,
                                  bool replica = false) {
    auto c = sys.spawn(named, std::move(name));
    self->send(pool, messages::join_pool{number, c, true, !replica,
                                         replica ? 0 : -1, nullptr});
    return c;
  }

  /// Returns who answered, or the code of the pool's own error.
  std::string ask(bool writes = false, bool fresh = false) {
    auto s = std::make_shared<plan::statement>();
    s->writes = writes;
    messages::run_statement x;
    x.statement = std::move(s);
    x.fresh = fresh;
    std::string out;
    self->request(pool, 10s, x)
      .receive([&](const messages::statement_rows&) { out = "rows"; },
               [&](caf::error& why) {
                 auto e = messages::from_caf(why, ec::internal);
                 out =
                   e.detail.empty() ? std::string{code_name(e.code)} : e.detail;
               });
    return out;
  }

  config cfg;
  caf::actor_system sys;
  caf::scoped_actor self;
  messages::pool_actor pool;
};

} // namespace

TEST_CASE("a pool takes its connections in turn") {
  world w;
  w.join(0, "a");
  w.join(1, "b");
  auto first = w.ask();
  auto second = w.ask();
  CHECK(first != second);
  CHECK(w.ask() == first);
}

TEST_CASE("reads go to replicas unless they must be fresh, writes never do") {
  world w;
  w.join(0, "primary");
  w.join(1, "replica", true);
  CHECK(w.ask() == "replica");
  CHECK(w.ask(false, true) == "primary");
  CHECK(w.ask(true) == "primary");
}

TEST_CASE("what comes before a connection waits for one, and no longer than "
          "allowed") {
  world w;
  CHECK(w.ask() == "DATABASE_UNAVAILABLE");
  caf::scoped_actor other{w.sys};
  auto s = std::make_shared<plan::statement>();
  messages::run_statement x;
  x.statement = s;
  auto pending = other->request(w.pool, 10s, x);
  w.join(0, "late");
  std::string who;
  pending.receive([&](const messages::statement_rows&) { who = "rows"; },
                  [&](caf::error& why) {
                    who = messages::from_caf(why, ec::internal).detail;
                  });
  CHECK(who == "late");
}

TEST_CASE("a connection that ends is asked no more") {
  world w;
  auto a = w.join(0, "a");
  w.join(1, "b");
  CHECK_FALSE(w.ask().empty());
  w.self->send_exit(a, caf::exit_reason::kill);
  w.self->wait_for(a);
  // The pool learns of it by a message that is on its way.
  std::string who;
  for (int i = 0; i < 1000 && who != "b"; ++i)
    who = w.ask();
  CHECK(w.ask() == "b");
  CHECK(w.ask() == "b");
}
