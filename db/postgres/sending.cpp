#include "db/postgres/connection_state.hpp"
#include "db/postgres/merging.hpp"
#include "db/postgres/parameters.hpp"

#include <utility>

namespace troupe::db::postgres {

void connection::state::send_all() {
  constexpr size_t most_in_flight = 256;
  while (!waiting.empty() && in_flight.size() < most_in_flight)
    if (!send_next())
      return break_off();
  push();
}

bool connection::state::send_next() {
  auto first = waiting.front();
  if (options.merge && waiting.size() > 1 && is_mergeable(first)
      && first.attempts == 0) {
    auto alike = take_alike(waiting, first.statement->id);
    if (alike.size() > 1)
      return send_merged(std::move(alike));
  } else {
    waiting.pop_front();
  }
  sent x;
  x.id = first.statement->id;
  x.jobs.push_back(first);
  return send(std::move(x), first.statement->sql, *first.values);
}

bool connection::state::send_merged(std::vector<job> jobs) {
  std::string text;
  auto keys = merge_keys(jobs, text);
  auto statement = jobs.front().statement;
  sent x;
  x.id = merged_id(statement->id);
  x.jobs = std::move(jobs);
  return send(std::move(x), statement->merged_sql, keys);
}

bool connection::state::send(sent&& x, const std::string& sql,
                             const plan::bound_values& values) {
  parameters v{values};
  int ok = 0;
  if (!options.prepare) {
    ok = PQsendQueryParams(c, sql.c_str(), v.count(), nullptr, v.data(),
                           nullptr, nullptr, 1);
  } else {
    if (!prepared.use(x.id) && !prepare(x, sql))
      return false;
    auto name = statement_cache::name_of(x.id);
    ok = PQsendQueryPrepared(c, name.c_str(), v.count(), v.data(), nullptr,
                             nullptr, 1);
  }
  if (ok == 0 || PQpipelineSync(c) != 1)
    return false;
  in_flight.push_back(std::move(x));
  return true;
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
