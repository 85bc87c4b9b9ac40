#pragma once

#include "actors/postgres_link.hpp"
#include "actors/reactor/pinned.hpp"
#include "messages/changes.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <functional>
#include <memory>
#include <string>

namespace troupe::actors {

/// What a reader is to others, and the tick that it sends itself.
using change_reader_self = messages::change_reader_actor::extend<
  caf::reacts_to<messages::check_waiting>>;

/// Owns the connection to PostgreSQL that listens for announcements of changes
/// and reads them. One that is lost, or is not made in time, is made anew at
/// the next tick; who asked is told.
class change_reader : public pinned<change_reader_self::base> {
public:
  using super = pinned<change_reader_self::base>;

  /// `notified` is called whenever there may be something to read.
  change_reader(caf::actor_config& cfg, reactor& home, std::string conninfo,
                std::function<void()> notified);

  behavior_type make_behavior() override;

  void on_exit() override;

  const char* name() const override {
    return "change-reader";
  }

private:
  caf::result<messages::statement_rows> run(const messages::run_statement& x);
  void check();
  void connect();

  std::string conninfo_;
  std::function<void()> notified_;
  std::shared_ptr<postgres_link> link_;
  steady::time_point connecting_since_;
};

} // namespace troupe::actors
