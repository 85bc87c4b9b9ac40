#include "actors/supervision/supervisor.hpp"

#include "messages/cache.hpp"
#include "messages/changes.hpp"
#include "messages/transport.hpp"

#include <caf/actor_cast.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/scheduler/test_coordinator.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>
#include <catch2/catch.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

using namespace troupe;
using namespace troupe::actors;
using namespace std::chrono_literals;
using messages::child_state;

namespace {

struct config : caf::actor_system_config {
  config() {
    set("scheduler.policy", caf::atom("testing"));
    add_message_types<caf::id_block::troupe_messages>();
  }
};

/// What happened, in order: `+a` a start, `-a` an exit.
using journal = std::shared_ptr<std::vector<std::string>>;

/// A worker that fails when told `true`, and ends well when told `false`.
caf::behavior worker(caf::event_based_actor* self, journal log,
                     std::string name) {
  self->attach_functor([log, name] { log->push_back("-" + name); });
  return {[self](bool fail) {
    if (fail)
      self->quit(caf::sec::runtime_error);
    else
      self->quit();
  }};
}

/// One that pays no attention when it is told to exit.
caf::behavior deaf(caf::event_based_actor* self, journal log) {
  self->attach_functor([log] { log->push_back("-deaf"); });
  self->set_exit_handler([](caf::exit_msg&) {});
  return {[](bool) {}};
}

struct world {
  world() : sys(cfg) {
    // nop
  }

  ~world() {
    if (top != nullptr)
      caf::anon_send_exit(top, caf::exit_reason::user_shutdown);
    top = nullptr;
    latest.clear();
    run();
  }

  caf::scheduler::test_coordinator& scheduler() {
    return static_cast<caf::scheduler::test_coordinator&>(sys.scheduler());
  }

  void run() {
    scheduler().run();
  }

  void pass(std::chrono::milliseconds time) {
    scheduler().advance_time(time);
    run();
  }

  child_spec child(const std::string& name,
                   lifetime life = lifetime::permanent) {
    return {.name = name,
            .start =
              [this, name] {
                log->push_back("+" + name);
                auto x = sys.spawn(worker, log, name);
                latest[name] = x;
                return x;
              },
            .life = life};
  }

  void supervise(strategy how, std::vector<child_spec> specs,
                 restart_limits limits = {}) {
    top = actors::supervise(sys, {.name = "test", .how = how, .limits = limits},
                            std::move(specs));
    run();
    log->clear();
  }

  void fail(const std::string& name) {
    caf::anon_send(latest[name], true);
    run();
  }

  std::vector<messages::child_status> describe() {
    caf::scoped_actor self{sys};
    std::vector<messages::child_status> out;
    auto answer =
      self->request(top, caf::infinite, messages::describe_children{});
    run();
    answer.receive([&](const messages::children& x) { out = x.list; },
                   [](caf::error&) {});
    return out;
  }

  config cfg;
  caf::actor_system sys;
  journal log = std::make_shared<std::vector<std::string>>();
  std::map<std::string, caf::actor> latest;
  messages::supervisor_actor top;
};

using names = std::vector<std::string>;

} // namespace

TEST_CASE("one_for_one restarts the child that failed, and nobody else") {
  world w;
  w.supervise(strategy::one_for_one,
              {w.child("a"), w.child("b"), w.child("c")});
  w.fail("b");
  w.pass(0ms);
  CHECK(*w.log == names{"-b", "+b"});
  auto list = w.describe();
  REQUIRE(list.size() == 3);
  CHECK(list[0].restarts == 0);
  CHECK(list[1].restarts == 1);
  CHECK(list[1].state == child_state::running);
  CHECK_FALSE(list[1].last_exit.empty());
}

TEST_CASE("one_for_all restarts everybody, in the order of their start") {
  world w;
  w.supervise(strategy::one_for_all,
              {w.child("a"), w.child("b"), w.child("c")});
  w.fail("b");
  w.pass(0ms);
  CHECK(*w.log == names{"-b", "-c", "-a", "+a", "+b", "+c"});
}

TEST_CASE("rest_for_one restarts the child and those started after it") {
  world w;
  w.supervise(strategy::rest_for_one,
              {w.child("a"), w.child("b"), w.child("c")});
  w.fail("b");
  w.pass(0ms);
  CHECK(*w.log == names{"-b", "-c", "+b", "+c"});
}

TEST_CASE("a group comes back together, after the backoff of who failed") {
  world w;
  w.supervise(strategy::one_for_all, {w.child("a"), w.child("b")},
              {.first_backoff = 100ms, .last_backoff = 100ms});
  w.fail("a");
  w.pass(0ms);
  w.log->clear();
  w.fail("a");
  CHECK(*w.log == names{"-a", "-b"});
  w.pass(49ms);
  CHECK(*w.log == names{"-a", "-b"});
  w.pass(51ms);
  CHECK(*w.log == names{"-a", "-b", "+a", "+b"});
}

TEST_CASE("a transient child may end, a temporary one may even fail") {
  world w;
  w.supervise(strategy::one_for_one,
              {w.child("a", lifetime::transient),
               w.child("b", lifetime::temporary), w.child("c")});
  caf::anon_send(w.latest["a"], false);
  caf::anon_send(w.latest["c"], false);
  w.fail("b");
  w.pass(10s);
  CHECK(*w.log == names{"-a", "-c", "-b", "+c"});
  auto list = w.describe();
  CHECK(list[0].state == child_state::ended);
  CHECK(list[1].state == child_state::ended);
  CHECK(list[2].state == child_state::running);
}

TEST_CASE("too many failures end the supervisor and its other children") {
  world w;
  w.supervise(strategy::one_for_one, {w.child("a"), w.child("b")},
              {.most = 2, .window = 60s});
  bool ended = false;
  w.top->attach_functor([&](const caf::error& why) { ended = bool{why}; });
  for (int i = 0; i < 2; ++i) {
    w.fail("b");
    w.pass(10s);
  }
  CHECK_FALSE(ended);
  w.log->clear();
  w.fail("b");
  w.pass(10s);
  CHECK(ended);
  CHECK(*w.log == names{"-b", "-a"});
}

TEST_CASE("giving up escalates: the supervisor above starts the branch anew") {
  world w;
  child_spec branch{
    .name = "branch", .start = [&w] {
      return caf::actor_cast<caf::actor>(actors::supervise(
        w.sys, {.name = "branch", .limits = {.most = 0}}, {w.child("leaf")}));
    }};
  w.supervise(strategy::one_for_one, {branch, w.child("other")});
  w.fail("leaf");
  w.pass(0ms);
  CHECK(*w.log == names{"-leaf", "+leaf"});
  auto list = w.describe();
  CHECK(list[0].restarts == 1);
  CHECK(list[1].restarts == 0);
}

TEST_CASE("told to exit, children end last first, those of a stage together") {
  world w;
  auto c = w.child("c");
  auto d = w.child("d");
  c.stage = d.stage = 1;
  w.supervise(strategy::one_for_one, {w.child("a"), w.child("b"), c, d});
  caf::anon_send_exit(w.top, caf::exit_reason::user_shutdown);
  w.run();
  CHECK(*w.log == names{"-d", "-c", "-b", "-a"});
}

TEST_CASE("a child that does not end when told to is killed") {
  world w;
  child_spec stubborn{.name = "deaf",
                      .start = [&w] { return w.sys.spawn(deaf, w.log); },
                      .stop_within = 2s};
  w.supervise(strategy::one_for_one, {w.child("a"), stubborn});
  caf::anon_send_exit(w.top, caf::exit_reason::user_shutdown);
  w.run();
  CHECK(w.log->empty());
  w.pass(2s);
  CHECK(*w.log == names{"-deaf", "-a"});
}

TEST_CASE("a factory that throws counts as a failure of the child") {
  world w;
  int tries = 0;
  child_spec shaky{.name = "shaky", .start = [&]() -> caf::actor {
                     if (++tries < 3)
                       throw std::runtime_error("not yet");
                     return w.sys.spawn(worker, w.log, "shaky");
                   }};
  w.supervise(strategy::one_for_one, {shaky});
  w.pass(0ms);
  w.pass(10s);
  CHECK(tries == 3);
  CHECK(w.describe()[0].state == child_state::running);
}

TEST_CASE("a message for a kind of children reaches all of that kind") {
  world w;
  w.supervise(strategy::one_for_one,
              {w.child("query/0"), w.child("query/1"), w.child("queries")});
  caf::anon_send(w.top,
                 messages::tell_children{"query", caf::make_message(true)});
  w.run();
  w.pass(0ms);
  CHECK(*w.log == names{"-query/0", "-query/1", "+query/0", "+query/1"});
}
