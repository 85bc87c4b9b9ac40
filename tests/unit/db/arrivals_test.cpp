#include "db/postgres/arrivals.hpp"

#include <catch2/catch.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using troupe::db::postgres::arrivals;

namespace {

/// Two ends of a connection over TCP.
struct connected {
  connected() {
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* raw = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(bind(listener, raw, size) == 0);
    REQUIRE(listen(listener, 1) == 0);
    REQUIRE(getsockname(listener, raw, &size) == 0);
    sender = socket(AF_INET, SOCK_STREAM, 0);
    REQUIRE(connect(sender, raw, size) == 0);
    receiver = accept(listener, nullptr, nullptr);
    REQUIRE(receiver >= 0);
    close(listener);
  }

  ~connected() {
    close(sender);
    close(receiver);
  }

  void send(size_t bytes) const {
    std::string text(bytes, 'x');
    REQUIRE(::send(sender, text.data(), bytes, 0)
            == static_cast<ssize_t>(bytes));
    pollfd ready{receiver, POLLIN, 0};
    REQUIRE(poll(&ready, 1, 5'000) == 1);
  }

  void receive(size_t bytes) const {
    std::string text(bytes, ' ');
    REQUIRE(recv(receiver, text.data(), bytes, MSG_WAITALL)
            == static_cast<ssize_t>(bytes));
  }

  int sender = -1;
  int receiver = -1;
};

} // namespace

TEST_CASE("what waits in a socket is not counted twice") {
  connected x;
  arrivals counter;
  x.send(10);
  x.receive(10);
  CHECK(counter.count(x.receiver) == 0);
  x.send(50'000);
  for (int i = 0; i < 10; ++i)
    CHECK(counter.count(x.receiver) == 0);
  x.receive(20'000);
  CHECK(counter.count(x.receiver) == 20'000);
  x.receive(30'000);
  CHECK(counter.count(x.receiver) == 50'000);
  counter.reset();
  CHECK(counter.count(x.receiver) == 0);
}

TEST_CASE("what comes while bytes are counted does not confuse the count") {
  constexpr size_t all = size_t{64} << 20;
  constexpr size_t most_waiting = size_t{16} << 20;
  connected x;
  std::thread server{[&] {
    std::string text(1'000, 'x');
    for (size_t sent = 0; sent < all;) {
      auto n = ::send(x.sender, text.data(), text.size(), 0);
      if (n <= 0)
        return;
      sent += static_cast<size_t>(n);
    }
  }};
  size_t wrong = 0;
  size_t received = 0;
  std::string text(4'000, ' ');
  arrivals counter;
  while (received < all) {
    for (int i = 0; i < 4; ++i)
      wrong += counter.count(x.receiver) > received + most_waiting ? 1 : 0;
    auto n = recv(x.receiver, text.data(), text.size(), 0);
    if (n <= 0)
      break;
    received += static_cast<size_t>(n);
    if (received % 1'000'000 < 4'000)
      counter.reset();
  }
  server.join();
  CHECK(received >= all);
  CHECK(wrong == 0);
}
