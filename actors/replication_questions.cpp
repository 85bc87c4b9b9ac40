#include "actors/replication_link.hpp"
#include "actors/replication_listener.hpp"
#include "base/hash.hpp"
#include "messages/error.hpp"

#include <algorithm>
#include <utility>

/// What a follower of the log asks the database over its reader: where the log
/// ends, what a table belongs to, whether the publication is what it was.
namespace troupe::actors {

namespace pg = db::postgres;

namespace {

constexpr std::chrono::milliseconds statement_patience{30'000};

ready_statement statement_of(const char* sql) {
  auto statement = std::make_shared<plan::statement>();
  statement->dialect = plan::dialect::postgres;
  statement->sql = sql;
  statement->id = hash64(statement->sql);
  return {statement, std::make_shared<plan::bound_values>()};
}

/// Where the log ends. Commits can be visible before they are written (with
/// synchronous_commit = off), so what is written already does not do.
const auto end_statement =
  statement_of("SELECT pg_current_wal_insert_lsn()::text");

/// Has all written that the log has so far, and nothing else: what a
/// transaction that stays open has put there would wait, and we with it.
const auto nudge_statement =
  statement_of("SELECT pg_logical_emit_message(true, 'troupe', '')::text");

/// The topmost table of a partition, by its OID.
ready_statement root_question(uint32_t oid) {
  static const auto base = statement_of(
    "SELECT n.nspname::text, c.relname::text FROM pg_class AS p JOIN pg_class "
    "AS c ON c.oid = pg_partition_root(p.oid) JOIN pg_namespace AS n ON n.oid "
    "= c.relnamespace WHERE p.oid = $1::bigint::oid AND p.relispartition");
  auto values = std::make_shared<plan::bound_values>();
  auto& x = values->values.emplace_back();
  x.kind = plan::bound_kind::integer;
  x.integer = oid;
  return {base.statement, values};
}

/// What somebody published, in one word. Partitions come and go with their
/// tables.
ready_statement publication_question(const std::string& name) {
  static const auto base = statement_of(
    "SELECT md5(concat(to_jsonb(p) - 'oid' - 'pubowner', (SELECT "
    "jsonb_agg(to_jsonb(r) - 'oid' ORDER BY r.prrelid) FROM "
    "pg_publication_rel AS r WHERE r.prpubid = p.oid))) FROM pg_publication AS "
    "p WHERE p.pubname = $1::text");
  auto values = std::make_shared<plan::bound_values>();
  auto& x = values->values.emplace_back();
  x.kind = plan::bound_kind::text;
  x.text = values->texts.emplace_front(name);
  return {base.statement, values};
}

} // namespace

template <class Then, class Failed>
void replication_listener::run(const ready_statement& x, Then then,
                               Failed failed) {
  messages::run_statement what;
  what.statement = x.statement;
  what.values = x.values;
  what.deadline = steady::now() + statement_patience;
  request(reader_, caf::infinite, std::move(what))
    .then([then = std::move(then)](
            const messages::statement_rows& answer) { then(*answer.rows); },
          [failed = std::move(failed)](caf::error&) { failed(); });
}

template <class Then>
void replication_listener::ask(const ready_statement& x, Then then) {
  if (reader_ == nullptr || std::exchange(asking_, true))
    return acknowledge(true);
  run(
    x,
    [this, then = std::move(then)](const plan::row_set& rows) {
      asking_ = false;
      then(rows);
    },
    [this] {
      asking_ = false;
      acknowledge(true);
    });
}

/// A table may be a partition that was made since the stream began. Until that
/// is known nothing more is read.
void replication_listener::ask_root(uint32_t oid) {
  if (reader_ == nullptr) {
    decoder_.learn({});
    return send(this, messages::read_changes{});
  }
  paused_ = true;
  auto attempt = attempt_;
  auto learn = [this, attempt](const std::optional<table_name>& root) {
    if (attempt != attempt_)
      return; // of a connection that is gone
    paused_ = false;
    decoder_.learn(root);
    send(this, messages::read_changes{});
  };
  run(
    root_question(oid),
    [learn](const plan::row_set& rows) {
      plan::cell cells[2];
      if (rows.rows() != 1 || rows.columns() != 2)
        return learn({});
      rows.read(0, cells);
      learn(
        table_name{std::string{cells[0].view()}, std::string{cells[1].view()}});
    },
    [learn] { learn({}); });
}

/// Under a steady load the end moves on: one that is being waited for stays the
/// goal until it is reached.
void replication_listener::ask_end() {
  auto asked = steady::now();
  ask(end_statement, [this, asked](const plan::row_set& rows) {
    plan::cell cell;
    if (rows.rows() != 1 || rows.columns() != 1 || !streaming_)
      return;
    rows.read(0, &cell);
    auto end = cell.null() ? std::nullopt : pg::parse_lsn(cell.view());
    if (!end)
      return;
    if (goal_ == 0) {
      goal_ = *end;
      goal_time_ = asked;
    }
    options_.stats->behind.set(
      static_cast<int64_t>(*end - std::min(*end, done_)));
    show_progress();
    acknowledge(true);
  });
}

void replication_listener::show_progress() {
  if (goal_ == 0 || done_ < goal_)
    return;
  goal_ = 0;
  status_.current = goal_time_;
}

void replication_listener::nudge() {
  nudged_ = steady::now();
  ask(nudge_statement, [this](const plan::row_set&) { acknowledge(true); });
}

void replication_listener::trim() {
  trimmed_ = steady::now();
  ask(statements_.trim(), [this](const plan::row_set&) { acknowledge(true); });
}

/// A publication that somebody changes may leave out what it had: since when
/// nobody can tell.
void replication_listener::check_publication() {
  checked_ = steady::now();
  const auto& name = options_.replication.publication;
  ask(publication_question(name),
      [this, attempt = attempt_, &name](const plan::row_set& rows) {
        plan::cell cell;
        if (attempt != attempt_ || !streaming_ || rows.rows() != 1
            || rows.columns() != 1)
          return ask_end();
        rows.read(0, &cell);
        auto now = cell.null() ? std::string{} : std::string{cell.view()};
        auto before = std::exchange(publication_, std::move(now));
        if (before.empty() || before == publication_)
          return ask_end();
        ++status_.losses;
        options_.stats->losses.add();
        subscribers_.lose(*this);
        lost("the publication " + name + " was changed");
      });
}

} // namespace troupe::actors
