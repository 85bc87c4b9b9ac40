#include "actors/pool.hpp"

#include "messages/error.hpp"

#include <algorithm>
#include <utility>

namespace troupe::actors {

namespace {

constexpr size_t most_waiting = 4096;
constexpr std::chrono::milliseconds patience{50};

} // namespace

pool::pool(caf::actor_config& cfg, reactor& home, std::string database)
  : super(cfg, home), database_(std::move(database)) {
  readers_.next = writers_.next = home.index();
}

const messages::connection_actor& pool::group::choose() {
  return members[next++ % members.size()].connection;
}

void pool::group::put(const messages::join_pool& x) {
  auto i = std::ranges::find(members, x.number, &member::number);
  if (i == members.end())
    members.push_back({x.number, x.connection});
  else
    i->connection = x.connection;
}

void pool::group::remove(const caf::actor_addr& x) {
  std::erase_if(members,
                [&](const member& m) { return m.connection.address() == x; });
}

pool::behavior_type pool::make_behavior() {
  set_down_handler([this](caf::down_msg& x) {
    readers_.remove(x.source);
    writers_.remove(x.source);
    publish();
  });
  return {
    [this](const messages::run_statement& x) { return run(x); },
    [this](const messages::describe_pool&) {
      messages::pool_status out;
      out.database = database_;
      out.connections = static_cast<uint32_t>(readers_.members.size());
      out.waiting = static_cast<uint32_t>(waiting_.size());
      out.available = out.connections > 0;
      return out;
    },
    [this](const messages::join_pool& x) { join(x); },
    [this](const messages::watch_routes& x) {
      watcher_ = x.who;
      publish();
    },
    [this](const messages::check_waiting&) { check(); },
  };
}

/// A late holder of the pool must not keep the threads of its connections.
void pool::on_exit() {
  readers_.members.clear();
  writers_.members.clear();
  watcher_ = nullptr;
  for (auto& x : std::exchange(waiting_, {}))
    x.answer.deliver(messages::to_caf({ec::database_unavailable, {}, {}}));
}

caf::result<messages::statement_rows>
pool::run(const messages::run_statement& x) {
  auto& from = x.statement->writes ? writers_ : readers_;
  if (!from.members.empty())
    return delegate(from.choose(), x);
  if (waiting_.size() >= most_waiting)
    return messages::to_caf({ec::overloaded, {}, {}});
  auto answer = make_response_promise<messages::statement_rows>();
  waiting_.push_back({x, answer});
  check_later();
  return answer;
}

void pool::join(const messages::join_pool& x) {
  monitor(x.connection);
  if (x.reads)
    readers_.put(x);
  if (x.writes)
    writers_.put(x);
  publish();
  check();
}

void pool::publish() {
  if (watcher_ == nullptr)
    return;
  auto now = std::make_shared<messages::routes>();
  for (const auto& x : readers_.members)
    now->readers.push_back(x.connection);
  for (const auto& x : writers_.members)
    now->writers.push_back(x.connection);
  send(watcher_, messages::use_routes{std::move(now)});
}

/// Sends what waited on its way, and tells who waited too long.
void pool::check() {
  checking_ = false;
  auto now = steady::now();
  for (auto& x : std::exchange(waiting_, {})) {
    auto& from = x.what.statement->writes ? writers_ : readers_;
    if (!from.members.empty())
      x.answer.delegate(from.choose(), x.what);
    else if (x.what.deadline <= now)
      x.answer.deliver(messages::to_caf({ec::database_unavailable, {}, {}}));
    else
      waiting_.push_back(std::move(x));
  }
  if (!waiting_.empty())
    check_later();
}

void pool::check_later() {
  if (!std::exchange(checking_, true))
    delayed_send(this, patience, messages::check_waiting{});
}

} // namespace troupe::actors
