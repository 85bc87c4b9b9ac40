#include "actors/stream_queue.hpp"

#include "messages/sql.hpp"

#include <catch2/catch.hpp>

using namespace troupe;
using namespace troupe::actors;
using namespace std::chrono_literals;

namespace {

messages::open_stream stream(messages::stream_ticket_ptr ticket,
                             deadline until = deadline::max()) {
  messages::open_stream out;
  out.ticket = std::move(ticket);
  out.deadline = until;
  return out;
}

messages::stream_ticket_ptr ticket() {
  return std::make_shared<messages::stream_ticket>();
}

} // namespace

TEST_CASE("each stream has a connection to itself until it ends") {
  stream_queue<int> q;
  q.put({0, {}});
  q.put({1, {}});
  auto a = ticket();
  auto b = ticket();
  CHECK(q.take(a) != nullptr);
  CHECK(q.take(b) != nullptr);
  CHECK(q.running() == 2);
  CHECK(q.take(ticket()) == nullptr);
  CHECK(q.find(a) != q.find(b));
  q.free(a);
  CHECK(q.find(a) == nullptr);
  CHECK(q.take(ticket()) != nullptr);
}

TEST_CASE("who waits is served in order") {
  stream_queue<int> q;
  q.put({0, {}});
  auto a = ticket();
  q.take(a);
  auto now = steady::now();
  q.wait(stream(ticket()), 1, now);
  q.wait(stream(ticket()), 2, now);
  CHECK_FALSE(q.next());
  q.free(a);
  auto first = q.next();
  REQUIRE(first);
  CHECK(first->first.answer == 1);
  CHECK_FALSE(q.next());
  CHECK(q.waiting_count() == 1);
}

TEST_CASE("who waited too long, or need not wait any more, is told") {
  stream_queue<int> q;
  auto now = steady::now();
  auto unwanted = ticket();
  q.wait(stream(ticket()), 1, now - 3s);
  q.wait(stream(ticket()), 2, now);
  q.wait(stream(ticket(), now - 1ms), 3, now);
  q.wait(stream(unwanted), 4, now);
  unwanted->unwanted = true;
  std::vector<int> told;
  while (auto late = q.next_late(now - 2s, now))
    told.push_back(late->answer);
  CHECK(told == std::vector<int>{1, 3, 4});
  CHECK(q.waiting_count() == 1);
}

TEST_CASE("a connection that comes again takes its old place, and is free") {
  stream_queue<int> q;
  q.put({0, {}});
  q.take(ticket());
  q.put({0, {}});
  CHECK(q.running() == 0);
  CHECK(q.take(ticket()) != nullptr);
  CHECK(q.take(ticket()) == nullptr);
}
