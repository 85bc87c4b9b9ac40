#include "actors/cancelling.hpp"
#include "actors/postgres_connection_state.hpp"

#include <algorithm>
#include <utility>

namespace troupe::actors {

namespace {

using messages::leave_reason;
using std::chrono::milliseconds;
using telemetry::connection_phase;

/// How often an idle connection looks at its age and health.
constexpr milliseconds idle_tick{1'000};
constexpr milliseconds lag_interval{1'000};
/// How often it is asked whether a cancel is through that others wait for.
constexpr milliseconds held_tick{1};
/// A server that does not answer a cancel for so long is gone.
constexpr milliseconds cancel_patience{3'000};
/// Statements that wait for so long call for another connection.
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

} // namespace

void postgres_connection::state::tick_soon() {
  if (ticking == tick::soon)
    return;
  ticking = tick::soon;
  wait_tick(link != nullptr && link->held() ? held_tick : busy_tick);
}

void postgres_connection::state::tick_later() {
  if (ticking != tick::none)
    return;
  ticking = tick::later;
  wait_tick(idle_wait());
}

std::chrono::nanoseconds postgres_connection::state::idle_wait() const {
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

void postgres_connection::state::wait_tick(std::chrono::nanoseconds after) {
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

void postgres_connection::state::on_tick() {
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

void postgres_connection::state::look_for_late(steady::time_point now) {
  auto& c = link->connection();
  bool late = c.expire(now);
  auto oldest = c.refuse_older(now - options->acquire_timeout);
  if (up && oldest < now - pressing_wait)
    press();
  note_work();
  if (cancel_returned != nullptr && *cancel_returned) {
    cancel_returned = nullptr;
    link->hold(false);
  }
  if (!late) {
    late_since = steady::time_point::max();
    return;
  }
  late_since = std::min(late_since, now);
  // Neither an answer nor a cancel: half open, or a server that hangs.
  if (now - late_since > cancel_patience)
    return lost();
  if (now - cancelled_at > cancel_patience / 3)
    cancel(now);
}

void postgres_connection::state::cancel(steady::time_point now) {
  if (cancel_returned != nullptr)
    return;
  cancelled_at = now;
  stats->cancels.add();
  cancel_returned = cancel_elsewhere(link->connection().canceller());
}

void postgres_connection::state::give_up() {
  cancel(steady::now());
  if (cancel_returned == nullptr)
    return;
  link->hold(true);
  ticking = tick::none;
  tick_soon();
}

void postgres_connection::state::look_at_age(steady::time_point now) {
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

void postgres_connection::state::look_at_use(steady::time_point now) {
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

void postgres_connection::state::check_health() {
  ask(health_statement, [this](int64_t x) {
    if (x != 1 && link != nullptr)
      failed_health = true;
  });
}

void postgres_connection::state::measure_lag() {
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

} // namespace troupe::actors
