#include "db/postgres/connection_state.hpp"
#include "db/postgres/grouping.hpp"
#include "db/postgres/merging.hpp"
#include "db/postgres/session_statement.hpp"

#include <utility>

namespace troupe::db::postgres {

void connection::state::send_all() {
  constexpr size_t most_in_flight = 256;
  sending_since = steady::now();
  for (auto& g : take_groups(waiting, most_in_flight, options))
    if (phase != postgres::phase::ready || open())
      keep(std::move(g));
    else if (!send_group(std::move(g)))
      break_off();
  if (phase == postgres::phase::ready && !open() && !deallocate())
    break_off();
  if (phase == postgres::phase::ready)
    push();
}

bool connection::state::send_group(group g) {
  sent x;
  x.together = g.together;
  x.jobs = std::move(g.jobs);
  auto statement = x.jobs.front().statement;
  if (x.together == together::merged) {
    std::forward_list<std::string> texts;
    auto values = merge_values(x.jobs, texts);
    x.id = merged_id(statement->id);
    return send(std::move(x), statement->merged_sql, values);
  }
  x.id = statement->id;
  if (!statement->parts.empty())
    return send_script(std::move(x));
  auto values = x.jobs.front().values;
  return send(std::move(x), statement->sql, *values);
}

/// The connection broke before these were sent, or has to wait.
void connection::state::keep(group g) {
  for (auto& x : g.jobs)
    waiting.push_back(std::move(x));
}

bool connection::state::send(sent&& x, const std::string& sql,
                             const plan::bound_values& values) {
  note_sent(x);
  // Whatever happens, whoever waits is among those in flight.
  auto& to = in_flight.emplace_back(std::move(x));
  return send_session(to) && run(to.prepare, to.execute, to.id, sql, values)
         && PQpipelineSync(c) == 1;
}

void connection::state::note_sent(const sent& x) const {
  auto* stats = options.stats.get();
  if (stats == nullptr)
    return;
  stats->statements.add(x.jobs.size());
  for (const auto& j : x.jobs)
    stats->acquire.observe(sending_since - j.arrived);
}

/// Everything up to a sync is one transaction, so what is set locally holds for
/// the statement that follows and no longer.
bool connection::state::send_session(sent& x) {
  const auto& session = x.jobs.front().session;
  if (session == nullptr)
    return true;
  session_statement set{session.get(), false};
  // Ids of plans are hashes; these few numbers are as good.
  return run(x.prepare_session, x.session, set.values.values.size(), set.sql,
             set.values);
}

void connection::state::push() {
  if (!wire.push())
    break_off();
}

} // namespace troupe::db::postgres
