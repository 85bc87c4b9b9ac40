#include "actors/reactor/pinned.hpp"

#include <caf/actor_system_config.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>
#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace troupe::actors;

namespace {

struct config : caf::actor_system_config {
  config() {
    load<reactor_scheduler>();
    set("scheduler.max-threads", size_t{2});
  }
};

/// Answers with the index of the reactor that runs it.
class where : public pinned<caf::event_based_actor> {
public:
  where(caf::actor_config& cfg, reactor& home) : pinned(cfg, home) {
    // nop
  }

  caf::behavior make_behavior() override {
    return {
      [](int) { return static_cast<int>(reactor::current()->index()); },
      [this](caf::timespan wait) {
        auto promise = make_response_promise();
        delayed_send(this, wait, promise);
        return promise;
      },
      [](caf::response_promise& promise) {
        promise.deliver(static_cast<int>(reactor::current()->index()));
      },
    };
  }
};

} // namespace

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(caf::response_promise)

TEST_CASE(
  "a pinned actor runs at home, whoever sends and whenever its timeouts fire") {
  config cfg;
  caf::actor_system sys{cfg};
  for (size_t home : {size_t{0}, size_t{1}}) {
    auto actor = spawn_on<where>(sys, home);
    std::atomic<int> wrong{0};
    // Foreign threads, many at once.
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&] {
        caf::scoped_actor self{sys};
        for (int i = 0; i < 500; ++i)
          self->request(actor, caf::infinite, i)
            .receive(
              [&](int index) { wrong += index != static_cast<int>(home); },
              [&](caf::error&) { ++wrong; });
      });
    for (auto& t : threads)
      t.join();
    // A timer of the clock.
    caf::scoped_actor self{sys};
    self
      ->request(actor, caf::infinite,
                caf::timespan{std::chrono::milliseconds{5}})
      .receive([&](int index) { wrong += index != static_cast<int>(home); },
               [&](caf::error&) { ++wrong; });
    CHECK(wrong == 0);
    self->send_exit(actor, caf::exit_reason::user_shutdown);
  }
}

TEST_CASE("requests to an actor that is gone are answered with an error") {
  config cfg;
  caf::actor_system sys{cfg};
  auto actor = spawn_on<where>(sys, 0);
  caf::anon_send_exit(actor, caf::exit_reason::kill);
  caf::scoped_actor self{sys};
  self->wait_for(actor);
  bool told = false;
  self->request(actor, caf::infinite, 1)
    .receive([](int) {}, [&](caf::error&) { told = true; });
  CHECK(told);
}

TEST_CASE("a request timeout fires on a reactor system") {
  config cfg;
  caf::actor_system sys{cfg};
  // An actor that never answers. (Without an argument CAF looks at one that is
  // not there, which checked containers refuse.)
  auto silent = sys.spawn(
    [](caf::event_based_actor* self, int) -> caf::behavior {
      return {[self](int) { return self->make_response_promise(); }};
    },
    0);
  caf::scoped_actor self{sys};
  bool late = false;
  self->request(silent, std::chrono::milliseconds{10}, 1)
    .receive([](int) {},
             [&](caf::error& why) { late = why == caf::sec::request_timeout; });
  CHECK(late);
  self->send_exit(silent, caf::exit_reason::kill);
}
