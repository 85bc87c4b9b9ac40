#include "actors/postgres_connection.hpp"

#include "actors/postgres_connection_state.hpp"
#include "messages/error.hpp"
#include "telemetry/log.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <random>
#include <utility>

namespace troupe::actors {

namespace {

namespace asio = boost::asio;
namespace pg = db::postgres;
using messages::leave_reason;
using std::chrono::milliseconds;
using telemetry::connection_phase;

constexpr milliseconds last_backoff{5'000};
constexpr milliseconds health_patience{3'000};
/// Statements that wait, so many, call for another connection.
constexpr size_t pressing = 32;

const auto no_values = std::make_shared<const plan::bound_values>();

uint32_t random_number() {
  thread_local std::minstd_rand random{std::random_device{}()};
  return static_cast<uint32_t>(random());
}

} // namespace

postgres_connection::state::state(postgres_connection& s, reactor& r,
                                  std::shared_ptr<const datasource_options> x,
                                  const connection_place& where)
  : self(&s),
    home(r),
    options(std::move(x)),
    extra(where.extra),
    replica(where.replica >= 0),
    url(replica ? options->replicas[static_cast<size_t>(where.replica)]
                : options->url),
    retry(r.io()),
    ticker(r.io()) {
  auto name = replica ? "replica/" + std::to_string(where.replica) : "primary";
  stats = options->metrics == nullptr
            ? std::make_shared<telemetry::connection_stats>()
            : options->metrics->connection(name, r.index(), where.number);
  stats->phase.set(static_cast<int64_t>(connection_phase::dormant));
}

void postgres_connection::state::connect() {
  if (closed || link != nullptr)
    return;
  pg::connection_options x;
  x.conninfo = url.conninfo;
  x.prepare = options->prepare;
  x.merge = options->merge;
  x.coalesce = options->coalesce;
  x.jit = options->jit;
  x.max_result = options->max_result;
  x.stats = stats;
  show(connection_phase::connecting);
  link =
    std::make_shared<postgres_link>(home, std::move(x), [this] { moved(); });
  connecting_since = steady::now();
  up = false;
  link->open();
  tick_soon();
}

void postgres_connection::state::moved() {
  if (link == nullptr)
    return;
  switch (link->connection().phase()) {
    case pg::phase::connecting:
      return;
    case pg::phase::broken:
      return lost();
    case pg::phase::ready:
      break;
  }
  note_work();
  if (!up)
    came_up();
  else if (!link->connection().gave_up())
    gave_up = false;
  else if (!std::exchange(gave_up, true))
    give_up();
}

void postgres_connection::state::came_up() {
  up = true;
  backoff = first_backoff;
  failed_health = false;
  auto now = steady::now();
  window_began = used = now;
  window_busy = busy_total();
  // Ages differ, so that connections of one start do not end together.
  auto tenth = options->lifetime.count() / 10;
  ends = options->lifetime.count() == 0
           ? steady::time_point::max()
           : now + options->lifetime
               - milliseconds{tenth > 0 ? random_number() % tenth : 0};
  stats->connects.add();
  show(connection_phase::up);
  if (replica)
    measure_lag(); // joins if it is good enough
  else
    self->tell_pool(true, {});
}

void postgres_connection::state::drop(leave_reason why) {
  note_work();
  auto old = std::exchange(link, nullptr);
  up = in_pool = busy = failed_health = false;
  late_since = steady::time_point::max();
  cancel_returned = nullptr;
  self->tell_pool(false, why);
  old->connection().abandon();
  auto kept = old->connection().take_unsent();
  old->close();
  for (auto& x : kept)
    hand_back(std::move(x));
  show_load(0);
  // It is in the middle of a call to the connection perhaps.
  asio::post(home.io(), [old] {});
}

void postgres_connection::state::lost() {
  if (backoff == first_backoff)
    log::warn("postgres", "connection-lost",
              "the connection to " + url.shown + " is lost: "
                + link->connection().failure() + "; it is made anew");
  show(connection_phase::down);
  stats->losses.add();
  drop(leave_reason::failed);
  auto wait_for =
    backoff
    + milliseconds{random_number() % static_cast<unsigned>(backoff.count())};
  // The first attempt is at once: most often one backend went.
  if (backoff == first_backoff)
    wait_for = milliseconds{0};
  backoff = std::min(backoff * 2, last_backoff);
  retry.expires_after(wait_for);
  retry.async_wait(
    [state = shared_from_this()](boost::system::error_code failed) {
      if (failed || state->closed)
        return;
      reactor::turn turn{state->home};
      state->connect();
    });
}

void postgres_connection::state::close() {
  closed = true;
  boost::system::error_code ignored;
  retry.cancel(ignored);
  ticker.cancel(ignored);
  if (auto old = std::exchange(link, nullptr)) {
    for (auto& x : old->connection().take_unsent())
      x.done(error{ec::shutting_down, {}, {}});
    old->close();
    asio::post(home.io(), [old] {});
  }
  show(connection_phase::down);
}

void postgres_connection::state::submit(pg::job x) {
  if (!up)
    return hand_back(std::move(x));
  auto now_loaded = load->load(std::memory_order_relaxed);
  if (now_loaded >= options->max_waiting)
    return x.done(error{ec::overloaded, {}, {}});
  if (now_loaded >= pressing)
    press();
  show_load(now_loaded + 1);
  link->connection().submit(std::move(x));
  link->flush_later();
  tick_soon();
}

void postgres_connection::state::hand_back(pg::job x) {
  if (closed)
    return x.done(error{ec::shutting_down, {}, {}});
  self->hand_over(self->place_.pool, std::move(x));
}

void postgres_connection::state::share(const messages::share_waiting& x) {
  if (link == nullptr || x.parts == 0 || x.with.address() == self->address())
    return;
  auto& c = link->connection();
  for (auto& j : c.take_last(c.waiting() / x.parts))
    self->hand_over(x.with, std::move(j));
  note_work();
}

void postgres_connection::state::press() {
  auto now = steady::now();
  if (now - pressed < busy_tick)
    return;
  pressed = now;
  self->send(self->place_.pool, messages::pool_pressed{replica});
}

void postgres_connection::state::ask(
  const std::shared_ptr<const plan::statement>& what,
  std::function<void(int64_t)> done) {
  pg::job x;
  x.statement = what;
  x.values = no_values;
  x.deadline = steady::now() + health_patience;
  x.arrived = steady::now();
  x.attempts = 1;
  x.done = [state = weak_from_this(),
            done = std::move(done)](const result<plan::row_set_ptr>& r) {
    auto s = state.lock();
    if (s == nullptr || s->closed)
      return;
    plan::cell c;
    if (r && (*r)->rows() == 1)
      (*r)->read(0, &c);
    done(c.size == 8 ? plan::read_big_endian<int64_t>(c.data) : -1);
  };
  link->connection().submit(std::move(x));
  link->flush_later();
  tick_soon();
}

uint64_t postgres_connection::state::busy_total() const {
  return stats->busy_nanoseconds.value();
}

void postgres_connection::state::note_work() {
  auto n = link->connection().load();
  show_load(n);
  bool works = n > 0;
  if (works == busy)
    return;
  auto now = steady::now();
  if (busy)
    stats->busy_nanoseconds.add(
      static_cast<uint64_t>(std::chrono::nanoseconds{now - since}.count()));
  busy = works;
  since = used = now;
}

void postgres_connection::state::show_load(size_t n) {
  load->store(static_cast<uint32_t>(n), std::memory_order_relaxed);
  stats->load.set(static_cast<int64_t>(n));
}

void postgres_connection::state::show(connection_phase x) {
  stats->phase.set(static_cast<int64_t>(x));
}

postgres_connection::postgres_connection(
  caf::actor_config& cfg, reactor& home,
  std::shared_ptr<const datasource_options> options, connection_place place)
  : super(cfg, home),
    place_(std::move(place)),
    state_(std::make_shared<state>(*this, home, std::move(options), place_)) {
  // nop
}

postgres_connection::~postgres_connection() = default;

postgres_connection::behavior_type postgres_connection::make_behavior() {
  if (place_.extra)
    tell_pool(false, leave_reason::dormant);
  else
    state_->connect();
  return {
    [this](const messages::run_statement& x) {
      auto promise = make_response_promise<messages::statement_rows>();
      pg::job j;
      j.statement = x.statement;
      j.values = x.values;
      j.deadline = x.deadline;
      j.session = x.session;
      j.fresh = x.fresh;
      j.most = x.most;
      j.attempts = x.alone ? 1 : 0;
      j.arrived = steady::now();
      j.done = [promise](result<plan::row_set_ptr> r) mutable {
        if (r)
          promise.deliver(messages::statement_rows{std::move(*r)});
        else
          promise.deliver(messages::to_caf(r.error()));
      };
      state_->submit(std::move(j));
      return promise;
    },
    [this](const messages::wake_connection&) {
      state_->woken = steady::now();
      state_->connect();
    },
    [this](const messages::share_waiting& x) { state_->share(x); },
  };
}

void postgres_connection::tell_pool(bool up, leave_reason why) {
  messages::connection_actor me{this};
  if (up)
    send(place_.pool,
         messages::join_pool{place_.number, me, true, place_.replica < 0,
                             place_.replica, state_->load});
  else
    send(place_.pool, messages::leave_pool{place_.number, me, why});
}

/// The pool has others, or waits for one. It was told first that this one has
/// nothing to send with, so it does not come back.
template <class Handle>
void postgres_connection::hand_over(const Handle& whom, pg::job x) {
  auto tell = std::make_shared<decltype(x.done)>(std::move(x.done));
  request(whom, caf::infinite,
          messages::run_statement{x.statement, x.values, x.deadline, x.session,
                                  x.fresh, x.attempts > 0, x.most})
    .then([tell](const messages::statement_rows& r) { (*tell)(r.rows); },
          [tell](caf::error& why) {
            (*tell)(messages::from_caf(why, ec::database_unavailable));
          });
}

void postgres_connection::on_exit() {
  state_->close();
  place_.pool = nullptr;
}

} // namespace troupe::actors
