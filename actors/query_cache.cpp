#include "actors/query_running.hpp"

#include <algorithm>

namespace troupe::actors {

using cache::dependency;
using cache::versions;

query::running::~running() {
  leave_reads();
  count_writes();
  auto ended = messages::to_caf({ec::internal, "The query actor ended", {}});
  if (promise.pending())
    promise.deliver(ended);
  if (parts_sent)
    count(steady::now()); // the client left before the last part
  for (auto& x : followers)
    if (x.promise.pending())
      x.promise.deliver(ended);
}

void query::running::leave_reads() {
  if (!reading)
    return;
  auto i = reads->find(request->cache_key);
  if (i != reads->end() && i->second == this)
    reads->erase(i);
}

void query::running::found(size_t step) {
  for (const auto& [number, slot] : missing)
    if (number == step)
      present.push_back(slot);
  std::erase_if(missing, [&](const auto& x) { return x.first == step; });
}

void query::running::count_writes() {
  if (kept == nullptr || writes.empty())
    return;
  std::vector<std::string> tables;
  for (auto& x : std::exchange(writes, {})) {
    ++kept->own_writes;
    if (x.table.empty())
      kept->store.changes().forget_all();
    else
      kept->written(x.table, x.how, x.key);
    if (uncertain)
      tables.push_back(std::move(x.table));
  }
  if (uncertain)
    kept->uncertain(std::move(tables));
}

/// The same read may be under way already. What it reads must not have changed
/// since it was sent: this client may know of the change.
bool query::join(const messages::run_request& x,
                 caf::typed_response_promise<messages::request_done>& promise) {
  auto i = reads_->find(x.request->cache_key);
  // That one may be answered from what nodes share.
  bool apart = x.request->skips_cache && remote_ != nullptr;
  if (i == reads_->end() || apart)
    return false;
  auto& leader = *i->second;
  if (leader.request->cache_generation != x.request->cache_generation
      || !kept_->store.changes().current(leader.reading->dependencies,
                                         leader.reading->epoch))
    return false;
  promise = make_response_promise<messages::request_done>();
  leader.followers.push_back({x.request, promise});
  return true;
}

/// Called before statements are sent.
void query::before(running& x,
                   const std::vector<runtime::pending_statement>& all) {
  if (!x.execution.planned())
    return;
  const auto& plan = *x.execution.plan();
  if (!plan.serial) {
    if (!std::exchange(x.begun, true))
      note_reads(x, all);
    return;
  }
  const auto& catalog = documents_->owner()->catalog();
  auto known = kept_->facts();
  auto sent = [&](const plan::step& s, const plan::bound_values* values) {
    if (s.statement == nullptr || !s.statement->writes)
      return;
    if (s.writes.empty() || s.writes_anything)
      x.writes.emplace_back();
    std::optional<std::string> key;
    if (values != nullptr && known != nullptr && s.writes.size() == 1)
      key = row_key(s, *values, catalog, *known);
    for (auto m : s.writes)
      x.writes.push_back(
        {catalog.models[static_cast<size_t>(m)].table, s.change, key});
  };
  for (const auto& p : all)
    if (plan.transaction != nullptr)
      for (const auto& s : plan.steps)
        sent(s, nullptr);
    else
      sent(plan.steps[p.step], p.values.get());
}

void query::note_reads(running& x,
                       const std::vector<runtime::pending_statement>& all) {
  const auto& request = *x.request;
  const auto& engine = *documents_->owner();
  auto& store = kept_->store;
  if (request.cache_key.empty() || !store.open()
      || request.cache_generation != engine.options().generation)
    return;
  const auto& plan = x.execution.plan();
  // Before the facts that the rules come from: when they change, it goes on.
  auto epoch = store.changes().epoch();
  const auto* rules = reader_.find(plan, engine.catalog(), *kept_);
  if (rules == nullptr || !rules->kept)
    return;
  auto slots = rules->slots;
  for (const auto& r : rules->rows) {
    auto p = std::ranges::find(all, r.step, &runtime::pending_statement::step);
    if (p == all.end())
      return; // its values were refused
    auto key = row_key(plan->steps[r.step], *p->values, engine.catalog(),
                       reader_.facts());
    if (!key) {
      slots.push_back(r.any);
      continue;
    }
    slots.push_back(r.rows);
    slots.push_back(versions::row_slot(r.table, *key));
    slots.push_back(r.missing);
    x.missing.emplace_back(r.step, r.missing);
  }
  x.ttl = rules->ttl;
  x.reading = store.begin(slots);
  x.reading->epoch = epoch;
  // What a replica says may be older than what the counters say.
  x.fresh = x.fresh || pins_ != nullptr;
  reads_->try_emplace(request.cache_key, &x);
}

void query::keep(running& x, messages::graphql_response& out) {
  if (!x.reading)
    return;
  x.leave_reads();
  auto from = std::move(*x.reading);
  x.reading.reset();
  if (out.outcome != messages::outcome::success || out.rest != nullptr)
    return;
  // A row that was there does not care for new ones.
  from.without(x.present);
  bool fresh = kept_->store.put(
    x.request->cache_hash,
    {.key = x.request->cache_key,
     .body = out.body.view(),
     .dependencies = from.dependencies,
     .epoch = from.epoch,
     .born = cache::store::seconds(x.request->started) - x.age,
     .ttl = x.ttl,
     .age_said = out.max_age >= 0,
     .reach = out.one_user ? cache::reach::one_user : cache::reach::everybody});
  if (fresh)
    share(x, out, from);
}

/// Those that waited for this answer get it too. One that failed is theirs to
/// try again.
void query::hand_on(running& x, const messages::request_done& out) {
  bool failed = out.response->outcome == messages::outcome::failed;
  for (auto& f : std::exchange(x.followers, {})) {
    if (!failed) {
      auto kind = static_cast<size_t>(out.response->outcome);
      stats_->requests[0][kind].add();
      stats_->duration.observe(steady::now() - f.request->started);
      f.promise.deliver(out);
      continue;
    }
    run_again(f);
  }
}

} // namespace troupe::actors
