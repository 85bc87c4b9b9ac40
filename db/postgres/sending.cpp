#include "db/postgres/connection_state.hpp"
#include "db/postgres/grouping.hpp"
#include "db/postgres/merging.hpp"
#include "db/postgres/parameters.hpp"

#include <utility>

namespace troupe::db::postgres {

void connection::state::send_all() {
  constexpr size_t most_in_flight = 256;
  for (auto& g : take_groups(waiting, most_in_flight, options))
    if (phase != postgres::phase::ready)
      keep(std::move(g));
    else if (!send_group(std::move(g)))
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

/// The connection broke before these were sent.
void connection::state::keep(group g) {
  for (auto& x : g.jobs)
    waiting.push_back(std::move(x));
}

bool connection::state::send(sent&& x, const std::string& sql,
                             const plan::bound_values& values) {
  parameters v{values};
  int ok = 0;
  if (!options.prepare) {
    ok = PQsendQueryParams(c, sql.c_str(), v.count(), nullptr, v.data(),
                           nullptr, nullptr, 1);
  } else {
    if (!prepared.use(x.id) && !prepare(x, sql)) {
      in_flight.push_back(std::move(x));
      return false;
    }
    auto name = statement_cache::name_of(x.id);
    ok = PQsendQueryPrepared(c, name.c_str(), v.count(), v.data(), nullptr,
                             nullptr, 1);
  }
  in_flight.push_back(std::move(x));
  return ok == 1 && PQpipelineSync(c) == 1;
}

bool connection::state::prepare(sent& x, const std::string& sql) {
  if (auto oldest = prepared.add(x.id))
    deallocate(*oldest);
  x.preparing = true;
  auto name = statement_cache::name_of(x.id);
  return PQsendPrepare(c, name.c_str(), sql.c_str(), 0, nullptr) == 1;
}

/// Keeps the number of named statements within bounds.
void connection::state::deallocate(uint64_t id) {
  auto sql = "DEALLOCATE " + statement_cache::name_of(id);
  PQsendQueryParams(c, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0);
  PQpipelineSync(c);
  in_flight.emplace_back();
}

void connection::state::push() {
  auto left = PQflush(c);
  if (left < 0)
    return break_off();
  wants_write = left > 0;
}

} // namespace troupe::db::postgres
