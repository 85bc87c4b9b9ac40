#include "actors/change_listener.hpp"

#include "messages/error.hpp"
#include "telemetry/log.hpp"

#include <algorithm>
#include <utility>

namespace troupe::actors {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds statement_patience{30'000};
constexpr milliseconds trim_interval{60'000};

} // namespace

change_listener::change_listener(caf::actor_config& cfg, reactor& home,
                                 change_listener_options options)
  : super(cfg, home),
    options_(std::move(options)),
    statements_(options_.dialect, options_.batch, options_.cursor,
                options_.retention) {
  // nop
}

change_listener::behavior_type change_listener::make_behavior() {
  set_down_handler([this](caf::down_msg& x) { subscribers_.remove(x.source); });
  later();
  return {
    [this](const messages::subscribe_changes& x) {
      subscribers_.add(*this, x.who);
    },
    [this](const messages::use_reader& x) {
      reader_ = x.reader;
      look(false);
    },
    [this](const messages::read_changes& x) { look(x.timed); },
    [this](const messages::describe_changes&) {
      auto out = status_;
      out.losses += subscribers_.missed();
      out.position = at_.seen;
      out.subscribers = static_cast<uint32_t>(subscribers_.size());
      return out;
    },
  };
}

void change_listener::on_exit() {
  reader_ = nullptr;
  subscribers_.clear();
}

void change_listener::later() {
  if (!std::exchange(ticking_, true))
    delayed_send(this, options_.poll_interval, messages::read_changes{true});
}

void change_listener::look(bool timed) {
  if (timed) {
    ticking_ = false;
    later();
  }
  if (busy_) {
    again_ = again_ || !timed;
    return;
  }
  if (reader_ == nullptr)
    return;
  again_ = false;
  if (!started_)
    start();
  else if (anew_)
    begin_anew();
  else if (timed && steady::now() - trimmed_ > trim_interval)
    trim();
  else
    read();
}

template <class F>
void change_listener::ask(const ready_statement& x, F then) {
  busy_ = true;
  messages::run_statement what;
  what.statement = x.statement;
  what.values = x.values;
  what.deadline = steady::now() + statement_patience;
  request(reader_, caf::infinite, std::move(what))
    .then(
      [this, then = std::move(then)](const messages::statement_rows& answer) {
        busy_ = false;
        complained_ = false;
        options_.stats->connected.set(1);
        then(*answer.rows);
      },
      [this](caf::error& why) { failed(why); });
}

/// The next tick tries again; that nobody has installed the log is said once.
void change_listener::failed(const caf::error& why) {
  busy_ = false;
  options_.stats->connected.set(0);
  auto what = messages::from_caf(why, ec::database_unavailable);
  bool missing = what.code == ec::schema_mismatch;
  if (missing)
    started_ = status_.installed = false;
  if (std::exchange(complained_, true))
    return;
  log::warn("changes", missing ? "not-installed" : "read-failed",
            missing ? "there is no change log; `troupe migrate` installs it"
                    : "the change log cannot be read: " + what.detail);
}

void change_listener::start() {
  ask(statements_.start(), [this](const plan::row_set& rows) {
    auto found = statements_.read_start(rows);
    at_ = std::move(found.from);
    started_ = status_.installed = !at_.seen.empty();
    options_.stats->connects.add(started_ ? 1 : 0);
    trimmed_ = steady::now();
    if (found.lost)
      lose("the stored position is older than the log");
    server_.clear();
    if (started_)
      read();
  });
}

void change_listener::read() {
  asked_ = steady::now();
  ask(statements_.read(at_), [this](const plan::row_set& rows) {
    auto page = statements_.read_page(rows, at_);
    if (page.server != server_)
      return check_history(page.server);
    take(std::move(page));
  });
}

void change_listener::check_history(const std::string& server) {
  busy_ = true;
  messages::run_statement what;
  auto x = statements_.history(at_);
  what.statement = x.statement;
  what.values = x.values;
  what.deadline = steady::now() + statement_patience;
  request(reader_, caf::infinite, std::move(what))
    .then(
      [this, server](const messages::statement_rows& answer) {
        busy_ = false;
        go_on(server, statements_.read_history(*answer.rows));
      },
      [this, server](caf::error& why) {
        auto code = messages::from_caf(why, ec::database_unavailable).code;
        if (code == ec::database_unavailable || code == ec::timeout)
          return failed(why);
        // Some services have no such functions.
        busy_ = false;
        change_history unknown;
        unknown.server = server;
        go_on(server, std::move(unknown));
      });
}

/// A restart leaves the history as it is. One that a server does not tell may
/// be another.
void change_listener::go_on(const std::string& server, change_history found) {
  bool first = server_.empty();
  bool other = found.timeline.empty() || found.timeline != timeline_;
  bool moved = found.server != server;
  server_ = std::move(found.server);
  timeline_ = std::move(found.timeline);
  if (!found.beyond && !moved && (first || !other))
    return read();
  anew_ = true;
  begin_anew();
}

/// From the present: what is lost is so from before that.
void change_listener::begin_anew() {
  ask(statements_.start(), [this](const plan::row_set& rows) {
    anew_ = false;
    at_ = statements_.read_start(rows).now;
    lose("the database goes on with another history");
    read();
  });
}

void change_listener::take(change_page page) {
  full_ = page.full;
  if (page.changes.empty()) {
    at_ = std::move(page.next);
    status_.current = asked_;
    if (std::exchange(again_, false))
      read();
    return;
  }
  ++status_.batches;
  status_.changes += page.changes.size();
  options_.stats->batches.add();
  options_.stats->changes.add(page.changes.size());
  hand_over(std::move(page));
}

void change_listener::hand_over(change_page page) {
  auto batch = std::make_shared<messages::change_batch>();
  batch->changes = std::move(page.changes);
  batch->position = page.next.seen;
  next_ = std::move(page.next);
  busy_ = true;
  subscribers_.hand_over(*this, std::move(batch), [this] { handed_over(); });
}

void change_listener::handed_over() {
  busy_ = false;
  bool moved = at_.seen != next_.seen;
  at_ = std::move(next_);
  if (moved)
    return save();
  read();
}

void change_listener::save() {
  if (reader_ == nullptr)
    return;
  ask(statements_.save(at_), [this](const plan::row_set&) {
    if (full_ || std::exchange(again_, false))
      read();
  });
}

void change_listener::trim() {
  trimmed_ = steady::now();
  ask(statements_.trim(), [this](const plan::row_set&) { read(); });
}

void change_listener::lose(std::string_view why) {
  ++status_.losses;
  log::warn("changes", "changes-lost",
            std::string{why}
              + "; what was derived from earlier states is forgotten");
  options_.stats->losses.add();
  subscribers_.lose(*this);
}

} // namespace troupe::actors
