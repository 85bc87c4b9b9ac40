#include "actors/postgres_connection.hpp"

#include "actors/cancelling.hpp"
#include "actors/postgres_link.hpp"
#include "messages/error.hpp"
#include "telemetry/log.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <atomic>
#include <random>

namespace troupe::actors {

namespace {

namespace asio = boost::asio;
namespace pg = db::postgres;
using messages::leave_reason;
using std::chrono::milliseconds;
using telemetry::connection_phase;

constexpr milliseconds first_backoff{50};
constexpr milliseconds last_backoff{5'000};
/// How often deadlines are looked at while statements are under way.
constexpr milliseconds busy_tick{50};
/// How often an idle connection looks at its age and health.
constexpr milliseconds idle_tick{1'000};
constexpr milliseconds lag_interval{1'000};
constexpr milliseconds health_patience{3'000};
/// A server that does not answer a cancel for so long is gone.
constexpr milliseconds cancel_patience{3'000};
/// Statements that wait, for so long, call for another connection.
constexpr size_t pressing = 32;
constexpr milliseconds pressing_wait{20};
/// Busy for less than this share of its time, a connection is not needed.
constexpr double idle_share = 0.1;

std::shared_ptr<const plan::statement> statement_of(const char* sql) {
  auto out = std::make_shared<plan::statement>();
  out->dialect = plan::dialect::postgres;
  out->sql = sql;
  out->id = std::hash<std::string_view>{}(sql);
  return out;
}

const auto health_statement = statement_of("SELECT 1::bigint");

/// Milliseconds that a replica is behind; 0 when it has replayed all it got
/// from a sender that is there.
const auto lag_statement =
  statement_of("SELECT (CASE WHEN NOT pg_is_in_recovery() THEN 0 "
               "WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() "
               "AND EXISTS (SELECT FROM pg_stat_wal_receiver) THEN 0 "
               "ELSE coalesce(extract(epoch FROM clock_timestamp() "
               "- pg_last_xact_replay_timestamp()) * 1000, 0) END)::bigint");

const auto no_values = std::make_shared<const plan::bound_values>();

uint32_t random_number() {
  thread_local std::minstd_rand random{std::random_device{}()};
  return static_cast<uint32_t>(random());
}

} // namespace

/// Everything that handlers touch; they keep it alive.
struct postgres_connection::state : std::enable_shared_from_this<state> {
  using timer =
    asio::basic_waitable_timer<std::chrono::steady_clock,
                               asio::wait_traits<std::chrono::steady_clock>,
                               asio::io_context::executor_type>;

  state(postgres_connection& s, reactor& r,
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
    auto name =
      replica ? "replica/" + std::to_string(where.replica) : "primary";
    stats = options->metrics == nullptr
              ? std::make_shared<telemetry::connection_stats>()
              : options->metrics->connection(name, r.index(), where.number);
    stats->phase.set(static_cast<int64_t>(connection_phase::dormant));
  }

  // -- life -------------------------------------------------------------------

  void connect() {
    if (closed || link != nullptr)
      return;
    pg::connection_options x;
    x.conninfo = url.conninfo;
    x.prepare = options->prepare;
    x.merge = options->merge;
    x.coalesce = options->coalesce;
    x.jit = options->jit;
    x.stats = stats;
    show(connection_phase::connecting);
    link =
      std::make_shared<postgres_link>(home, std::move(x), [this] { moved(); });
    connecting_since = steady::now();
    up = false;
    link->watch();
    moved();
    tick_soon();
  }

  /// The connection may have come up, broken, or become free.
  void moved() {
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
  }

  void came_up() {
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

  /// Takes the connection away; what may still run goes to others.
  void drop(leave_reason why) {
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

  void lost() {
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

  void close() {
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

  // -- statements -------------------------------------------------------------

  void submit(pg::job x) {
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

  void hand_back(pg::job x) {
    if (closed)
      return x.done(error{ec::shutting_down, {}, {}});
    self->hand_back({x.statement, x.values, x.deadline, x.session, x.fresh},
                    std::move(x.done));
  }

  void press() {
    auto now = steady::now();
    if (now - pressed < busy_tick)
      return;
    pressed = now;
    self->send(self->place_.pool, messages::pool_pressed{replica});
  }

  /// Runs a statement of our own and gives its number, -1 for a failure.
  void ask(const std::shared_ptr<const plan::statement>& what,
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

  // -- numbers ----------------------------------------------------------------

  uint64_t busy_total() const {
    return stats->busy_nanoseconds.value();
  }

  void note_work() {
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

  void show_load(size_t n) {
    load->store(static_cast<uint32_t>(n), std::memory_order_relaxed);
    stats->load.set(static_cast<int64_t>(n));
  }

  void show(connection_phase x) {
    stats->phase.set(static_cast<int64_t>(x));
  }

  // -- time -------------------------------------------------------------------

  void tick_soon() {
    if (ticking == tick::soon)
      return;
    ticking = tick::soon;
    wait_tick(busy_tick);
  }

  void tick_later() {
    if (ticking != tick::none)
      return;
    ticking = tick::later;
    wait_tick(idle_wait());
  }

  /// Replicas measure their lag; others sleep until something is due.
  std::chrono::nanoseconds idle_wait() const {
    auto out = std::chrono::nanoseconds{idle_tick};
    if (replica)
      return out;
    auto now = steady::now();
    auto due = ends;
    if (options->health_interval.count() > 0)
      due = std::min(due, used + options->health_interval);
    if (extra)
      due = std::min(due, window_began + options->idle_timeout);
    if (due == steady::time_point::max())
      return std::chrono::hours{1};
    return std::max<std::chrono::nanoseconds>(out, due - now);
  }

  void wait_tick(std::chrono::nanoseconds after) {
    ticker.expires_after(after);
    ticker.async_wait(
      [state = shared_from_this()](boost::system::error_code failed) {
        if (failed)
          return;
        state->ticking = tick::none;
        if (!state->closed)
          state->on_tick();
      });
  }

  void on_tick() {
    if (link == nullptr)
      return;
    reactor::turn turn{home};
    auto now = steady::now();
    if (!up && now - connecting_since > options->connect_timeout)
      return lost();
    look_for_late(now);
    if (link == nullptr)
      return;
    if (failed_health)
      return lost();
    if (up)
      look_at_age(now);
    if (link == nullptr)
      return;
    if (link->connection().load() > 0 || !up)
      tick_soon();
    else
      tick_later();
  }

  void look_for_late(steady::time_point now) {
    auto& c = link->connection();
    bool late = c.expire(now);
    auto oldest = c.refuse_older(now - options->acquire_timeout);
    if (up && oldest < now - pressing_wait)
      press();
    note_work();
    if (cancel_returned != nullptr && *cancel_returned)
      cancel_returned = nullptr;
    if (!late) {
      late_since = steady::time_point::max();
      return;
    }
    late_since = std::min(late_since, now);
    // Neither an answer nor a cancel: half open, or a server that hangs.
    if (now - late_since > cancel_patience)
      return lost();
    if (cancel_returned == nullptr
        && now - cancelled_at > cancel_patience / 3) {
      cancelled_at = now;
      stats->cancels.add();
      cancel_returned = cancel_elsewhere(c.canceller());
    }
  }

  void look_at_age(steady::time_point now) {
    if (now - window_began >= std::chrono::seconds{1})
      look_at_use(now);
    if (link == nullptr || busy)
      return;
    if (now >= ends) {
      stats->recycled.add();
      drop(leave_reason::resting);
      return connect();
    }
    if (replica && now - lag_measured >= lag_interval)
      return measure_lag();
    if (options->health_interval.count() > 0
        && now - used >= options->health_interval)
      check_health();
  }

  void look_at_use(steady::time_point now) {
    auto total = busy_total();
    auto took = std::chrono::duration<double>{now - window_began}.count();
    auto share = static_cast<double>(total - window_busy) * 1e-9 / took;
    if (total > window_busy)
      stats->utilisation.observe(std::min(1.0, share));
    if (share > idle_share)
      last_needed = now;
    window_began = now;
    window_busy = total;
    if (extra && !busy
        && now - std::max(last_needed, woken) >= options->idle_timeout) {
      show(connection_phase::dormant);
      drop(leave_reason::dormant);
    }
  }

  void check_health() {
    ask(health_statement, [this](int64_t x) {
      if (x != 1 && link != nullptr)
        failed_health = true;
    });
  }

  void measure_lag() {
    lag_measured = steady::now();
    ask(lag_statement, [this](int64_t x) {
      if (link == nullptr)
        return;
      stats->lag_milliseconds.set(x);
      bool good = x >= 0 && milliseconds{x} <= options->max_replica_lag;
      if (good != in_pool)
        self->tell_pool(good, leave_reason::resting);
      in_pool = good;
    });
  }

  enum class tick : uint8_t { none, later, soon };

  postgres_connection* self;
  reactor& home;
  std::shared_ptr<const datasource_options> options;
  bool extra;
  bool replica;
  const db::url& url;
  std::shared_ptr<telemetry::connection_stats> stats;
  std::shared_ptr<postgres_link> link;
  /// Statements queued or in flight, for whoever chooses between connections.
  std::shared_ptr<std::atomic<uint32_t>> load =
    std::make_shared<std::atomic<uint32_t>>(0);
  timer retry;
  timer ticker;
  milliseconds backoff = first_backoff;
  steady::time_point connecting_since;
  steady::time_point ends = steady::time_point::max();
  steady::time_point used;
  steady::time_point since; ///< busy or not
  steady::time_point window_began;
  uint64_t window_busy = 0;
  steady::time_point last_needed;
  steady::time_point woken;
  steady::time_point pressed;
  steady::time_point lag_measured;
  steady::time_point late_since = steady::time_point::max();
  steady::time_point cancelled_at;
  std::shared_ptr<std::atomic<bool>> cancel_returned;
  tick ticking = tick::none;
  bool up = false;
  bool busy = false;
  bool in_pool = false; ///< of a replica
  bool failed_health = false;
  bool closed = false;
};

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
  };
}

void postgres_connection::tell_pool(bool up, leave_reason why) {
  messages::connection_actor me{this};
  if (up)
    send(place_.pool,
         messages::join_pool{place_.number, me, true, place_.replica < 0,
                             place_.replica >= 0, state_->load});
  else
    send(place_.pool, messages::leave_pool{place_.number, me, why});
}

/// The pool has others, or waits for one. It was told first that this one has
/// nothing to send with, so it does not come back.
void postgres_connection::hand_back(
  const messages::run_statement& x,
  std::function<void(result<plan::row_set_ptr>)> tell) {
  request(place_.pool, caf::infinite, x)
    .then([tell](const messages::statement_rows& r) { tell(r.rows); },
          [tell](caf::error& why) {
            tell(messages::from_caf(why, ec::database_unavailable));
          });
}

void postgres_connection::on_exit() {
  state_->close();
  place_.pool = nullptr;
}

} // namespace troupe::actors
