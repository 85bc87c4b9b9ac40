#include "actors/query_running.hpp"

#include <algorithm>

namespace troupe::actors {

namespace {

uint64_t client_of(const messages::graphql_request& x) {
  return x.principal != nullptr && !x.principal->subject.empty()
           ? std::hash<std::string>{}(x.principal->subject)
           : x.client;
}

/// Whether the answer to a request may be sent while it is made.
bool may_flow(const messages::graphql_request& x) {
  return x.flow_deadline != troupe::deadline{} && x.idempotency_key.empty();
}

} // namespace

/// Takes the answer of an execution; a client that wrote is remembered.
std::shared_ptr<messages::graphql_response>
query::take(runtime::execution& x, const messages::graphql_request& request) {
  if (pins_ != nullptr && x.writes())
    pins_->pin(client_of(request), steady::now());
  auto from = x.take();
  auto out = std::make_shared<messages::graphql_response>();
  out->outcome = static_cast<messages::outcome>(from.outcome);
  out->code = from.code;
  out->body = std::move(from.body);
  out->operation = std::move(from.operation);
  out->retry_after = from.retry_after;
  return out;
}

/// Called once for each part of the answer.
messages::request_done query::finished(running& x) {
  x.count_writes();
  auto out = take(x.execution, *x.request);
  x.worst = std::max(x.worst, static_cast<size_t>(out->outcome));
  x.parts_sent = x.execution.more();
  if (x.parts_sent)
    out->rest = x.shared_from_this();
  else
    x.count(steady::now());
  if (x.execution.planned()) {
    out->max_age = x.execution.plan()->max_age;
    out->one_user = x.execution.plan()->one_user;
  }
  keep(x, *out);
  return {std::move(out)};
}

query::query(caf::actor_config& cfg, reactor& home,
             std::shared_ptr<const runtime::engine> engine,
             messages::pool_actor pool, std::shared_ptr<write_pins> pins,
             std::shared_ptr<telemetry::request_stats> stats,
             std::shared_ptr<answer_cache> kept)
  : super(cfg, home),
    documents_(std::make_shared<runtime::document_cache>(std::move(engine))),
    pool_(std::move(pool)),
    routes_(home.index()),
    pins_(std::move(pins)),
    stats_(std::move(stats)),
    kept_(std::move(kept)) {
  if (stats_ == nullptr)
    stats_ = std::make_shared<telemetry::request_stats>();
}

query::behavior_type query::make_behavior() {
  watch(pool_);
  return {
    [this](const messages::run_request& x) { return run(x); },
    [this](const messages::next_part& x) { return more(x); },
    [this](const messages::next_lines& x) { return more_lines(x); },
    [this](const messages::drop_lines& x) { drop(x); },
    [this](const messages::use_engine& x) {
      documents_->reset(
        std::static_pointer_cast<const runtime::engine>(x.engine));
    },
    [this](const messages::use_pool& x) { watch(x.pool); },
    [this](const messages::use_routes& x) { routes_.use(x.now); },
    [this](const messages::use_remote& x) { remote_ = x.remote; },
  };
}

/// Whoever still holds this actor must not hold the pool with it.
void query::on_exit() {
  pool_ = nullptr;
  remote_ = nullptr;
  routes_.clear();
}

caf::result<messages::request_done> query::run(const messages::run_request& x) {
  if (x.request->as_lines)
    return run_lines(x);
  caf::typed_response_promise<messages::request_done> shared;
  if (!x.request->cache_key.empty() && join(x, shared))
    return shared;
  auto state = std::make_shared<running>(*this, x.request);
  if (state->execution.done() && !state->execution.more())
    return finished(*state);
  if (may_flow(*x.request) && state->execution.expects_much())
    return in_pieces(x.request);
  state->fresh = wrote_lately(*x.request);
  if (!x.request->idempotency_key.empty() && state->execution.writes())
    return claim(state);
  state->promise = make_response_promise<messages::request_done>();
  advance(state);
  return state->promise;
}

/// Whether the client wrote so lately that no replica may answer it.
bool query::wrote_lately(const messages::graphql_request& x) const {
  return pins_ != nullptr && pins_->pinned(client_of(x), steady::now());
}

/// The rest of an answer belongs to whoever took its last part; this actor has
/// it only while statements run.
caf::result<messages::request_done> query::more(const messages::next_part& x) {
  auto state = std::static_pointer_cast<running>(x.rest);
  state->promise = make_response_promise<messages::request_done>();
  state->execution.resume();
  advance(state);
  return state->promise;
}

void query::watch(messages::pool_actor pool) {
  pool_ = std::move(pool);
  routes_.clear();
  if (pool_ != nullptr)
    send(pool_, messages::watch_routes{messages::query_actor{this}});
}

void query::advance(const std::shared_ptr<running>& x) {
  auto all = x->execution.next();
  if (kept_ != nullptr)
    before(*x, all);
  if (look_further(x, all))
    return;
  send_all(x, all);
  if (!x->execution.done() || !x->promise.pending())
    return;
  if (x->claim != nullptr)
    return settle(x);
  end(*x, finished(*x));
}

void query::end(running& x, const messages::request_done& out) {
  x.promise.deliver(out);
  if (!x.followers.empty())
    hand_on(x, out);
}

void query::send_all(const std::shared_ptr<running>& x,
                     std::vector<runtime::pending_statement>& all) {
  route_chooser::given among;
  for (auto& p : all) {
    if (x->claim != nullptr)
      guard(*x, p);
    if (const auto* route = routes_.choose(p.statement->writes, x->fresh,
                                           all.size() > 1 ? &among : nullptr))
      ask(*route, x, p);
    else
      ask(pool_, x, p); // there it waits for a connection
  }
}

/// Where a list is too large to be had at once, the rows are asked for again, a
/// few at a time; so do all that wait for it. Returns false if it cannot be.
bool query::flows_on(running& x) {
  if (!may_flow(*x.request) || !x.execution.may_flow() || !x.promise.pending())
    return false;
  x.execution.expect_much();
  x.leave_reads();
  x.reading.reset();
  x.promise.deliver(in_pieces(x.request));
  for (auto& f : std::exchange(x.followers, {}))
    if (may_flow(*f.request))
      f.promise.deliver(in_pieces(f.request));
    else
      run_again(f);
  return true;
}

/// Runs what waited for another's answer.
void query::run_again(follower& x) {
  auto state = std::make_shared<running>(*this, x.request);
  state->fresh = wrote_lately(*x.request);
  state->promise = std::move(x.promise);
  advance(state);
}

/// How many bytes a result may have; 0: it is had whole, or not at all. An
/// answer that was expected to be small may be a few times what is large before
/// its rows flow.
size_t query::most_of(const running& x, size_t step) const {
  constexpr size_t times = 4;
  return may_flow(*x.request) && x.execution.may_flow(step)
           ? times * documents_->owner()->options().large_answer
           : 0;
}

template <class Handle>
void query::ask(const Handle& whom, const std::shared_ptr<running>& x,
                runtime::pending_statement& p) {
  auto step = p.step;
  // The deadline travels along: who runs the statement keeps it.
  request(whom, caf::infinite,
          messages::run_statement{std::move(p.statement), std::move(p.values),
                                  x->request->deadline, x->request->session,
                                  x->fresh, false, most_of(*x, step)})
    .then(
      [this, x, step](const messages::statement_rows& answer) {
        if (x->execution.outgrows(step, *answer.rows, most_of(*x, step))
            && flows_on(*x))
          return;
        if (!x->missing.empty() && answer.rows->rows() > 0)
          x->found(step);
        x->last_kept = x->is_last;
        x->execution.deliver(step, answer.rows);
        advance(x);
      },
      [this, x, step](caf::error& why) {
        auto what = messages::from_caf(why, ec::database_unavailable);
        if (what.code == ec::limit_exceeded && flows_on(*x))
          return;
        x->uncertain = x->uncertain || what.code == ec::timeout
                       || what.code == ec::database_unavailable;
        x->execution.fail(step, what);
        advance(x);
      });
}

} // namespace troupe::actors
