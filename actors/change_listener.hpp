#pragma once

#include "actors/change_options.hpp"
#include "actors/change_statements.hpp"
#include "actors/change_subscribers.hpp"
#include "actors/reactor/pinned.hpp"
#include "messages/changes.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <string>
#include <string_view>

namespace troupe::actors {

/// Reads the change log of one database and hands its batches to subscribers:
///
///     [no reader] --use_reader--> [starting] --> [idle] <--> [reading]
///                                                   ^            |
///                                                   '-[handing over]
///
/// A server that answers for the first time is asked for its history before
/// what it said is believed: it may have been promoted, or restored, and have
/// lost what was read from another; its positions then mean something else.
///
/// It alone owns the position. One statement and one batch are under way at a
/// time, so a slow subscriber slows the reading, up to its patience. A failing
/// statement is tried again at the next tick.
class change_listener : public pinned<messages::change_listener_actor::base> {
public:
  using super = pinned<messages::change_listener_actor::base>;

  change_listener(caf::actor_config& cfg, reactor& home,
                  change_listener_options options);

  behavior_type make_behavior() override;

  void on_exit() override;

  const char* name() const override {
    return "change-listener";
  }

private:
  void look(bool timed);
  void start();
  void read();
  void check_history(const std::string& server);
  void go_on(const std::string& server, change_history found);
  void begin_anew();
  void take(change_page page);
  void hand_over(change_page page);
  void handed_over();
  void save();
  void trim();
  void later();
  void lose(std::string_view why);
  void failed(const caf::error& why);

  template <class F>
  void ask(const ready_statement& x, F then);

  change_listener_options options_;
  change_statements statements_;
  messages::change_reader_actor reader_;
  change_subscribers subscribers_;
  change_position at_;
  change_position next_;
  /// The process that positions are from, and the history that it goes on with.
  std::string server_;
  std::string timeline_;
  messages::changes_status status_;
  bool started_ = false;
  bool anew_ = false; ///< the position is another history's
  bool busy_ = false;
  bool again_ = false; ///< something was announced meanwhile
  bool full_ = false;
  bool ticking_ = false;
  bool complained_ = false;
  steady::time_point trimmed_;
  steady::time_point asked_; ///< the last read began
};

} // namespace troupe::actors
