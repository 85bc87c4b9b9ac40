#include "db/postgres/connection_state.hpp"
#include "db/postgres/parameters.hpp"

#include <utility>

namespace troupe::db::postgres {

/// Everything up to a sync is one transaction: that is what makes the parts of
/// a script one. They are not prepared: a script is as long as what a client
/// nests, and rarely comes twice.
bool connection::state::send_script(sent&& x) {
  auto script = x.jobs.front().statement;
  auto values = x.jobs.front().values;
  note_sent(x);
  unnamed = 0;
  if (!send_session(in_flight.emplace_back(std::move(x))))
    return false;
  bool late = values->last_part != nullptr;
  auto from = values->values.begin();
  for (const auto& part : script->parts) {
    if (late && part == script->parts.back()) {
      in_flight.back().open = true;
      return PQsendFlushRequest(c) == 1;
    }
    auto to = from + static_cast<ptrdiff_t>(part->parameters.size());
    plan::bound_values own;
    own.values.assign(from, to);
    from = to;
    parameters v{own};
    if (PQsendQueryParams(c, part->sql.c_str(), v.count(), nullptr, v.data(),
                          nullptr, nullptr, 1)
        != 1)
      return false;
  }
  return PQpipelineSync(c) == 1;
}

/// All parts but the last have run, or one has failed: sends the last, whose
/// values are made of their rows, and with it the commit.
void connection::state::close_script(sent& x) {
  x.open = false;
  const auto& job = x.jobs.front();
  bool ok = true;
  if (x.failure.code == ec::none) {
    const auto& script = *job.statement;
    auto values = job.values->last_part(
      std::make_shared<plan::script_rows>(x.parts, script.answer));
    parameters v{*values};
    ok = PQsendQueryParams(c, script.parts.back()->sql.c_str(), v.count(),
                           nullptr, v.data(), nullptr, nullptr, 1)
         == 1;
  }
  if (!ok || PQpipelineSync(c) != 1)
    return break_off();
  push();
}

/// The answer to a script that ran to its end.
plan::row_set_ptr connection::state::script_result(sent& x) {
  return std::make_shared<plan::script_rows>(std::move(x.parts),
                                             x.jobs.front().statement->answer);
}

/// What is announced by NOTIFY wakes whoever listens.
void connection::state::take_notifications() {
  bool any = false;
  while (auto* n = PQnotifies(c)) {
    PQfreemem(n);
    any = true;
  }
  if (any && options.notified)
    options.notified();
}

/// A new connection listens first, and then may have missed something.
void connection::state::listen() {
  if (options.listen.empty())
    return;
  auto statement = std::make_shared<plan::statement>();
  statement->dialect = plan::dialect::postgres;
  statement->sql = "LISTEN " + options.listen;
  statement->id = 1;
  job j;
  j.statement = std::move(statement);
  j.values = std::make_shared<plan::bound_values>();
  j.done = [notified = options.notified](const result<plan::row_set_ptr>& r) {
    if (r && notified)
      notified();
  };
  waiting.push_front(std::move(j));
}

/// Compiling a statement takes PostgreSQL longer than most of ours run, and it
/// decides to by estimates that are far off for tables never analysed. Behind a
/// pooler the setting would stay with a connection that others get next.
void connection::state::calm_jit() {
  if (options.jit || options.prepare == prepare_mode::off
      || options.conninfo.find("jit") != std::string::npos)
    return;
  auto statement = std::make_shared<plan::statement>();
  statement->dialect = plan::dialect::postgres;
  statement->sql = "SET jit = off";
  // Even ones are sessions by their number of values (sending.cpp).
  statement->id = 3;
  job j;
  j.statement = std::move(statement);
  j.values = std::make_shared<plan::bound_values>();
  j.done = [](const auto&) {}; // a server that knows no JIT needs none
  waiting.push_front(std::move(j));
}

} // namespace troupe::db::postgres
