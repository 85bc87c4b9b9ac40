#include "actors/replication_listener.hpp"

#include "actors/replication_link.hpp"
#include "messages/error.hpp"
#include "telemetry/log.hpp"

#include <algorithm>
#include <chrono>
#include <random>
#include <utility>

namespace troupe::actors {

namespace pg = db::postgres;

namespace {

using phase = pg::replication_phase;
using std::chrono::milliseconds;

constexpr milliseconds longest_tick{1'000};
constexpr milliseconds connect_patience{10'000};
constexpr milliseconds command_patience{30'000};
/// The server answers whenever it is asked to, each tick.
constexpr milliseconds silence_patience{60'000};
constexpr milliseconds trim_interval{60'000};
constexpr milliseconds check_interval{5'000};
/// The end of the log that was asked for should have come by then.
constexpr milliseconds nudge_interval{1'000};
constexpr milliseconds last_backoff{5'000};
constexpr restart_limits backoff_limits{1'000, milliseconds{60'000},
                                        milliseconds{100}, last_backoff};
/// Bytes of the log that one batch is made from, at most.
constexpr size_t most_bytes = 1024 * 1024;
/// Pieces read from the socket before others get their turn.
constexpr int most_pieces = 8;

/// Slots share one name space on a server.
std::string temporary_name() {
  std::random_device random;
  auto word = [&random] { return std::to_string(random()); };
  return "troupe_" + word() + "_" + word();
}

int64_t postgres_time() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch())
           .count()
         - pg::postgres_epoch_us;
}

} // namespace

replication_listener::replication_listener(caf::actor_config& cfg,
                                           reactor& home, std::string conninfo,
                                           change_listener_options options)
  : super(cfg, home),
    conninfo_(std::move(conninfo)),
    options_(std::move(options)),
    statements_(options_.dialect, options_.batch, options_.cursor,
                options_.retention),
    decoder_(options_.models),
    backoff_(backoff_limits, std::random_device{}()) {
  // nop
}

replication_listener::~replication_listener() = default;

replication_listener::behavior_type replication_listener::make_behavior() {
  set_down_handler([this](caf::down_msg& x) { subscribers_.remove(x.source); });
  trimmed_ = steady::now();
  tick();
  return {
    [this](const messages::subscribe_changes& x) {
      subscribers_.add(*this, x.who);
    },
    [this](const messages::use_reader& x) { reader_ = x.reader; },
    [this](const messages::read_changes& x) { x.timed ? tick() : moved(); },
    [this](const messages::describe_changes&) {
      auto out = status_;
      out.losses += subscribers_.missed();
      out.position = pg::to_text(done_);
      out.subscribers = static_cast<uint32_t>(subscribers_.size());
      return out;
    },
  };
}

void replication_listener::on_exit() {
  reader_ = nullptr;
  subscribers_.clear();
  if (link_ != nullptr)
    link_->close();
  link_.reset();
}

void replication_listener::tick() {
  delayed_send(this, std::min(options_.poll_interval, longest_tick),
               messages::read_changes{true});
  auto now = steady::now();
  if (link_ == nullptr)
    return moved();
  check_patience(now);
  if (!streaming_)
    return;
  if (now - trimmed_ > trim_interval)
    trim();
  else if (now - checked_ > check_interval)
    check_publication();
  else if (goal_ != 0 && now - std::max(goal_time_, nudged_) > nudge_interval)
    nudge();
  else
    ask_end();
}

/// Says of a command or a server that is silent that it is.
void replication_listener::check_patience(steady::time_point now) {
  if (streaming_) {
    if (may_read() && now - heard_ > silence_patience)
      lost("the database is silent");
    return;
  }
  bool connecting = link_->connection().phase() == phase::connecting;
  if (setup_->waits()) {
    if (now - began_ > connect_patience && !std::exchange(slot_waits_, true))
      log::warn("changes", "slot-waits",
                "the replication slot waits for transactions of the database "
                "that are open");
    return;
  }
  if (now - began_ > (connecting ? connect_patience : command_patience))
    lost(connecting ? "the database does not answer"
                    : "a command of replication takes too long");
}

// -- the way to the stream ----------------------------------------------------

void replication_listener::connect() {
  began_ = steady::now();
  slot_waits_ = false;
  setup_ =
    std::make_unique<replication_setup>(options_.replication, temporary_name());
  link_ = std::make_shared<replication_link>(
    home(), conninfo_, [this] { send(this, messages::read_changes{}); });
  link_->open();
}

void replication_listener::moved() {
  if (link_ == nullptr) {
    if (steady::now() < next_attempt_)
      return;
    connect();
  }
  auto& c = link_->connection();
  if (!streaming_ && c.phase() != phase::broken)
    set_up();
  if (streaming_)
    pump();
  if (link_ == nullptr)
    return;
  if (c.phase() == phase::broken)
    return lost(c.failure());
  link_->watch(streaming_ && may_read());
}

/// Sends the next command, or begins to read.
void replication_listener::set_up() {
  auto& c = link_->connection();
  if (auto answer = c.take()) {
    auto taken = setup_->take(std::move(*answer));
    if (!taken)
      return lost(taken.error().detail);
    began_ = steady::now();
  }
  if (c.phase() == phase::streaming)
    return began();
  if (c.phase() != phase::idle)
    return;
  auto command = setup_->command();
  if (command.empty())
    return lost("the database did not begin to replicate");
  c.run(command);
}

void replication_listener::began() {
  const auto& found = setup_->found();
  bool before = !system_.empty();
  bool other = before && system_ != found.system;
  if (other)
    read_ = done_ = handing_ = told_ = 0;
  // What happened between two slots that go with their connections, or while
  // somebody else moved ours, nobody has told.
  bool gap = temporary() || other || (told_ != 0 && found.confirmed > told_);
  system_ = found.system;
  decoder_.begin(found.system, found.names);
  // A slot must not be told of less than it knows.
  read_ = done_ = std::max(done_, found.confirmed);
  heard_ = steady::now();
  streaming_ = status_.installed = true;
  publication_.clear();
  checked_ = {};
  complaint_.clear();
  options_.stats->connects.add();
  options_.stats->connected.set(1);
  if (gap) {
    subscribers_.lose(*this);
    status_.losses += before ? 1 : 0;
    options_.stats->losses.add(before ? 1 : 0);
  }
  log::info("changes", "following",
            "the database's log is followed through the publication "
              + options_.replication.publication + " and "
              + (temporary() ? std::string{"a temporary slot"}
                             : "the slot " + options_.replication.slot));
  if (found.unbounded)
    log::warn("changes", "slot-unbounded",
              "while this node is away the slot keeps the database's log "
              "without a bound: set max_slot_wal_keep_size");
  warn_unpublished();
  ask_end();
}

/// Names those of the tables that the schema has; empty: none.
std::string
replication_listener::known_among(const std::vector<table_name>& all) const {
  constexpr size_t most = 10;
  const auto& path = setup_->found().names.path;
  std::string names;
  size_t count = 0;
  for (const auto& x : all) {
    bool in_path = std::ranges::find(path, x.schema) != path.end();
    if (!options_.models(x.schema, x.table, in_path))
      continue;
    if (++count <= most)
      names += (names.empty() ? "" : ", ") + x.table;
  }
  if (count > most)
    names += " and " + std::to_string(count - most) + " more";
  return names;
}

void replication_listener::warn_unpublished() {
  const auto& found = setup_->found();
  const auto& publication = options_.replication.publication;
  if (auto names = known_among(found.unpublished); !names.empty())
    log::warn("changes", "unpublished",
              "tables that are not in the publication " + publication
                + ", so that others' writes to them go unheard: " + names
                + "; `troupe migrate --publish all` adds them");
  if (auto names = known_among(found.filtered); !names.empty())
    log::warn("changes", "filtered",
              "tables of which the publication " + publication
                + " has some rows only (WHERE), so that others' writes to the "
                  "rest go unheard: "
                + names);
}

/// Ends the connection and comes back later; says why, once.
void replication_listener::lost(std::string why) {
  link_->close();
  link_.reset();
  setup_.reset();
  pending_.clear();
  pending_bytes_ = 0;
  paused_ = false;
  ++attempt_;
  goal_ = 0;
  streaming_ = status_.installed = false;
  options_.stats->connected.set(0);
  options_.stats->behind.set(-1);
  auto now = steady::now();
  auto wait = backoff_.next(now).value_or(last_backoff);
  next_attempt_ = now + wait;
  delayed_send(this, wait, messages::read_changes{});
  if (complaint_ == why)
    return;
  log::warn("changes", "not-following",
            "the database's log cannot be followed: " + with_remedy(why));
  complaint_ = std::move(why);
}

// -- the stream ---------------------------------------------------------------

/// Reads until a batch is full or there is nothing more.
void replication_listener::pump() {
  auto& c = link_->connection();
  for (int pieces = 0; may_read();) {
    auto frame = c.next_frame();
    if (frame) {
      if (!take(*frame))
        return;
      if (auto stranger = decoder_.stranger())
        return ask_root(*stranger);
      if (pending_.size() >= options_.batch || pending_bytes_ >= most_bytes)
        hand_over();
      continue;
    }
    if (c.phase() != phase::streaming)
      return;
    if (pieces == most_pieces)
      return send(this, messages::read_changes{});
    // The socket tells when there is more; a transaction waits for its end.
    if (pieces++ > 0 && !got_)
      break;
    got_ = false;
    c.receive();
  }
  if (!pending_.empty() && !decoder_.in_transaction() && may_read())
    hand_over();
}

/// Returns false if the stream is lost.
bool replication_listener::take(std::string_view frame) {
  got_ = true;
  heard_ = steady::now();
  auto x = pg::parse_replication_frame(frame);
  if (!x) {
    lost(x.error().detail);
    return false;
  }
  if (const auto* alive = std::get_if<pg::keepalive_frame>(&*x)) {
    if (!decoder_.in_transaction())
      reached(alive->end);
    if (alive->reply)
      acknowledge(false);
    return true;
  }
  const auto& log = std::get<pg::log_frame>(*x);
  auto taken = decoder_.take(log, pending_);
  if (!taken) {
    lost(taken.error().detail);
    return false;
  }
  pending_bytes_ = pending_.empty() ? 0 : pending_bytes_ + log.content.size();
  if (!decoder_.in_transaction())
    reached(decoder_.end());
  return true;
}

/// Everything before `x` was read.
void replication_listener::reached(pg::lsn x) {
  read_ = std::max(read_, x);
  if (!pending_.empty())
    return;
  done_ = read_;
  show_progress();
}

void replication_listener::hand_over() {
  auto batch = std::make_shared<messages::change_batch>();
  batch->changes = std::exchange(pending_, {});
  batch->position = pg::to_text(read_);
  pending_bytes_ = 0;
  handing_ = read_;
  ++status_.batches;
  status_.changes += batch->changes.size();
  options_.stats->batches.add();
  options_.stats->changes.add(batch->changes.size());
  subscribers_.hand_over(*this, std::move(batch), [this] { handed_over(); });
}

void replication_listener::handed_over() {
  done_ = std::max(done_, handing_);
  heard_ = steady::now();
  show_progress();
  // Not from here: with nobody to wait for this would go ever deeper.
  send(this, messages::read_changes{});
}

void replication_listener::acknowledge(bool ask) {
  if (!streaming_)
    return;
  told_ = done_;
  link_->connection().send(
    pg::write_status_update({done_, done_, done_, postgres_time(), ask}));
  link_->watch(may_read());
}

} // namespace troupe::actors
