#include "db/postgres/connection.hpp"

#include "db/postgres/connection_state.hpp"

#include <algorithm>
#include <iterator>
#include <random>
#include <utility>

namespace troupe::db::postgres {

connection::state::state(connection_options x)
  : options(std::move(x)),
    wire(link_use::pipeline),
    prepared(options.statement_cache, std::random_device{}()) {
  // nop
}

void connection::state::connect() {
  auto step = wire.connect();
  if (step == link_step::failed)
    return break_off();
  if (step != link_step::made)
    return;
  phase = postgres::phase::ready;
  listen();
  calm_jit();
}

void connection::state::break_off() {
  if (phase == postgres::phase::broken)
    return;
  phase = postgres::phase::broken;
  failure = wire.failure();
  // A read whose answer did not come may run again; a write must not.
  std::deque<sent> lost;
  lost.swap(in_flight);
  for (auto i = lost.rbegin(); i != lost.rend(); ++i)
    for (auto& x : i->jobs) {
      if (x.answered)
        continue;
      if (!x.statement->writes && x.attempts++ == 0)
        waiting.push_front(std::move(x));
      else
        x.done(error{ec::database_unavailable,
                     "The connection to the database was lost",
                     {}});
    }
}

connection::connection(connection_options options)
  : state_(std::make_unique<state>(std::move(options))) {
  // nop
}

connection::~connection() {
  state_->break_off();
  for (auto& x : state_->waiting)
    x.done(error{ec::database_unavailable,
                 "The connection to the database was closed",
                 {}});
}

void connection::start(const result<server_places>& places) {
  auto& s = *state_;
  s.wire.start(s.options.conninfo, places);
  s.c = s.wire.get();
  if (s.wire.broken())
    s.break_off();
}

phase connection::phase() const noexcept {
  return state_->phase;
}

int connection::socket() const noexcept {
  return state_->wire.socket();
}

bool connection::wants_write() const noexcept {
  return state_->wire.wants_write();
}

void connection::advance() {
  if (state_->phase == phase::connecting)
    state_->connect();
  else if (state_->phase == phase::ready)
    state_->receive();
  if (state_->phase == phase::ready && state_->wire.wants_write())
    state_->push();
  flush();
}

void connection::submit(job x) {
  auto& queue = state_->waiting;
  auto at = queue.end();
  if (x.statement->writes)
    at = std::ranges::find_if(
      queue, [](const job& other) { return !other.statement->writes; });
  queue.insert(at, std::move(x));
}

void connection::flush() {
  // While a batch is under way the next one gathers.
  if (state_->phase == phase::ready && state_->in_flight.empty()
      && !state_->waiting.empty())
    state_->send_all();
}

size_t connection::load() const noexcept {
  auto n = state_->waiting.size();
  for (const auto& x : state_->in_flight)
    n += x.jobs.size();
  return n;
}

size_t connection::waiting() const noexcept {
  return state_->waiting.size();
}

bool connection::expire(steady::time_point now) {
  auto tell = [now](job& x) {
    if (x.answered || x.deadline >= now)
      return x.answered;
    x.done(error{ec::timeout, {}, {}});
    x.done = [](const auto&) {};
    return x.answered = true;
  };
  std::erase_if(state_->waiting, tell);
  for (auto& x : state_->in_flight)
    for (auto& j : x.jobs)
      tell(j);
  if (state_->in_flight.empty())
    return false;
  // One of a merge that still has time keeps the statement.
  const auto& jobs = state_->in_flight.front().jobs;
  return !jobs.empty() && std::ranges::all_of(jobs, &job::answered);
}

bool connection::gave_up() const noexcept {
  return state_->gave_up;
}

steady::time_point connection::refuse_older(steady::time_point than) {
  auto oldest = steady::time_point::max();
  std::erase_if(state_->waiting, [&](job& x) {
    if (x.arrived < than) {
      x.done(error{ec::overloaded, {}, {}});
      return true;
    }
    oldest = std::min(oldest, x.arrived);
    return false;
  });
  return oldest;
}

void connection::abandon() {
  state_->break_off();
}

std::function<void()> connection::canceller() {
  state_->cancelled = true;
  return state_->wire.canceller();
}

std::vector<job> connection::take_unsent() {
  std::vector<job> out{std::make_move_iterator(state_->waiting.begin()),
                       std::make_move_iterator(state_->waiting.end())};
  state_->waiting.clear();
  return out;
}

std::vector<job> connection::take_last(size_t most) {
  std::vector<job> out;
  auto& queue = state_->waiting;
  while (out.size() < most && !queue.empty() && queue.back().attempts == 0) {
    out.push_back(std::move(queue.back()));
    queue.pop_back();
  }
  return out;
}

const std::string& connection::failure() const noexcept {
  return state_->failure;
}

} // namespace troupe::db::postgres
