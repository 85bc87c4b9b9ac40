#include "actors/change_reader.hpp"

#include "db/postgres/connection.hpp"
#include "messages/error.hpp"

#include <utility>

namespace troupe::actors {

namespace {

namespace pg = db::postgres;

constexpr std::chrono::milliseconds tick{500};
constexpr std::chrono::milliseconds connect_patience{5'000};

} // namespace

change_reader::change_reader(caf::actor_config& cfg, reactor& home,
                             std::string conninfo,
                             std::function<void()> notified)
  : super(cfg, home),
    conninfo_(std::move(conninfo)),
    notified_(std::move(notified)) {
  // nop
}

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
  // What breaks is seen at the next tick.
  link_ = std::make_shared<postgres_link>(home(), std::move(x), [] {});
  connecting_since_ = steady::now();
  link_->open();
}

/// A connection that broke, or a server that does not answer in time.
void change_reader::check() {
  delayed_send(this, tick, messages::check_waiting{});
  auto now = steady::now();
  auto late = now - connecting_since_ > connect_patience;
  bool gone = link_ == nullptr
              || link_->connection().phase() == pg::phase::broken
              || (late && link_->connection().phase() == pg::phase::connecting)
              || link_->connection().expire(now);
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
  if (link_ == nullptr || link_->connection().phase() == pg::phase::broken)
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
  link_->connection().submit(std::move(j));
  link_->flush_later();
  return promise;
}

} // namespace troupe::actors
