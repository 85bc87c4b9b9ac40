#pragma once

#include "actors/datasource.hpp"
#include "actors/reactor/pinned.hpp"
#include "messages/sql.hpp"
#include "messages/streams.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <memory>

namespace troupe::actors {

/// Brings the rows of one statement at a time, a few at a time, over a
/// connection that is made when it is needed and closed when it has not been
/// for a while:
///
///     free --open--> running --last rows, failure, close--> free
///
/// The server is read from only while somebody waits for rows. A stream that
/// ends before its last row takes the connection with it.
class postgres_stream : public pinned<messages::stream_actor::base> {
public:
  using super = pinned<messages::stream_actor::base>;

  postgres_stream(caf::actor_config& cfg, reactor& home,
                  std::shared_ptr<const datasource_options> options,
                  size_t number, messages::pool_actor pool);

  ~postgres_stream() override;

  behavior_type make_behavior() override;

  void on_exit() override;

  const char* name() const override {
    return "postgres-stream";
  }

private:
  struct state;

  size_t number_;
  messages::pool_actor pool_;
  std::shared_ptr<state> state_;
};

} // namespace troupe::actors
