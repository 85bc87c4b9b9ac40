#pragma once

#include "actors/reactor/pinned.hpp"
#include "actors/stream_queue.hpp"
#include "messages/sql.hpp"
#include "telemetry/stats.hpp"

#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <algorithm>
#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace troupe::actors {

struct pool_options {
  std::string database; ///< the name to show
  size_t max_waiting = 4096;
  /// How long a statement waits while no connection is up.
  std::chrono::milliseconds acquire_timeout{2'000};
  /// Failures in a row, with no connection up for `acquire_timeout`, that open
  /// the circuit.
  size_t breaker_failures = 4;
  std::shared_ptr<telemetry::pool_stats> stats;
  /// Whether there are connections for streams, now or soon.
  bool streams = true;
};

/// Knows the connections of a reactor. Those that are up introduce themselves;
/// the pool tells its watcher, which then asks them directly. Statements that
/// come to the pool itself go to the connections in turn, and wait while there
/// is none, mutations first.
///
/// Streams have connections of their own, one each; others wait for their turn
/// (pool_streams.cpp).
///
/// The circuit is closed while a connection is up or may soon be. It opens when
/// all attempts fail: statements are then refused at once. The connections'
/// own attempts, ever further apart, are its probes; the first that is up
/// closes it.
class pool : public pinned<messages::pool_actor::base> {
public:
  using super = pinned<messages::pool_actor::base>;

  pool(caf::actor_config& cfg, reactor& home, pool_options options);

  behavior_type make_behavior() override;

  void on_exit() override;

  const char* name() const override {
    return "pool";
  }

private:
  using promise = caf::typed_response_promise<messages::statement_rows>;

  struct member {
    size_t number = 0;
    messages::connection_actor connection;
    messages::connection_load load;
    int32_t replica = -1;
  };

  struct group {
    std::vector<member> members;
    size_t next = 0;

    bool empty() const noexcept {
      return members.empty();
    }

    const messages::connection_actor& choose();
    void put(member x);
    void remove(const caf::actor_addr& x);
    std::vector<messages::route> list() const;
  };

  struct waiting {
    messages::run_statement what;
    promise answer;
    steady::time_point since;
  };

  caf::result<messages::statement_rows> run(const messages::run_statement& x);
  group& group_for(const messages::run_statement& x);
  bool open() const noexcept;
  template <class Handle>
  void watch_over(const Handle& x) {
    if (std::ranges::find(known_, x.address()) != known_.end())
      return;
    known_.push_back(x.address());
    monitor(x);
  }

  void join(const messages::join_pool& x);
  void leave(const messages::leave_pool& x);
  void remove(const caf::actor_addr& x);
  void grow();
  void share(const group& x, const messages::join_pool& newcomer);
  void publish();
  void check();
  void check_later();
  void show();

  // -- streams ----------------------------------------------------------------

  static constexpr size_t most_streams = 64; ///< that wait

  caf::result<messages::stream_rows>
  begin_stream(const messages::open_stream& x);
  caf::result<messages::stream_rows>
  next_of_stream(const messages::next_rows& x);
  void end_stream(const messages::close_stream& x);
  void join(const messages::join_streams& x);
  void ended(const messages::stream_ended& x);
  void check_streams();
  messages::open_stream placed(messages::open_stream x);

  pool_options options_;
  group readers_;
  group writers_;
  group replicas_;
  group dormant_;
  /// Who is monitored: once, however often it joins.
  std::vector<caf::actor_addr> known_;
  messages::route_watcher watcher_;
  std::deque<waiting> waiting_;
  stream_queue<caf::typed_response_promise<messages::stream_rows>> streams_;
  size_t failures_ = 0; ///< in a row
  steady::time_point failing_since_;
  steady::time_point grown_;
  bool checking_ = false;
};

} // namespace troupe::actors
