#include "actors/datasource.hpp"

#include "actors/postgres_connection.hpp"
#include "actors/postgres_stream.hpp"
#include "actors/sqlite_stream.hpp"
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

child_spec connection_spec(size_t number, const char* kind = "connection/") {
  child_spec out;
  out.name = kind + std::to_string(number);
  out.stage = 1;
  return out;
}

/// Adds the connections for streams: at least one for each reactor, unless
/// there are none at all. `start(reactor, number)` spawns one.
template <class F>
void add_streams(std::vector<child_spec>& out, size_t all, const pools& to,
                 F start) {
  if (all == 0)
    return;
  auto each = std::max<size_t>(1, all / to.size());
  for (size_t i = 0; i < to.size() * each; ++i) {
    auto spec = connection_spec(i, "stream/");
    spec.start = [start, i, reactor = i % to.size()] {
      return caf::actor_cast<caf::actor>(start(reactor, i));
    };
    out.push_back(std::move(spec));
  }
}

void introduce(const messages::connection_actor& x, const pools& to,
               size_t number, bool reads, bool writes) {
  for (const auto& p : to)
    caf::anon_send(
      p, messages::join_pool{number, x, reads, writes, -1, nullptr});
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
    x.max_result = options.max_result;
    auto spec = connection_spec(i);
    spec.start = [&sys, to, i, reads, x] {
      auto worker = sys.spawn<caf::detached>(sqlite_worker, x);
      introduce(worker, to, i, reads, !reads);
      return caf::actor_cast<caf::actor>(worker);
    };
    out.push_back(std::move(spec));
  }
  // What is read once need not stay in memory.
  constexpr size_t little = 1'000;
  db::sqlite::connection_options x;
  x.path = options.url.path;
  x.read_only = true;
  x.cache_kilobytes = little;
  add_streams(
    out, options.streams, to, [&sys, to, x](size_t reactor, size_t i) {
      return sys.spawn<caf::detached>(sqlite_stream, x, i, to[reactor]);
    });
  return out;
}

/// Shares `all` connections between reactors, at least one for each.
std::vector<child_spec>
postgres_specs(caf::actor_system& sys,
               const std::shared_ptr<const datasource_options>& options,
               const pools& to) {
  constexpr size_t usual = 4;
  auto share = [&](size_t all) { return std::max<size_t>(1, all / to.size()); };
  auto most = share(options->pool_size > 0 ? options->pool_size : usual);
  auto least =
    options->pool_min > 0 ? std::min(most, share(options->pool_min)) : most;
  std::vector<child_spec> out;
  auto add = [&](size_t reactor, bool extra, int replica) {
    auto number = out.size();
    auto spec = connection_spec(number);
    connection_place place{number, to[reactor], extra, replica};
    spec.start = [&sys, options, reactor, place] {
      return caf::actor_cast<caf::actor>(
        spawn_on<postgres_connection>(sys, reactor, options, place));
    };
    out.push_back(std::move(spec));
  };
  auto replicas = static_cast<int>(options->replicas.size());
  for (size_t i = 0; i < to.size(); ++i)
    for (size_t k = 0; k < most; ++k)
      add(i, k >= least, -1);
  for (size_t i = 0; i < to.size(); ++i)
    for (int r = 0; r < replicas; ++r)
      for (size_t k = 0; k < least; ++k)
        add(i, false, r);
  add_streams(
    out, options->streams, to, [&sys, options, to](size_t reactor, size_t i) {
      return spawn_on<postgres_stream>(sys, reactor, options, i, to[reactor]);
    });
  return out;
}

} // namespace

messages::supervisor_actor
spawn_datasource(caf::actor_system& sys, const datasource_options& options,
                 const std::vector<messages::pool_actor>& to) {
  return supervise(
    sys, {.name = "datasource"},
    options.url.dialect == plan::dialect::sqlite
      ? sqlite_specs(sys, options, to)
      : postgres_specs(sys, std::make_shared<const datasource_options>(options),
                       to));
}

} // namespace troupe::actors
