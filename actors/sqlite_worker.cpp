#include "actors/sqlite_worker.hpp"

#include "messages/error.hpp"

namespace troupe::actors {

caf::result<messages::statement_rows>
sqlite_worker_state::run(const messages::run_statement& x) {
  if (connection == nullptr) {
    auto opened = db::sqlite::connection::open(options);
    if (!opened)
      return messages::to_caf(opened.error());
    connection = std::move(*opened);
  }
  auto rows = connection->run(*x.statement, *x.values, x.deadline, x.most);
  if (!rows)
    return messages::to_caf(rows.error());
  return messages::statement_rows{std::move(*rows)};
}

messages::connection_actor::behavior_type sqlite_worker(
  messages::connection_actor::stateful_pointer<sqlite_worker_state> self,
  db::sqlite::connection_options options) {
  self->state.options = std::move(options);
  return {
    [self](const messages::run_statement& x) { return self->state.run(x); },
    [](const messages::wake_connection&) {},
    [](const messages::share_waiting&) {},
  };
}

} // namespace troupe::actors
