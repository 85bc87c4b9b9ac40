#include "actors/datasource.hpp"

#include "actors/postgres_connection.hpp"
#include "actors/sqlite_worker.hpp"
#include "actors/supervision/supervisor.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

#include <algorithm>
#include <string>
#include <thread>

namespace troupe::actors {

namespace {

using pools = std::vector<messages::pool_actor>;

child_spec connection_spec(size_t number) {
  child_spec out;
  out.name = "connection/" + std::to_string(number);
  out.stage = 1;
  return out;
}

void introduce(const messages::connection_actor& x, const pools& to,
               size_t number, bool reads, bool writes) {
  for (const auto& p : to)
    caf::anon_send(p, messages::join_pool{number, x, reads, writes});
}

/// SQLite has one writer at a time; so have we.
std::vector<child_spec> sqlite_specs(caf::actor_system& sys,
                                     const datasource_options& options,
                                     const pools& to) {
  auto cores = std::max(1u, std::thread::hardware_concurrency());
  auto readers = options.pool_size > 0 ? options.pool_size : size_t{cores};
  std::vector<child_spec> out;
  for (size_t i = 0; i <= readers; ++i) {
    bool reads = i < readers;
    db::sqlite::connection_options x;
    x.path = options.url.path;
    x.read_only = reads;
    auto spec = connection_spec(i);
    spec.start = [&sys, to, i, reads, x] {
      auto worker = sys.spawn<caf::detached>(sqlite_worker, x);
      introduce(worker, to, i, reads, !reads);
      return caf::actor_cast<caf::actor>(worker);
    };
    out.push_back(std::move(spec));
  }
  return out;
}

std::vector<child_spec> postgres_specs(caf::actor_system& sys,
                                       const datasource_options& options,
                                       const pools& to) {
  constexpr size_t usual = 4;
  auto all = options.pool_size > 0 ? options.pool_size : usual;
  auto each = std::max<size_t>(1, all / to.size());
  std::vector<child_spec> out;
  for (size_t i = 0; i < to.size() * each; ++i) {
    auto spec = connection_spec(i);
    spec.start = [&sys, options, i, home = i / each, p = pools{to[i / each]}] {
      auto connection = spawn_on<postgres_connection>(sys, home, options);
      introduce(connection, p, i, true, true);
      return caf::actor_cast<caf::actor>(connection);
    };
    out.push_back(std::move(spec));
  }
  return out;
}

} // namespace

messages::supervisor_actor
spawn_datasource(caf::actor_system& sys, const datasource_options& options,
                 const std::vector<messages::pool_actor>& to) {
  return supervise(sys, {.name = "datasource"},
                   options.url.dialect == plan::dialect::sqlite
                     ? sqlite_specs(sys, options, to)
                     : postgres_specs(sys, options, to));
}

} // namespace troupe::actors
