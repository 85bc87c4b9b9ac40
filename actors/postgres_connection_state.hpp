#pragma once

#include "actors/postgres_connection.hpp"
#include "actors/postgres_link.hpp"

#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>

namespace troupe::actors {

/// The inside of a connection: everything that handlers touch; they keep it
/// alive. `postgres_connection.cpp` has its life and the statements,
/// `postgres_upkeep.cpp` what time does to it.
struct postgres_connection::state : std::enable_shared_from_this<state> {
  static constexpr std::chrono::milliseconds first_backoff{50};
  /// How often deadlines are looked at while statements are under way.
  static constexpr std::chrono::milliseconds busy_tick{50};

  using timer = boost::asio::basic_waitable_timer<
    std::chrono::steady_clock,
    boost::asio::wait_traits<std::chrono::steady_clock>,
    boost::asio::io_context::executor_type>;

  state(postgres_connection& s, reactor& r,
        std::shared_ptr<const datasource_options> x,
        const connection_place& where);

  // -- life -------------------------------------------------------------------

  void connect();

  /// The connection may have come up, broken, or become free.
  void moved();

  void came_up();

  /// Takes the connection away; what may still run goes to others.
  void drop(messages::leave_reason why);

  void lost();

  void close();

  // -- statements -------------------------------------------------------------

  void submit(db::postgres::job x);

  void hand_back(db::postgres::job x);

  /// Gives a newcomer its part of what waits.
  void share(const messages::share_waiting& x);

  void press();

  /// Runs a statement of our own and gives its number, -1 for a failure.
  void ask(const std::shared_ptr<const plan::statement>& what,
           std::function<void(int64_t)> done);

  // -- numbers ----------------------------------------------------------------

  uint64_t busy_total() const;

  void note_work();

  void show_load(size_t n);

  void show(telemetry::connection_phase x);

  // -- time (postgres_upkeep.cpp)
  // -----------------------------------------------------------------

  void tick_soon();

  void tick_later();

  /// Replicas measure their lag; others sleep until something is due.
  std::chrono::nanoseconds idle_wait() const;

  void wait_tick(std::chrono::nanoseconds after);

  void on_tick();

  void look_for_late(steady::time_point now);

  void cancel(steady::time_point now);

  /// Cancels a statement whose result nobody wants any more. Meanwhile nothing
  /// is read of it.
  void give_up();

  void look_at_age(steady::time_point now);

  void look_at_use(steady::time_point now);

  void check_health();

  void measure_lag();

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
  std::chrono::milliseconds backoff = first_backoff;
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
  bool gave_up = false; ///< the running statement, and it was cancelled
};

} // namespace troupe::actors
