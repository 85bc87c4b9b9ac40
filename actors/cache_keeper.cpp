#include "actors/cache_keeper.hpp"

#include "base/json_read.hpp"
#include "messages/error.hpp"
#include "telemetry/log.hpp"

#include <algorithm>
#include <utility>

namespace troupe::actors {

namespace {

constexpr std::chrono::seconds interval{1};
/// Views, triggers and foreign keys may be changed while a node runs.
constexpr std::chrono::seconds facts_last{30};
constexpr std::chrono::seconds patience{10};
/// Slices of a sweep before others get their turn.
constexpr int slices = 16;

/// The key of a change, if its columns are those of the table's primary key.
std::optional<std::string> key_of(const messages::change& x,
                                  const table_fact& fact) {
  arena memory{256};
  auto parsed = json::parse(x.key.empty() ? "{}" : x.key, memory);
  if (!parsed || !(*parsed)->is_object()
      || (*parsed)->members.size() != fact.key.size() || fact.key.empty())
    return std::nullopt;
  std::vector<std::pair<std::string, std::string>> columns;
  for (const auto& m : (*parsed)->members) {
    bool plain =
      m.value.kind == json::kind::integer || m.value.kind == json::kind::string;
    if (!plain || !std::ranges::binary_search(fact.key, m.key))
      return std::nullopt;
    columns.emplace_back(m.key, m.value.text);
  }
  return row_key(std::move(columns));
}

plan::write_kind kind_of(messages::change_kind x) noexcept {
  switch (x) {
    case messages::change_kind::inserted:
      return plan::write_kind::adds;
    case messages::change_kind::updated:
      return plan::write_kind::updates;
    case messages::change_kind::deleted:
      return plan::write_kind::deletes;
    case messages::change_kind::custom:
      break;
  }
  return plan::write_kind::unknown;
}

} // namespace

cache_keeper::cache_keeper(caf::actor_config& cfg, reactor& home,
                           std::shared_ptr<answer_cache> all,
                           messages::pool_actor pool,
                           cache_keeper_options options)
  : super(cfg, home),
    all_(std::move(all)),
    pool_(std::move(pool)),
    options_(options),
    question_(facts_statement(options.dialect)) {
  // nop
}

cache_keeper::behavior_type cache_keeper::make_behavior() {
  all_->store.open(!options_.follows);
  // What was kept before a restart may have changed unheard of. At the start of
  // the node the second level has its own way to find out (`remote_cache`).
  if (all_->was_kept.exchange(true))
    all_->store.changes().forget_all();
  beat();
  return {
    [this](const messages::changes_arrived& x) {
      take(*x.batch);
      return messages::changes_taken{};
    },
    [this](const messages::changes_lost&) {
      all_->store.changes().forget_all();
      ++all_->losses;
    },
    [this](const messages::cache_tick& x) { x.beat ? beat() : sweep(); },
    [this](const messages::use_listener& x) { follow(x.listener); },
    [this](const messages::use_pool& x) { pool_ = x.pool; },
  };
}

void cache_keeper::on_exit() {
  pool_ = nullptr;
  listener_ = nullptr;
}

/// Where one change makes everything old, the others need not be counted: many
/// of that kind are one.
void cache_keeper::take(const messages::change_batch& x) {
  all_->heard += x.changes.size();
  auto known = all_->facts();
  for (const auto& c : x.changes)
    if (known == nullptr || anything(c, *known))
      return all_->store.changes().forget_all();
  for (const auto& c : x.changes)
    take(c, *known);
}

/// Whether nobody knows what else a change changed.
bool cache_keeper::anything(const messages::change& x,
                            const table_facts& known) {
  if (x.table.empty())
    return true;
  const auto* fact = known.find(x.table);
  // It is new, and may be a part of anything.
  if (fact == nullptr)
    ask_facts_soon();
  return fact == nullptr || fact->triggers;
}

void cache_keeper::take(const messages::change& x, const table_facts& known) {
  const auto* fact = known.find(x.table);
  auto how = kind_of(x.kind);
  std::optional<std::string> key;
  if (how != plan::write_kind::unknown)
    key = key_of(x, *fact);
  // A key that changed was another before.
  bool moved = how == plan::write_kind::updates
               && std::ranges::any_of(x.updated_columns, [&](const auto& c) {
                    return std::ranges::binary_search(fact->key, c);
                  });
  all_->written(x.table, moved ? plan::write_kind::unknown : how,
                moved ? std::nullopt : key);
}

void cache_keeper::beat() {
  delayed_send(this, interval, messages::cache_tick{true});
  auto now = steady::now();
  all_->settle(now);
  if (all_->facts() == nullptr || wanted_ || now - asked_ > facts_last)
    ask_facts();
  if (options_.follows)
    ask_listener();
  if (all_->store.counted().entries > 0)
    sweep();
}

void cache_keeper::sweep() {
  auto now = cache::store::seconds(steady::now());
  for (int i = 0; i < slices; ++i)
    if (all_->store.sweep(now))
      return;
  send(this, messages::cache_tick{});
}

/// What changed before this listener knew of us was told to nobody.
void cache_keeper::follow(messages::change_listener_actor x) {
  listener_ = std::move(x);
  subscribed_ = false;
  send(listener_,
       messages::subscribe_changes{messages::cache_keeper_actor{this}});
  meet_listener();
}

void cache_keeper::meet_listener() {
  request(listener_, patience, messages::describe_changes{})
    .then(
      [this](const messages::changes_status&) {
        if (all_->was_followed.exchange(true))
          all_->store.changes().forget_all();
        else
          all_->store.changes().forget_own();
        subscribed_ = true;
      },
      [this, who = listener_.address()](caf::error&) {
        // One that is busy is asked again; one that ended has a successor.
        if (listener_ != nullptr && listener_.address() == who)
          unanswered_ = true;
      });
}

/// Changes may name what the database will never tell of, each of them.
void cache_keeper::ask_facts_soon() {
  wanted_ = true;
  if (steady::now() - asked_ >= interval)
    ask_facts();
}

void cache_keeper::ask_facts() {
  if (pool_ == nullptr || std::exchange(asking_, true))
    return;
  wanted_ = false;
  asked_ = steady::now();
  messages::run_statement what;
  what.statement = question_;
  what.values = std::make_shared<plan::bound_values>();
  what.deadline = asked_ + patience;
  what.fresh = true;
  request(pool_, caf::infinite, std::move(what))
    .then(
      [this](const messages::statement_rows& x) {
        asking_ = complained_ = false;
        all_->learn(read_facts(*x.rows));
        if (all_->remote != nullptr && all_->remote->database() == nullptr)
          ask_database();
      },
      [this](caf::error& why) {
        asking_ = false;
        if (!std::exchange(complained_, true))
          log::warn("cache", "facts-failed",
                    "the database does not tell about its tables, so no more "
                    "answers are kept: "
                      + messages::from_caf(why).detail);
      });
}

/// Which database it is, wherever it is and whatever it is called.
void cache_keeper::ask_database() {
  auto what = std::make_shared<plan::statement>();
  what->sql = "SELECT system_identifier::text || '/' || d.oid::text || '/' || "
              "current_user FROM pg_control_system(), pg_database d "
              "WHERE d.datname = current_database()";
  what->id = hash64(what->sql);
  messages::run_statement x;
  x.statement = std::move(what);
  x.values = std::make_shared<plan::bound_values>();
  x.deadline = steady::now() + patience;
  x.fresh = true;
  request(pool_, caf::infinite, std::move(x))
    .then(
      [this](const messages::statement_rows& answer) {
        plan::cell cells[1];
        if (answer.rows->rows() != 1)
          return;
        answer.rows->read(0, cells);
        all_->remote->database(
          std::make_shared<const std::string>(cells[0].view()));
      },
      [](caf::error& why) {
        log::warn("cache", "database-unknown",
                  "answers are not shared: the role may not call "
                  "pg_control_system(), which tells databases apart: "
                    + messages::from_caf(why).detail);
      });
}

void cache_keeper::ask_listener() {
  if (listener_ != nullptr && std::exchange(unanswered_, false))
    meet_listener();
  if (listener_ == nullptr || !subscribed_)
    return show({});
  request(listener_, std::chrono::seconds{2}, messages::describe_changes{})
    .then([this](const messages::changes_status& x) { show(x.current); },
          [this](caf::error&) { show({}); });
}

/// Closed means that answers are neither given nor kept. What was kept comes
/// back with the log: its changes are read before it counts as current.
void cache_keeper::show(steady::time_point current) {
  if (all_->remote != nullptr)
    all_->remote->current = current;
  bool hears = current != steady::time_point{}
               && steady::now() - current < options_.most_behind;
  if (hears == all_->store.open())
    return;
  all_->store.open(hears);
  if (hears)
    log::info("cache", "cache-open", "the change log is read");
  else
    log::warn("cache", "cache-closed",
              "the change log is not read: answers come from the database");
}

} // namespace troupe::actors
