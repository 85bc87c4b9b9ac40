#pragma once

#include "actors/change_decoder.hpp"
#include "actors/change_options.hpp"
#include "actors/change_statements.hpp"
#include "actors/change_subscribers.hpp"
#include "actors/reactor/pinned.hpp"
#include "actors/replication_setup.hpp"
#include "actors/supervision/restarts.hpp"
#include "messages/changes.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <memory>
#include <string>
#include <vector>

namespace troupe::actors {

class replication_link;

/// Follows PostgreSQL's own log by logical replication, so that it hears of
/// every writer, and hands changes to subscribers as `change_listener` does:
///
///     waiting --> connecting --> setting up --> [reading] <--> [handing over]
///        ^             |              |             |
///        '-------------'--------------'-------------'  backing off
///
/// One batch is under way at a time; meanwhile the socket is not read, so the
/// server waits. The slot learns of a transaction only when all of it was
/// handed over. A slot of its own goes with the connection: then subscribers
/// are told that changes were lost, whenever a stream begins.
///
/// Its reader (`use_reader`) is another connection, which tells where the log
/// ends: up to there nothing is unheard of.
class replication_listener
  : public pinned<messages::change_listener_actor::base> {
public:
  using super = pinned<messages::change_listener_actor::base>;

  replication_listener(caf::actor_config& cfg, reactor& home,
                       std::string conninfo, change_listener_options options);

  ~replication_listener() override;

  behavior_type make_behavior() override;

  void on_exit() override;

  const char* name() const override {
    return "replication-listener";
  }

private:
  void tick();
  void connect();
  void moved();
  void set_up();
  void began();
  std::string known_among(const std::vector<table_name>& all) const;
  void warn_unpublished();
  void pump();
  bool take(std::string_view frame);
  void hand_over();
  void handed_over();
  void reached(db::postgres::lsn x);
  void acknowledge(bool ask);
  void lost(std::string why);
  void check_patience(steady::time_point now);
  void ask_end();
  void ask_root(uint32_t oid);
  void nudge();
  void trim();
  void check_publication();
  void show_progress();
  bool temporary() const noexcept {
    return options_.replication.slot.empty();
  }

  bool may_read() const noexcept {
    return !subscribers_.busy() && !paused_;
  }

  template <class Then, class Failed>
  void run(const ready_statement& x, Then then, Failed failed);

  template <class Then>
  void ask(const ready_statement& x, Then then);

  std::string conninfo_;
  change_listener_options options_;
  change_statements statements_;
  change_decoder decoder_;
  change_subscribers subscribers_;
  messages::change_reader_actor reader_;
  std::shared_ptr<replication_link> link_;
  std::unique_ptr<replication_setup> setup_;
  restarts backoff_;
  messages::changes_status status_;
  std::vector<messages::change> pending_;
  size_t pending_bytes_ = 0;
  std::string system_;            ///< that was followed last
  db::postgres::lsn read_ = 0;    ///< all before it was read
  db::postgres::lsn handing_ = 0; ///< what the batch under way gets to
  db::postgres::lsn done_ = 0;    ///< all before it was handed over
  db::postgres::lsn told_ = 0;    ///< and the server knows
  db::postgres::lsn goal_ = 0;    ///< where the log ended at `goal_time_`
  steady::time_point goal_time_;
  steady::time_point began_; ///< the attempt, or the wait for the slot
  steady::time_point heard_; ///< the server sent something
  steady::time_point next_attempt_;
  steady::time_point checked_;
  std::string publication_; ///< what it had when that was asked last
  steady::time_point trimmed_;
  steady::time_point nudged_;
  std::string complaint_; ///< said last
  uint64_t attempt_ = 0;
  bool streaming_ = false;
  bool paused_ = false; ///< until a table is known
  bool asking_ = false;
  bool got_ = false;        ///< the last piece had whole frames
  bool slot_waits_ = false; ///< said that it takes long
};

} // namespace troupe::actors
