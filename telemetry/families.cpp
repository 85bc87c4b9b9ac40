#include "telemetry/families.hpp"

#include <prometheus/client_metric.h>
#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <initializer_list>
#include <limits>
#include <utility>

namespace troupe::telemetry {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using labels = std::vector<ClientMetric::Label>;

enum family : size_t {
  requests_total,
  request_duration,
  list_queries,
  actor_mailbox,
  actor_processed,
  actor_processing,
  actor_restarts,
  pool_connections,
  pool_load,
  pool_statements,
  pool_failures,
  pool_connects,
  pool_reconnects,
  pool_recycled,
  pool_cancels,
  pool_busy,
  pool_replica_lag,
  pool_acquire_wait,
  pool_utilisation,
  pool_waiting,
  pool_circuit,
  pool_streams,
  pool_refused,
  pool_acquire_timeouts,
  pool_grown,
  cache_hits,
  cache_misses,
  cache_kept,
  cache_dropped,
  cache_entries,
  cache_bytes,
  cache_memory,
  cache_open,
  cache_invalidations,
  changes_total,
  changes_batches,
  changes_lost,
  changes_connects,
  changes_connected,
  changes_behind,
  shared_up,
  shared_hits,
  shared_misses,
  shared_kept,
  shared_refused,
  shared_told,
  shared_failures,
  family_count
};

struct description {
  const char* name;
  const char* help;
  MetricType type;
};

constexpr auto counts = MetricType::Counter;
constexpr auto gauges = MetricType::Gauge;
constexpr auto histograms = MetricType::Histogram;

constexpr description descriptions[family_count] = {
  {"troupe_graphql_requests_total",
   "GraphQL requests by kind of operation and outcome", counts},
  {"troupe_graphql_request_duration_seconds",
   "From the request's last byte to the answer", histograms},
  {"troupe_graphql_list_forms_total",
   "Queries of lists whose rows may have values in common, by how they asked",
   counts},
  {"troupe_actor_mailbox_messages", "Messages that wait for an actor", gauges},
  {"troupe_actor_processed_total", "Messages that actors have handled", counts},
  {"troupe_actor_processing_seconds",
   "Messages that actors have handled, and the time that took",
   MetricType::Summary},
  {"troupe_actor_restarts_total",
   "Starts of actors in place of others that ended", counts},
  {"troupe_pool_connections", "Database connections by state", gauges},
  {"troupe_pool_queue_depth", "Statements that are queued or in flight",
   gauges},
  {"troupe_pool_statements_total", "Statements that were sent", counts},
  {"troupe_pool_failures_total", "Statements that failed", counts},
  {"troupe_pool_connects_total", "Connections that were made", counts},
  {"troupe_pool_reconnects_total",
   "Connections that broke or could not be made, and were tried again", counts},
  {"troupe_pool_recycled_total", "Connections that were replaced for their age",
   counts},
  {"troupe_pool_cancels_total",
   "Statements that were cancelled at their deadline", counts},
  {"troupe_pool_busy_seconds_total",
   "Time in which the database worked for a connection", counts},
  {"troupe_pool_replica_lag_seconds", "How far a replica is behind", gauges},
  {"troupe_pool_acquire_wait_seconds",
   "How long statements wait for a connection", histograms},
  {"troupe_pool_utilisation_ratio",
   "Share of each second in which a connection in use was busy", histograms},
  {"troupe_pool_waiting", "Statements that wait while no connection is up",
   gauges},
  {"troupe_pool_circuit_open",
   "Whether statements are refused because the database is down", gauges},
  {"troupe_pool_streams", "Results that are read a few rows at a time", gauges},
  {"troupe_pool_refused_total",
   "Statements refused with a full queue or an open circuit", counts},
  {"troupe_pool_acquire_timeouts_total",
   "Statements that waited too long for a connection", counts},
  {"troupe_pool_grown_total", "Connections that were added under load", counts},
  {"troupe_cache_hits_total", "Answers that were given from the cache", counts},
  {"troupe_cache_misses_total", "Answers that were not there, by why", counts},
  {"troupe_cache_kept_total", "Answers that were put into the cache", counts},
  {"troupe_cache_dropped_total",
   "Answers that were not kept, or not any longer, by why", counts},
  {"troupe_cache_entries", "Answers in the cache", gauges},
  {"troupe_cache_bytes", "Their bytes with keys and packed forms", gauges},
  {"troupe_cache_memory_bytes", "Memory reserved for them", gauges},
  {"troupe_cache_open", "Whether answers are given from the cache", gauges},
  {"troupe_cache_invalidations_total",
   "Changes that made answers old, by where they were heard of", counts},
  {"troupe_changes_total", "Changes that the change listener handed over",
   counts},
  {"troupe_changes_batches_total", "Batches in which it did", counts},
  {"troupe_changes_lost_total",
   "Times that changes may have been missed, and what was derived forgotten",
   counts},
  {"troupe_changes_connects_total",
   "Times that it began to follow the database's changes", counts},
  {"troupe_changes_connected", "Whether it follows them now", gauges},
  {"troupe_changes_behind_bytes",
   "Bytes of PostgreSQL's log that are not delivered (replication only)",
   gauges},
  {"troupe_cache_shared_up", "Whether answers are shared with other nodes",
   gauges},
  {"troupe_cache_shared_hits_total", "Answers that were there", counts},
  {"troupe_cache_shared_misses_total",
   "Look-ups without an answer that could be given, by why", counts},
  {"troupe_cache_shared_kept_total", "Answers that were put there", counts},
  {"troupe_cache_shared_refused_total",
   "Answers that were too large or had no room on the way", counts},
  {"troupe_cache_shared_told_total", "Changes that were told", counts},
  {"troupe_cache_shared_failures_total", "Connections lost or not made",
   counts},
};

template <class Histogram>
void add_buckets(ClientMetric::Histogram& to, const Histogram& x) {
  const auto& bounds = x.bounds();
  auto size = bounds.size() + 1;
  if (to.bucket.empty()) {
    to.bucket.resize(size);
    for (size_t i = 0; i < size; ++i)
      to.bucket[i].upper_bound =
        i < bounds.size() ? bounds[i] : std::numeric_limits<double>::infinity();
  }
  uint64_t sum = 0;
  for (size_t i = 0; i < size; ++i) {
    sum += x.count(i);
    to.bucket[i].cumulative_count += sum;
  }
  to.sample_count += sum;
  to.sample_sum += x.sum();
}

double seconds(const counter& nanoseconds) {
  return static_cast<double>(nanoseconds.value()) * 1e-9;
}

} // namespace

uint64_t mailbox(const actor_stats& x) noexcept {
  // Read last what grows last, so that the difference is never negative.
  auto done = x.processed.value() + x.lost.value();
  auto came = x.arrived.value() + x.arrived_foreign.value();
  return came > done ? came - done : 0;
}

struct families::state {
  std::vector<MetricFamily> list;

  /// Returns the sample with these labels, made at first sight.
  ClientMetric& at(family f, labels l) {
    auto& all = list[f].metric;
    auto i = std::ranges::find(all, l, &ClientMetric::label);
    if (i != all.end())
      return *i;
    all.emplace_back().label = std::move(l);
    return all.back();
  }

  void count(family f, labels l, double x) {
    at(f, std::move(l)).counter.value += x;
  }

  void count(family f, labels l, const counter& x) {
    count(f, std::move(l), static_cast<double>(x.value()));
  }

  void set(family f, labels l, double x) {
    at(f, std::move(l)).gauge.value += x;
  }
};

families::families() : state_(std::make_unique<state>()) {
  for (const auto& x : descriptions) {
    auto& to = state_->list.emplace_back();
    to.name = x.name;
    to.help = x.help;
    to.type = x.type;
  }
}

families::~families() = default;

void families::add(const actor_stats& x) {
  labels l{{"actor", x.actor}};
  state_->set(actor_mailbox, l, static_cast<double>(mailbox(x)));
  state_->count(actor_processed, l, x.processed);
  auto& work = state_->at(actor_processing, l).summary;
  work.sample_count += x.processed.value();
  work.sample_sum += seconds(x.busy_nanoseconds);
  state_->count(actor_restarts, l,
                static_cast<double>(x.starts.value() - x.peak.value()));
}

void families::add(const connection_stats& x) {
  labels l{{"database", x.database}};
  auto& s = *state_;
  for (size_t i = 0; i < connection_phases.size(); ++i)
    s.set(
      pool_connections,
      {{"database", x.database}, {"state", std::string{connection_phases[i]}}},
      x.phase.value() == static_cast<int64_t>(i) ? 1 : 0);
  s.set(pool_load, l, static_cast<double>(x.load.value()));
  s.count(pool_statements, l, x.statements);
  s.count(pool_failures, l, x.failures);
  s.count(pool_connects, l, x.connects);
  s.count(pool_reconnects, l, x.losses);
  s.count(pool_recycled, l, x.recycled);
  s.count(pool_cancels, l, x.cancels);
  s.count(pool_busy, l, seconds(x.busy_nanoseconds));
  if (x.database != "primary") {
    auto& lag = s.at(pool_replica_lag, l).gauge.value;
    lag = std::max(lag, static_cast<double>(x.lag_milliseconds.value()) / 1000);
  }
  add_buckets(s.at(pool_acquire_wait, l).histogram, x.acquire);
  add_buckets(s.at(pool_utilisation, l).histogram, x.utilisation);
}

void families::add(const pool_stats& x) {
  auto& s = *state_;
  s.set(pool_waiting, {}, static_cast<double>(x.waiting.value()));
  s.set(pool_circuit, {}, static_cast<double>(x.open.value()));
  s.set(pool_streams, {}, static_cast<double>(x.streams.value()));
  s.count(pool_refused, {}, x.refused);
  s.count(pool_acquire_timeouts, {}, x.timeouts);
  s.count(pool_grown, {}, x.grown);
}

void families::add(const cache_figures& x) {
  auto& s = *state_;
  auto n = [](uint64_t value) { return static_cast<double>(value); };
  s.count(cache_hits, {{"fresh", "true"}}, n(x.hits - x.late_hits));
  s.count(cache_hits, {{"fresh", "false"}}, n(x.late_hits));
  s.count(cache_misses, {{"why", "unknown"}},
          n(x.misses - x.expired - x.outdated));
  s.count(cache_misses, {{"why", "expired"}}, n(x.expired));
  s.count(cache_misses, {{"why", "changed"}}, n(x.outdated));
  s.count(cache_kept, {}, n(x.kept));
  s.count(cache_dropped, {{"why", "evicted"}}, n(x.evicted));
  s.count(cache_dropped, {{"why", "swept"}}, n(x.swept));
  s.count(cache_dropped, {{"why", "refused"}}, n(x.refused));
  s.set(cache_entries, {}, n(x.entries));
  s.set(cache_bytes, {}, n(x.bytes));
  s.set(cache_memory, {}, n(x.memory));
  s.set(cache_open, {}, x.open ? 1 : 0);
  s.count(cache_invalidations, {{"cause", "mutation"}}, n(x.own_writes));
  s.count(cache_invalidations, {{"cause", "change_log"}}, n(x.heard));
  s.count(cache_invalidations, {{"cause", "loss"}}, n(x.losses));
  s.count(cache_invalidations, {{"cause", "admin"}}, n(x.asked));
  if (!x.shared)
    return;
  const auto& y = *x.shared;
  s.set(shared_up, {}, y.up ? 1 : 0);
  s.count(shared_hits, {}, n(y.hits));
  auto told_why = y.foreign + y.late; // of misses that are counted a bit later
  s.count(shared_misses, {{"why", "unknown"}},
          n(y.misses - std::min(y.misses, told_why)));
  s.count(shared_misses, {{"why", "foreign"}}, n(y.foreign));
  s.count(shared_misses, {{"why", "late"}}, n(y.late));
  s.count(shared_kept, {}, n(y.kept));
  s.count(shared_refused, {}, n(y.refused));
  s.count(shared_told, {}, n(y.told));
  s.count(shared_failures, {}, n(y.failures));
}

void families::add(const change_stats& x) {
  auto& s = *state_;
  s.count(changes_total, {}, x.changes);
  s.count(changes_batches, {}, x.batches);
  s.count(changes_lost, {}, x.losses);
  s.count(changes_connects, {}, x.connects);
  s.set(changes_connected, {}, static_cast<double>(x.connected.value()));
  if (x.behind.value() >= 0)
    s.set(changes_behind, {}, static_cast<double>(x.behind.value()));
}

void families::add(const std::vector<std::shared_ptr<request_stats>>& all) {
  for (const auto& x : all) {
    for (size_t k = 0; k < operation_kinds.size(); ++k)
      for (size_t o = 0; o < outcomes.size(); ++o)
        state_->count(requests_total,
                      {{"operation", std::string{operation_kinds[k]}},
                       {"outcome", std::string{outcomes[o]}}},
                      x->requests[k][o]);
    for (size_t f = 0; f < list_forms.size(); ++f)
      state_->count(list_queries, {{"form", std::string{list_forms[f]}}},
                    x->lists[f]);
    add_buckets(state_->at(request_duration, {}).histogram, x->duration);
  }
}

std::string families::text() const {
  std::vector<MetricFamily> used;
  for (const auto& x : state_->list)
    if (!x.metric.empty())
      used.push_back(x);
  return prometheus::TextSerializer{}.Serialize(used);
}

} // namespace troupe::telemetry
