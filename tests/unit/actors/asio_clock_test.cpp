#include "actors/reactor/asio_clock.hpp"

#include <boost/asio/post.hpp>
#include <caf/actor_cast.hpp>
#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/event_based_actor.hpp>
#include <catch2/catch.hpp>

#include <chrono>
#include <future>

using namespace troupe;

namespace {

caf::actor someone(caf::actor_system& sys) {
  return sys.spawn<caf::lazy_init + caf::hidden>(
    [](caf::event_based_actor*) { return caf::behavior{[](int) {}}; });
}

caf::abstract_actor* address(const caf::actor& x) {
  return caf::actor_cast<caf::abstract_actor*>(x);
}

} // namespace

TEST_CASE("cancelling for an actor that is gone leaves others their timeouts") {
  caf::actor_system_config config;
  caf::actor_system sys{config};
  actors::reactor home{&sys, 0, 1};
  actors::asio_clock clock{home};
  home.start();
  std::promise<caf::actor> second;
  std::promise<size_t> left;
  boost::asio::post(home.io(), [&] {
    auto x = second.get_future().get();
    clock.set_request_timeout(clock.now() + std::chrono::hours{1}, address(x),
                              caf::make_message_id(1));
    boost::asio::post(home.io(), [&] {
      left.set_value(clock.schedule().size());
      clock.cancel_all();
    });
  });
  {
    auto first = someone(sys);
    clock.cancel_timeouts(address(first)); // waits for the handler above
  }
  // Most likely where the first was.
  second.set_value(someone(sys));
  CHECK(left.get_future().get() == 1);
  home.stop([](caf::resumable*) {});
}
