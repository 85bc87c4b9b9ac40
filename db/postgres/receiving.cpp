#include "db/postgres/connection_state.hpp"
#include "db/postgres/errors.hpp"
#include "db/postgres/merging.hpp"
#include "db/too_large.hpp"

#include <algorithm>
#include <utility>

namespace troupe::db::postgres {

namespace {

/// Whether a whole result takes more than `most` bytes on the wire; 0: any
/// number is allowed. Only those that take that much memory are measured.
bool larger(const PGresult* r, size_t most) {
  if (most == 0 || PQresultMemorySize(r) <= most)
    return false;
  constexpr size_t row_head = 7; // type, length, number of columns
  constexpr size_t cell_head = 4;
  auto columns = PQnfields(r);
  size_t bytes = 0;
  for (int row = 0; row < PQntuples(r) && bytes <= most; ++row) {
    bytes += row_head;
    for (int i = 0; i < columns; ++i)
      bytes += cell_head + static_cast<size_t>(PQgetlength(r, row, i));
  }
  return bytes > most;
}

} // namespace

/// libpq reads a few kilobytes at a time. Of a result that is known to be long
/// it reads more in one go than the loop of the reactor would let it.
void connection::state::receive() {
  constexpr size_t is_long = 64 * 1024;
  constexpr int most_reads = 32;
  for (int i = 0; i < most_reads && phase == postgres::phase::ready; ++i) {
    receive_some();
    if (!unfinished || received.total() < is_long
        || !arrivals::any(PQsocket(c)))
      return;
  }
}

void connection::state::receive_some() {
  if (too_large())
    return refuse_result();
  give_up_result();
  if (PQconsumeInput(c) != 1)
    return break_off();
  if (!options.listen.empty())
    take_notifications();
  while (!in_flight.empty() && phase == postgres::phase::ready
         && PQisBusy(c) == 0) {
    auto* r = PQgetResult(c);
    if (r == nullptr) // between the results of one command and the next
      continue;
    received.reset();
    gave_up = false;
    take(result_ptr{r, &PQclear});
  }
  unfinished = !in_flight.empty();
  if (PQstatus(c) == CONNECTION_BAD)
    break_off();
}

/// Counts what comes in while a result is not whole. Most are whole at once,
/// and cost nothing.
bool connection::state::too_large() {
  if (!unfinished)
    return false;
  auto now = received.count(PQsocket(c));
  return options.max_result > 0 && now > options.max_result;
}

/// Where everybody who wants a result would rather have it another way if it is
/// long, they are told as soon as it is. It can be cancelled then, and the
/// connection stays; what comes until the server hears of it is thrown away.
void connection::state::give_up_result() {
  if (!unfinished || gave_up || in_flight.front().together == together::merged)
    return;
  size_t most = 0;
  for (const auto& j : in_flight.front().jobs) {
    if (j.most == 0)
      return;
    most = std::max(most, j.most);
  }
  if (most == 0 || received.total() <= most)
    return;
  gave_up = true;
  for (auto& j : in_flight.front().jobs)
    if (!std::exchange(j.answered, true)) {
      auto tell = std::exchange(j.done, [](const auto&) {});
      tell(too_large_error(most));
    }
}

/// There is no way to skip the rest of a result: the connection goes with it.
void connection::state::refuse_result() {
  auto x = std::move(in_flight.front());
  in_flight.pop_front();
  if (x.together == together::merged)
    run_alone(x); // one by one they may fit
  else
    for (auto& j : x.jobs)
      if (!j.answered)
        j.done(too_large_error(options.max_result));
  break_off();
  failure = "a result was larger than database.max_result";
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
      take_error(x, r.get());
      if (x.open)
        close_script(x);
      return;
    default:
      for (auto* due : {&x.prepare_session, &x.session, &x.prepare})
        if (due->pending) {
          due->pending = false;
          return;
        }
      if (!x.jobs.empty() && !x.jobs.front().statement->parts.empty()) {
        x.parts.push_back(std::make_shared<result_rows>(std::move(r)));
        if (x.open
            && x.parts.size() + 1 == x.jobs.front().statement->parts.size())
          close_script(x);
      } else if (!x.jobs.empty() && !x.jobs.front().statement->writes
                 && larger(r.get(), options.max_result)) {
        // It came in one go, before anybody could count. What was written is
        // better told.
        x.failure = too_large_error(options.max_result);
      } else {
        x.rows = std::move(r);
      }
  }
}

void connection::state::take_error(sent& x, const PGresult* r) {
  if (x.failure.code != ec::none)
    return;
  x.failure = error_of(r);
  // A commit that fails is no part's fault.
  bool script =
    !x.jobs.empty() && x.parts.size() < x.jobs.front().statement->parts.size();
  x.failure.part = script ? static_cast<int32_t>(x.parts.size()) : -1;
  x.recovery = recovery_of(r);
  bool stale = x.recovery == recovery::prepare_again;
  // A prepare that failed left nothing behind; 0A000 leaves the old form.
  for (auto* due : {&x.prepare_session, &x.session, &x.prepare, &x.execute}) {
    if (!due->pending)
      continue;
    bool preparing = due == &x.prepare_session || due == &x.prepare;
    if (preparing || stale) {
      prepared.forget(due->id, due->name, !preparing);
      unnamed = 0;
    }
    if (due == &x.session && !stale)
      x.failure = {ec::forbidden,
                   "The role or a setting of this request's database session "
                   "is not allowed.",
                   {}};
    // What came after it was never done.
    if (x.prepare.pending && due != &x.prepare)
      prepared.forget(x.prepare.id, x.prepare.name, false);
    return;
  }
}

/// Whether to try what failed again.
bool connection::state::may_recover(const sent& x) const {
  // Tables may change again before the next try, and what was merged is
  // prepared under other names once it is tried alone.
  constexpr int most_prepares = 4;
  if (x.jobs.empty())
    return false;
  auto attempts = x.jobs.front().attempts;
  switch (x.recovery) {
    case recovery::none:
      return false;
    case recovery::prepare_again:
      return attempts < most_prepares;
    case recovery::send_again:
      return attempts == 0;
    case recovery::was_cancelled:
      return attempts == 0 && cancelled;
  }
  return false;
}

void connection::state::run_alone(sent& x) {
  for (auto& j : x.jobs) {
    ++j.attempts;
    if (!j.answered)
      waiting.push_back(std::move(j));
  }
}

void connection::state::finish(sent x) {
  bool failed = x.failure.code != ec::none;
  if (failed && options.stats != nullptr)
    options.stats->failures.add();
  // One bad key must not fail the others it was merged with; equal reads are
  // all too large.
  bool for_all =
    x.together == together::shared && x.failure.code == ec::limit_exceeded;
  if (failed && (may_recover(x) || (x.jobs.size() > 1 && !for_all)))
    return run_alone(x);
  if (failed) {
    for (auto& j : x.jobs)
      j.done(x.failure);
    return;
  }
  if (options.prepare == prepare_mode::unnamed && in_flight.empty())
    unnamed = x.execute.id;
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
