#include "actors/pool.hpp"

#include "messages/error.hpp"
#include "telemetry/log.hpp"

#include <algorithm>
#include <utility>

namespace troupe::actors {

namespace {

constexpr std::chrono::milliseconds patience{50};
/// One more connection at a time: the last one must have had a chance.
constexpr std::chrono::milliseconds between_growths{50};

} // namespace

pool::pool(caf::actor_config& cfg, reactor& home, pool_options options)
  : super(cfg, home), options_(std::move(options)) {
  readers_.next = writers_.next = replicas_.next = home.index();
  if (options_.stats == nullptr)
    options_.stats = std::make_shared<telemetry::pool_stats>();
}

const messages::connection_actor& pool::group::choose() {
  return members[next++ % members.size()].connection;
}

void pool::group::put(member x) {
  auto i = std::ranges::find(members, x.number, &member::number);
  if (i == members.end())
    members.push_back(std::move(x));
  else
    *i = std::move(x);
}

void pool::group::remove(const caf::actor_addr& x) {
  std::erase_if(members,
                [&](const member& m) { return m.connection.address() == x; });
}

std::vector<messages::route> pool::group::list() const {
  std::vector<messages::route> out;
  for (const auto& x : members)
    out.push_back({x.connection, x.load});
  return out;
}

pool::behavior_type pool::make_behavior() {
  set_down_handler([this](caf::down_msg& x) {
    std::erase(known_, x.source);
    remove(x.source);
    publish();
  });
  return {
    [this](const messages::run_statement& x) { return run(x); },
    [this](const messages::describe_pool&) {
      messages::pool_status out;
      out.database = options_.database;
      out.connections = static_cast<uint32_t>(writers_.members.size());
      out.waiting = static_cast<uint32_t>(waiting_.size());
      out.available = out.connections > 0;
      return out;
    },
    [this](const messages::join_pool& x) { join(x); },
    [this](const messages::leave_pool& x) { leave(x); },
    [this](const messages::pool_pressed&) { grow(); },
    [this](const messages::watch_routes& x) {
      watcher_ = x.who;
      publish();
    },
    [this](const messages::check_waiting&) { check(); },
    [this](const messages::open_stream& x) { return begin_stream(x); },
    [this](const messages::next_rows& x) { return next_of_stream(x); },
    [this](const messages::close_stream& x) { end_stream(x); },
    [this](const messages::join_streams& x) { join(x); },
    [this](const messages::stream_ended& x) { ended(x); },
  };
}

/// A late holder of the pool must not keep the threads of its connections.
void pool::on_exit() {
  for (auto* x : {&readers_, &writers_, &replicas_, &dormant_})
    x->members.clear();
  watcher_ = nullptr;
  for (auto& x : std::exchange(waiting_, {}))
    x.answer.deliver(messages::to_caf({ec::database_unavailable, {}, {}}));
  for (auto& x : streams_.clear())
    x.answer.deliver(messages::to_caf({ec::database_unavailable, {}, {}}));
}

pool::group& pool::group_for(const messages::run_statement& x) {
  if (x.statement->writes)
    return writers_;
  return x.fresh || replicas_.empty() ? readers_ : replicas_;
}

bool pool::open() const noexcept {
  return failures_ >= options_.breaker_failures && readers_.empty()
         && writers_.empty()
         && steady::now() - failing_since_ >= options_.acquire_timeout;
}

caf::result<messages::statement_rows>
pool::run(const messages::run_statement& x) {
  auto& from = group_for(x);
  if (!from.empty())
    return delegate(from.choose(), x);
  bool full = waiting_.size() >= options_.max_waiting;
  if (full || open()) {
    options_.stats->refused.add();
    return messages::to_caf(
      {full ? ec::overloaded : ec::database_unavailable, {}, {}});
  }
  grow();
  auto answer = make_response_promise<messages::statement_rows>();
  auto at = waiting_.end();
  if (x.statement->writes)
    at = std::ranges::find_if(waiting_, [](const waiting& other) {
      return !other.what.statement->writes;
    });
  waiting_.insert(at, {x, answer, steady::now()});
  show();
  check_later();
  return answer;
}

void pool::join(const messages::join_pool& x) {
  watch_over(x.connection);
  if (open())
    log::info("pool", "circuit-closed", options_.database + " is back");
  failures_ = 0;
  dormant_.remove(x.connection.address());
  bool replica = x.replica >= 0;
  if (replica)
    replicas_.put({x.number, x.connection, x.load, x.replica});
  else if (x.reads)
    readers_.put({x.number, x.connection, x.load});
  if (x.writes)
    writers_.put({x.number, x.connection, x.load});
  publish();
  check();
  share(replica ? replicas_ : writers_, x);
}

/// What was sent to a busy connection would wait there, though another has
/// come.
void pool::share(const group& x, const messages::join_pool& newcomer) {
  for (const auto& m : x.members)
    if (m.number != newcomer.number)
      send(m.connection,
           messages::share_waiting{newcomer.connection, x.members.size()});
}

void pool::leave(const messages::leave_pool& x) {
  watch_over(x.connection);
  remove(x.connection.address());
  if (x.why == messages::leave_reason::dormant)
    dormant_.put({x.number, x.connection, nullptr});
  if (x.why == messages::leave_reason::failed) {
    bool was = open();
    if (failures_++ == 0)
      failing_since_ = steady::now();
    if (!was && open())
      log::error("pool", "circuit-open",
                 options_.database
                   + " is not available; statements are refused until it is");
  }
  publish();
  check();
}

void pool::remove(const caf::actor_addr& x) {
  for (auto* from : {&readers_, &writers_, &replicas_, &dormant_})
    from->remove(x);
  streams_.remove(x);
}

/// Wakes one more connection.
void pool::grow() {
  auto now = steady::now();
  if (dormant_.empty() || now - grown_ < between_growths)
    return;
  grown_ = now;
  options_.stats->grown.add();
  auto next = dormant_.members.front();
  dormant_.members.erase(dormant_.members.begin());
  send(next.connection, messages::wake_connection{});
}

void pool::publish() {
  show();
  if (watcher_ == nullptr)
    return;
  auto now = std::make_shared<messages::routes>();
  now->fresh = readers_.list();
  now->readers = replicas_.empty() ? now->fresh : replicas_.list();
  now->writers = writers_.list();
  send(watcher_, messages::use_routes{std::move(now)});
}

/// Sends what waited on its way, and tells who waited too long.
void pool::check() {
  checking_ = false;
  auto now = steady::now();
  for (auto& x : std::exchange(waiting_, {})) {
    auto& from = group_for(x.what);
    if (!from.empty()) {
      x.answer.delegate(from.choose(), x.what);
    } else if (open() || x.what.deadline <= now
               || now - x.since >= options_.acquire_timeout) {
      if (!open())
        options_.stats->timeouts.add();
      x.answer.deliver(messages::to_caf({ec::database_unavailable, {}, {}}));
    } else {
      waiting_.push_back(std::move(x));
    }
  }
  if (!waiting_.empty())
    check_later();
  check_streams();
}

void pool::check_later() {
  if (std::exchange(checking_, true))
    return;
  delayed_send(this, patience, messages::check_waiting{});
}

void pool::show() {
  options_.stats->waiting.set(static_cast<int64_t>(waiting_.size()));
  options_.stats->open.set(open() ? 1 : 0);
  options_.stats->streams.set(static_cast<int64_t>(streams_.running()));
}

} // namespace troupe::actors
