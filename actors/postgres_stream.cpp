#include "actors/postgres_stream.hpp"

#include "actors/cancelling.hpp"
#include "actors/server_look_up.hpp"
#include "actors/socket_watch.hpp"
#include "db/postgres/row_stream.hpp"
#include "messages/error.hpp"
#include "telemetry/log.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <caf/typed_response_promise.hpp>

#include <algorithm>
#include <utility>

namespace troupe::actors {

namespace {

namespace asio = boost::asio;
namespace pg = db::postgres;
using promise = caf::typed_response_promise<messages::stream_rows>;
using phase = pg::stream_phase;

/// Bytes of rows that are handed over at once. Larger ones win nothing (R1 of
/// the velocity bench) and leave the processor's cache.
constexpr size_t most_bytes = 64 * 1024;

error canceled() {
  return {ec::canceled, "The stream was closed", {}};
}

} // namespace

/// Everything that handlers touch; they keep it alive.
struct postgres_stream::state : std::enable_shared_from_this<state> {
  using timer =
    asio::basic_waitable_timer<std::chrono::steady_clock,
                               asio::wait_traits<std::chrono::steady_clock>,
                               asio::io_context::executor_type>;

  state(postgres_stream& s, reactor& r,
        std::shared_ptr<const datasource_options> x)
    : self(&s), home(r), options(std::move(x)), clock(r.io()) {
    // nop
  }

  // -- questions --------------------------------------------------------------

  void open(const messages::open_stream& x, promise answer) {
    if (running()) {
      answer.deliver(
        messages::to_caf({ec::internal, "The connection has a stream", {}}));
      return;
    }
    job = x;
    waiting = std::move(answer);
    attempts = 0;
    failed = {ec::none, {}, {}};
    if (job.ticket->unwanted)
      return fail(canceled());
    begin();
  }

  void more(const messages::next_rows& x, promise answer) {
    if (x.ticket != job.ticket || waiting.pending()) {
      answer.deliver(messages::to_caf(canceled()));
      return;
    }
    waiting = std::move(answer);
    if (failed.code != ec::none)
      return fail(failed);
    pump();
  }

  void close(const messages::close_stream& x) {
    if (x.ticket == job.ticket)
      fail(canceled());
  }

  bool running() const noexcept {
    return job.ticket != nullptr;
  }

  // -- the connection ---------------------------------------------------------

  /// Sends the statement, over a new connection if there is none.
  void begin() {
    ++attempts;
    if (rows != nullptr && connected_to != job.replica)
      drop(false);
    if (rows == nullptr) {
      connected_to = job.replica;
      rows = std::make_shared<pg::row_stream>(pg::row_stream::options{
        place().conninfo, options->jit, options->max_result});
      watch = std::make_shared<socket_watch>(
        home, [state = shared_from_this()] { state->moved(); });
      connecting_until = steady::now() + options->connect_timeout;
      started = false;
      set_clock(std::min(job.deadline, connecting_until));
      return connect();
    }
    start();
    moved();
  }

  void connect() {
    look_up = std::make_unique<server_look_up>(home, place().conninfo,
                                               [this](const auto& places) {
                                                 rows->start(places);
                                                 moved();
                                               });
  }

  /// The database that the connection is to, or will be.
  const db::url& place() const {
    return connected_to < 0
             ? options->url
             : options->replicas[static_cast<size_t>(connected_to)];
  }

  void start() {
    started = true;
    set_clock(job.deadline);
    rows->begin(*job.statement, *job.values, job.session);
  }

  /// The socket is ready, or the connection has changed.
  void moved() {
    if (rows == nullptr)
      return;
    rows->advance();
    if (rows->phase() == phase::idle && running() && !started)
      start();
    if (rows->phase() == phase::broken)
      return lost();
    if (started && waiting.pending())
      pump();
    watch_socket();
  }

  void watch_socket() {
    if (rows == nullptr)
      return;
    bool connecting = rows->phase() == phase::connecting;
    if (connecting) // libpq tries one address after the other
      watch->renew();
    bool write = rows->wants_write();
    bool read = connecting ? !write : waiting.pending();
    watch->wait(rows->socket(), read, write);
  }

  /// Answers with what has come. The socket is left alone until more is asked
  /// for.
  void pump() {
    if (rows == nullptr)
      return;
    auto some = rows->take(most_bytes);
    if (some.failure.code == ec::database_unavailable && rows != nullptr
        && rows->phase() == phase::broken)
      return lost();
    bool any = some.rows != nullptr && some.rows->rows() > 0;
    if (some.failure.code != ec::none) {
      // Rows before the failure are good: they go first.
      if (!any)
        return fail(some.failure);
      failed = some.failure;
      some.last = false;
      if (rows->phase() == phase::broken)
        drop(true);
    }
    if (!any && !some.last)
      return watch_socket();
    arrived = true;
    auto answer = std::exchange(waiting, promise{});
    bool last = some.last;
    if (last)
      end();
    answer.deliver(messages::stream_rows{std::move(some.rows), last});
  }

  /// A connection that was idle may have been closed long ago: then another is
  /// made, once. What a replica cannot begin the primary does.
  void lost() {
    auto why = rows->failure();
    bool connected = started;
    drop(false);
    if (!running())
      return;
    bool again = connected && attempts == 1;
    if (!arrived && (again || job.replica >= 0)) {
      if (!again)
        job.replica = -1;
      return begin();
    }
    log::warn("postgres", "stream-lost",
              "the connection of a stream to " + place().shown
                + (connected ? " is lost: " : " cannot be made: ") + why);
    fail({ec::database_unavailable,
          "The connection to the database was lost",
          {}});
  }

  /// Lets the connection go; `cancel` tells the server that nobody reads on.
  void drop(bool cancel) {
    if (rows == nullptr)
      return;
    if (cancel && started)
      cancel_elsewhere(rows->canceller());
    look_up.reset();
    watch->close();
    watch.reset();
    // It is in the middle of a call to it perhaps.
    asio::post(home.io(), [old = std::move(rows)] {});
    rows = nullptr;
  }

  // -- the end ----------------------------------------------------------------

  /// Answers with the failure, or keeps it until somebody asks, unless nobody
  /// will.
  void fail(error why) {
    if (rows != nullptr && rows->phase() != phase::idle)
      drop(true);
    bool asked = waiting.pending();
    if (!asked && why.code != ec::canceled) {
      failed = std::move(why);
      return;
    }
    auto answer = std::exchange(waiting, promise{});
    end();
    if (asked)
      answer.deliver(messages::to_caf(why));
  }

  void end() {
    auto ticket = std::exchange(job, {}).ticket;
    arrived = false;
    failed = {ec::none, {}, {}};
    set_clock(steady::now() + options->idle_timeout);
    if (!closed)
      self->send(self->pool_, messages::stream_ended{std::move(ticket)});
  }

  // -- time -------------------------------------------------------------------

  void set_clock(steady::time_point when) {
    if (closed)
      return;
    clock.expires_at(when);
    clock.async_wait(
      [state = shared_from_this()](boost::system::error_code stopped) {
        if (stopped || state->closed)
          return;
        reactor::turn turn{state->home};
        state->late();
      });
  }

  void late() {
    if (!running())
      return drop(false); // it was idle for long enough
    if (steady::now() >= job.deadline)
      return fail({ec::timeout, {}, {}});
    if (started)
      return;
    if (job.replica >= 0) {
      drop(false);
      job.replica = -1;
      return begin();
    }
    fail({ec::database_unavailable, "The database does not answer", {}});
  }

  void shut() {
    closed = true;
    boost::system::error_code ignored;
    clock.cancel(ignored);
    drop(running());
    if (waiting.pending())
      waiting.deliver(messages::to_caf({ec::shutting_down, {}, {}}));
    job = {};
  }

  postgres_stream* self;
  reactor& home;
  std::shared_ptr<const datasource_options> options;
  std::shared_ptr<pg::row_stream> rows;
  std::shared_ptr<socket_watch> watch;
  std::unique_ptr<server_look_up> look_up;
  timer clock;
  int32_t connected_to = -1; ///< the replica, -1: the primary
  steady::time_point connecting_until;
  /// What runs; without a ticket nothing does.
  messages::open_stream job;
  promise waiting; ///< who asked for rows
  error failed{ec::none, {}, {}};
  int attempts = 0;
  bool started = false; ///< the statement was sent
  bool arrived = false; ///< rows were handed over
  bool closed = false;
};

postgres_stream::postgres_stream(
  caf::actor_config& cfg, reactor& home,
  std::shared_ptr<const datasource_options> options, size_t number,
  messages::pool_actor pool)
  : super(cfg, home),
    number_(number),
    pool_(std::move(pool)),
    state_(std::make_shared<state>(*this, home, std::move(options))) {
  // nop
}

postgres_stream::~postgres_stream() = default;

postgres_stream::behavior_type postgres_stream::make_behavior() {
  send(pool_, messages::join_streams{number_, messages::stream_actor{this}});
  return {
    [this](const messages::open_stream& x) {
      auto answer = make_response_promise<messages::stream_rows>();
      state_->open(x, answer);
      return answer;
    },
    [this](const messages::next_rows& x) {
      auto answer = make_response_promise<messages::stream_rows>();
      state_->more(x, answer);
      return answer;
    },
    [this](const messages::close_stream& x) { state_->close(x); },
  };
}

void postgres_stream::on_exit() {
  state_->shut();
  pool_ = nullptr;
}

} // namespace troupe::actors
