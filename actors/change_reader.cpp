#include "actors/change_reader.hpp"

#include "db/postgres/connection.hpp"
#include "messages/error.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace troupe::actors {

namespace {

namespace asio = boost::asio;
namespace pg = db::postgres;

constexpr std::chrono::milliseconds tick{500};

} // namespace

/// A connection and the watch over its socket; handlers keep it alive.
struct change_reader::link : std::enable_shared_from_this<link> {
  using descriptor =
    asio::posix::basic_stream_descriptor<asio::io_context::executor_type>;

  link(reactor& r, pg::connection_options options)
    : home(r), connection(std::move(options)) {
    // nop
  }

  bool up() const noexcept {
    return !closed && connection.phase() == pg::phase::ready;
  }

  /// The descriptor is only borrowed: libpq closes it.
  void watch() {
    if (closed || connection.phase() == pg::phase::broken)
      return unwatch();
    auto fd = connection.socket();
    if (socket == nullptr || socket->native_handle() != fd) {
      unwatch();
      socket = std::make_unique<descriptor>(home.io(), fd);
    }
    bool ready = connection.phase() == pg::phase::ready;
    if ((ready || !connection.wants_write()) && !std::exchange(reading, true))
      wait(descriptor::wait_read, reading);
    if (connection.wants_write() && !std::exchange(writing, true))
      wait(descriptor::wait_write, writing);
  }

  void wait(descriptor::wait_type what, bool& flag) {
    socket->async_wait(what,
                       [self = shared_from_this(), &flag,
                        mine = generation](boost::system::error_code failed) {
                         if (failed || self->closed || mine != self->generation)
                           return;
                         flag = false;
                         reactor::turn turn{self->home};
                         self->connection.advance();
                         self->watch();
                       });
  }

  void flush_later() {
    asio::post(home.io(), [self = shared_from_this()] {
      if (self->closed)
        return;
      reactor::turn turn{self->home};
      self->connection.flush();
      self->watch();
    });
  }

  void unwatch() {
    ++generation;
    if (socket != nullptr)
      socket->release();
    socket.reset();
    reading = writing = false;
  }

  void close() {
    closed = true;
    unwatch();
  }

  reactor& home;
  pg::connection connection;
  std::unique_ptr<descriptor> socket;
  uint64_t generation = 0;
  bool reading = false;
  bool writing = false;
  bool closed = false;
};

change_reader::change_reader(caf::actor_config& cfg, reactor& home,
                             std::string conninfo,
                             std::function<void()> notified)
  : super(cfg, home),
    conninfo_(std::move(conninfo)),
    notified_(std::move(notified)) {
  // nop
}

change_reader::~change_reader() = default;

change_reader::behavior_type change_reader::make_behavior() {
  connect();
  delayed_send(this, tick, messages::check_waiting{});
  return {
    [this](const messages::run_statement& x) { return run(x); },
    [this](const messages::check_waiting&) { check(); },
  };
}

void change_reader::on_exit() {
  notified_ = nullptr;
  if (link_ != nullptr)
    link_->close();
  link_.reset();
}

void change_reader::connect() {
  pg::connection_options x;
  x.conninfo = conninfo_;
  x.coalesce = false;
  x.listen = "troupe_changes";
  x.notified = notified_;
  link_ = std::make_shared<link>(home(), std::move(x));
  link_->watch();
}

/// A connection that broke, or a server that does not answer in time.
void change_reader::check() {
  delayed_send(this, tick, messages::check_waiting{});
  bool gone = link_ == nullptr || link_->connection.phase() == pg::phase::broken
              || link_->connection.expire(steady::now());
  if (!gone)
    return;
  if (link_ != nullptr)
    link_->close();
  // Its end tells everyone who waits for it.
  link_.reset();
  connect();
}

caf::result<messages::statement_rows>
change_reader::run(const messages::run_statement& x) {
  if (link_ == nullptr || link_->connection.phase() == pg::phase::broken)
    return messages::to_caf({ec::database_unavailable, {}, {}});
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
  link_->connection.submit(std::move(j));
  link_->flush_later();
  return promise;
}

} // namespace troupe::actors
