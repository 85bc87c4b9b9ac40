#include "actors/changes.hpp"

#include "actors/change_listener.hpp"
#include "actors/change_reader.hpp"
#include "actors/replication_listener.hpp"
#include "actors/sqlite_worker.hpp"
#include "actors/supervision/supervisor.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

#include <memory>

namespace troupe::actors {

namespace {

/// Who the factories of the supervisor introduce to one another.
struct pair {
  messages::change_listener_actor listener;
};

messages::change_listener_actor
spawn_listener(caf::actor_system& sys, const datasource_options& database,
               const change_listener_options& options) {
  if (options.source == change_source::replication)
    return spawn_on<replication_listener>(sys, 0, database.url.conninfo,
                                          options);
  return spawn_on<change_listener>(sys, 0, options);
}

messages::change_reader_actor
spawn_reader(caf::actor_system& sys, const datasource_options& database,
             const messages::change_listener_actor& listener) {
  if (database.url.dialect == plan::dialect::postgres)
    return spawn_on<change_reader>(
      sys, 0, database.url.conninfo, std::function<void()>{[listener] {
        caf::anon_send(listener, messages::read_changes{});
      }});
  db::sqlite::connection_options x;
  x.path = database.url.path;
  return sys.spawn<caf::detached>(sqlite_worker, x);
}

} // namespace

messages::supervisor_actor spawn_changes(caf::actor_system& sys,
                                         const datasource_options& database,
                                         const change_listener_options& options,
                                         const listener_started& started) {
  auto both = std::make_shared<pair>();
  std::vector<child_spec> specs;
  specs.push_back(
    {.name = "listener", .start = [&sys, both, database, options, started] {
       both->listener = spawn_listener(sys, database, options);
       if (started)
         started(both->listener);
       return caf::actor_cast<caf::actor>(both->listener);
     }});
  specs.push_back({.name = "reader", .start = [&sys, both, database] {
                     auto reader = spawn_reader(sys, database, both->listener);
                     caf::anon_send(both->listener,
                                    messages::use_reader{reader});
                     return caf::actor_cast<caf::actor>(reader);
                   }});
  return supervise(sys, {.name = "changes", .how = strategy::rest_for_one},
                   std::move(specs));
}

} // namespace troupe::actors
