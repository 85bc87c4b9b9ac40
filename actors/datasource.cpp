#include "actors/datasource.hpp"

#include "actors/pool.hpp"
#include "actors/postgres_connection.hpp"
#include "actors/sqlite_worker.hpp"

#include <algorithm>
#include <thread>

namespace troupe::actors {

namespace {

datasource spawn_sqlite(caf::actor_system& sys,
                        const datasource_options& options) {
  auto cores = std::max(1u, std::thread::hardware_concurrency());
  auto readers = options.pool_size > 0 ? options.pool_size : size_t{cores};
  auto spawn = [&](bool read_only) {
    db::sqlite::connection_options x;
    x.path = options.url.path;
    x.read_only = read_only;
    return sys.spawn<caf::detached>(sqlite_worker, std::move(x));
  };
  std::vector<messages::connection_actor> reading;
  for (size_t i = 0; i < readers; ++i)
    reading.push_back(spawn(true));
  // SQLite has one writer at a time; so have we.
  std::vector<messages::connection_actor> writing{spawn(false)};
  datasource out;
  out.connections = reading;
  out.connections.push_back(writing.front());
  for (size_t i = 0; i < reactor_scheduler::of(sys).size(); ++i)
    out.pools.push_back(
      spawn_on<pool>(sys, i, options.url.shown, reading, writing));
  return out;
}

datasource spawn_postgres(caf::actor_system& sys,
                          const datasource_options& options) {
  auto reactors = reactor_scheduler::of(sys).size();
  constexpr size_t usual = 4;
  auto all = options.pool_size > 0 ? options.pool_size : usual;
  auto each = std::max<size_t>(1, all / reactors);
  datasource out;
  for (size_t i = 0; i < reactors; ++i) {
    std::vector<messages::connection_actor> connections;
    for (size_t k = 0; k < each; ++k)
      connections.push_back(spawn_on<postgres_connection>(sys, i, options));
    out.connections.insert(out.connections.end(), connections.begin(),
                           connections.end());
    out.pools.push_back(
      spawn_on<pool>(sys, i, options.url.shown, connections, connections));
  }
  return out;
}

} // namespace

datasource spawn_datasource(caf::actor_system& sys,
                            const datasource_options& options) {
  return options.url.dialect == plan::dialect::sqlite
           ? spawn_sqlite(sys, options)
           : spawn_postgres(sys, options);
}

} // namespace troupe::actors
