#include "actors/postgres_connection.hpp"

#include "db/postgres/connection.hpp"
#include "messages/error.hpp"
#include "telemetry/log.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <random>
#include <thread>

namespace troupe::actors {

namespace {

namespace asio = boost::asio;
namespace pg = db::postgres;
using std::chrono::milliseconds;

constexpr milliseconds first_backoff{50};
constexpr milliseconds last_backoff{5'000};
/// How often deadlines are looked at while statements are under way.
constexpr milliseconds tick{50};
/// How long a statement waits for a connection that is being made anew.
constexpr milliseconds grace{2'000};
constexpr size_t most_waiting = 4096;

} // namespace

/// Everything that socket handlers touch; they keep it alive.
struct postgres_connection::state : std::enable_shared_from_this<state> {
  using descriptor =
    asio::posix::basic_stream_descriptor<asio::io_context::executor_type>;
  using timer =
    asio::basic_waitable_timer<std::chrono::steady_clock,
                               asio::wait_traits<std::chrono::steady_clock>,
                               asio::io_context::executor_type>;

  state(reactor& r, datasource_options x)
    : home(r), options(std::move(x)), retry(r.io()), ticker(r.io()) {
    // nop
  }

  void connect() {
    pg::connection_options x;
    x.conninfo = options.url.conninfo;
    x.prepare = options.prepare;
    x.merge = options.merge;
    x.coalesce = options.coalesce;
    connection = std::make_unique<pg::connection>(std::move(x));
    connecting_since = steady::now();
    watch();
    tick_later();
  }

  /// Waits for the socket as the connection wants. The descriptor is only
  /// borrowed: libpq closes it.
  void watch() {
    if (closed)
      return;
    if (connection->phase() == pg::phase::broken)
      return lost();
    auto fd = connection->socket();
    if (socket == nullptr || socket->native_handle() != fd) {
      unwatch();
      socket = std::make_unique<descriptor>(home.io(), fd);
      reading = writing = false;
    }
    bool up = connection->phase() == pg::phase::ready;
    if (!reading && (up || !connection->wants_write())) {
      reading = true;
      wait(descriptor::wait_read, reading);
    }
    if (!writing && connection->wants_write()) {
      writing = true;
      wait(descriptor::wait_write, writing);
    }
  }

  void wait(descriptor::wait_type what, bool& flag) {
    auto generation = generation_;
    socket->async_wait(what, [self = shared_from_this(), &flag,
                              generation](boost::system::error_code failed) {
      if (failed || self->closed || generation != self->generation_)
        return;
      flag = false;
      reactor::turn turn{self->home};
      self->connection->advance();
      if (self->connection->phase() == pg::phase::ready)
        self->backoff = first_backoff;
      self->watch();
    });
  }

  void unwatch() {
    ++generation_;
    if (socket != nullptr)
      socket->release();
    socket.reset();
    reading = writing = false;
  }

  void lost() {
    unwatch();
    if (backoff == first_backoff)
      log::warn("postgres", "connection-lost",
                "the connection to " + options.url.shown
                  + " is lost; it is made anew");
    auto kept = connection->take_unsent();
    connection.reset();
    for (auto& x : kept)
      hold(std::move(x));
    thread_local std::minstd_rand random{std::random_device{}()};
    auto wait_for =
      backoff + milliseconds{random() % static_cast<unsigned>(backoff.count())};
    backoff = std::min(backoff * 2, last_backoff);
    retry.expires_after(wait_for);
    retry.async_wait(
      [self = shared_from_this()](boost::system::error_code failed) {
        if (failed || self->closed)
          return;
        reactor::turn turn{self->home};
        self->connect();
        for (auto& x : self->held)
          self->connection->submit(std::move(x.what));
        self->held.clear();
      });
    if (!held.empty())
      tick_later();
  }

  struct waiting {
    pg::job what;
    steady::time_point until;
  };

  /// Without a connection a statement waits a little, then is told.
  void hold(pg::job x) {
    auto until = std::min(x.deadline, steady::now() + grace);
    held.push_back({std::move(x), until});
    tick_later();
  }

  void submit(pg::job x) {
    if (connection == nullptr)
      return held.size() < most_waiting ? hold(std::move(x))
                                        : x.done(error{ec::overloaded, {}, {}});
    if (connection->load() >= most_waiting)
      return x.done(error{ec::overloaded, {}, {}});
    connection->submit(std::move(x));
    flush_later();
    tick_later();
  }

  /// What arrives in the same turn goes out together.
  void flush_later() {
    if (flushing)
      return;
    flushing = true;
    asio::post(home.io(), [self = shared_from_this()] {
      self->flushing = false;
      if (self->closed || self->connection == nullptr)
        return;
      reactor::turn turn{self->home};
      self->connection->flush();
      self->watch();
    });
  }

  void tick_later() {
    if (ticking)
      return;
    ticking = true;
    ticker.expires_after(tick);
    ticker.async_wait(
      [self = shared_from_this()](boost::system::error_code failed) {
        self->ticking = false;
        if (!failed && !self->closed)
          self->on_tick();
      });
  }

  void on_tick() {
    reactor::turn turn{home};
    auto now = steady::now();
    std::vector<waiting> rest;
    std::vector<waiting> late;
    for (auto& x : held)
      (x.until < now ? late : rest).push_back(std::move(x));
    held = std::move(rest);
    for (auto& x : late)
      x.what.done(
        error{x.what.deadline < now ? ec::timeout : ec::database_unavailable,
              {},
              {}});
    if (connection != nullptr) {
      if (connection->phase() == pg::phase::connecting
          && now - connecting_since > options.connect_timeout)
        return lost();
      if (connection->expire(now) && !cancelling)
        cancel();
      // A server that does not answer the cancel either is gone.
      if (cancelling && now - cancelled_at > cancel_patience)
        give_up();
    }
    bool busy = !held.empty()
                || (connection != nullptr
                    && (connection->load() > 0
                        || connection->phase() == pg::phase::connecting));
    if (busy)
      tick_later();
  }

  void cancel() {
    cancelling = true;
    cancelled_at = steady::now();
    // PQcancel opens a connection and waits: not on a reactor.
    std::thread{[cancel = connection->canceller(), self = shared_from_this()] {
      cancel();
      asio::post(self->home.io(), [self] { self->cancelling = false; });
    }}.detach();
  }

  void give_up() {
    cancelling = false;
    unwatch();
    connection.reset(); // tells everyone who waits
    connection = std::make_unique<pg::connection>(
      pg::connection_options{options.url.conninfo});
    connecting_since = steady::now();
    watch();
    tick_later();
  }

  void close() {
    closed = true;
    unwatch();
    boost::system::error_code ignored;
    retry.cancel(ignored);
    ticker.cancel(ignored);
    connection.reset();
    for (auto& x : held)
      x.what.done(error{ec::shutting_down, {}, {}});
    held.clear();
  }

  static constexpr milliseconds cancel_patience{3'000};

  reactor& home;
  datasource_options options;
  std::unique_ptr<pg::connection> connection;
  std::unique_ptr<descriptor> socket;
  timer retry;
  timer ticker;
  milliseconds backoff = first_backoff;
  std::vector<waiting> held;
  steady::time_point connecting_since;
  steady::time_point cancelled_at;
  uint64_t generation_ = 0;
  bool reading = false;
  bool writing = false;
  bool flushing = false;
  bool ticking = false;
  bool cancelling = false;
  bool closed = false;
};

postgres_connection::postgres_connection(caf::actor_config& cfg, reactor& home,
                                         datasource_options options)
  : super(cfg, home),
    state_(std::make_shared<state>(home, std::move(options))) {
  // nop
}

postgres_connection::~postgres_connection() = default;

postgres_connection::behavior_type postgres_connection::make_behavior() {
  state_->connect();
  return {
    [this](const messages::run_statement& x) {
      auto promise = make_response_promise<messages::statement_rows>();
      pg::job j;
      j.statement = x.statement;
      j.values = x.values;
      j.deadline = x.deadline;
      j.done = [promise](result<plan::row_set_ptr> r) mutable {
        if (r)
          promise.deliver(messages::statement_rows{std::move(*r)});
        else
          promise.deliver(messages::to_caf(r.error()));
      };
      state_->submit(std::move(j));
      return promise;
    },
  };
}

void postgres_connection::on_exit() {
  state_->close();
}

} // namespace troupe::actors
