#include "db/postgres/connection_state.hpp"
#include "db/postgres/errors.hpp"
#include "db/postgres/merging.hpp"

#include <utility>

namespace troupe::db::postgres {

void connection::state::receive() {
  if (PQconsumeInput(c) != 1)
    return break_off();
  if (!options.listen.empty())
    take_notifications();
  while (!in_flight.empty() && phase == postgres::phase::ready
         && PQisBusy(c) == 0) {
    auto* r = PQgetResult(c);
    if (r == nullptr) // between the results of one command and the next
      continue;
    take(result_ptr{r, &PQclear});
  }
  if (PQstatus(c) == CONNECTION_BAD)
    break_off();
}

void connection::state::take(result_ptr r) {
  auto& x = in_flight.front();
  switch (PQresultStatus(r.get())) {
    case PGRES_PIPELINE_SYNC: {
      auto finished = std::move(x);
      in_flight.pop_front();
      return finish(std::move(finished));
    }
    case PGRES_PIPELINE_ABORTED:
      return;
    case PGRES_FATAL_ERROR:
      return take_error(x, r.get());
    default:
      if (x.preparing) {
        x.preparing = false;
        return;
      }
      if (!x.jobs.empty() && !x.jobs.front().statement->parts.empty())
        x.parts.push_back(std::make_shared<result_rows>(std::move(r)));
      else
        x.rows = std::move(r);
  }
}

void connection::state::take_error(sent& x, const PGresult* r) {
  if (x.failure.code == ec::none) {
    x.failure = error_of(r);
    // A commit that fails is no part's fault.
    bool script = !x.jobs.empty()
                  && x.parts.size() < x.jobs.front().statement->parts.size();
    x.failure.part = script ? static_cast<int32_t>(x.parts.size()) : -1;
  }
  x.stale = is_stale(r);
  // A prepare that failed left nothing behind.
  if (x.preparing || x.stale)
    prepared.forget(x.id);
}

void connection::state::run_alone(sent& x) {
  for (auto& j : x.jobs) {
    ++j.attempts;
    waiting.push_back(std::move(j));
  }
}

void connection::state::finish(sent x) {
  bool failed = x.failure.code != ec::none;
  bool stale = x.stale && !x.jobs.empty() && x.jobs.front().attempts == 0;
  // One bad key must not fail the others it was merged with.
  if (stale || (failed && x.jobs.size() > 1))
    return run_alone(x);
  if (failed) {
    for (auto& j : x.jobs)
      j.done(x.failure);
    return;
  }
  if (x.together == together::merged) {
    if (!split_rows(x.jobs, x.rows))
      run_alone(x);
    return;
  }
  if (x.jobs.empty())
    return;
  if (!x.jobs.front().statement->parts.empty())
    return x.jobs.front().done(script_result(x));
  auto rows = std::make_shared<const result_rows>(std::move(x.rows));
  for (auto& j : x.jobs)
    j.done(plan::row_set_ptr{rows});
}

} // namespace troupe::db::postgres
