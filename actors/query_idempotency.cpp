#include "actors/query_running.hpp"
#include "base/hash.hpp"
#include "base/json_write.hpp"
#include "telemetry/log.hpp"

/// Mutations with an idempotency key: the key is claimed before they run, and
/// their answer is kept before it leaves.
namespace troupe::actors {

namespace {

/// What makes two requests the same.
std::string fingerprint_of(const messages::graphql_request& x) {
  bytes text;
  for (auto part : {x.query, x.document_id, x.operation_name}) {
    json::write_string(text, part);
    text.push_back(',');
  }
  if (x.variables != nullptr)
    json::write(text, *x.variables);
  return sha256_hex(text.view());
}

messages::request_done refused(std::string_view code, std::string message,
                               uint32_t retry_after, std::string more = {}) {
  runtime::field_error why{ec::conflict, std::move(message), {}, {}};
  why.named_code = code;
  why.more = std::move(more);
  auto out = std::make_shared<messages::graphql_response>();
  out->outcome = messages::outcome::request_error;
  out->code = ec::conflict;
  out->status = 409;
  out->retry_after = retry_after;
  out->body.push_back('{');
  runtime::write_errors(out->body, {why});
  out->body.push_back('}');
  return {std::move(out)};
}

messages::request_done in_use() {
  return refused("IDEMPOTENCY_KEY_IN_USE",
                 "The request with this Idempotency-Key is not answered yet.",
                 1);
}

/// The answer that is kept; `again` if it was given before.
messages::request_done kept_answer(const runtime::idempotency_claim& x,
                                   std::string operation, bool again) {
  auto out = std::make_shared<messages::graphql_response>();
  out->outcome = static_cast<messages::outcome>(x.status());
  out->replayed = again;
  out->operation = std::move(operation);
  out->body.append(x.body());
  return {std::move(out)};
}

} // namespace

/// Asks a connection that writes, as the node itself.
template <class Done, class Failed>
void query::ask_own(runtime::pending_statement x, troupe::deadline deadline,
                    Done then, Failed failed) {
  messages::run_statement message{std::move(x.statement), std::move(x.values),
                                  deadline, nullptr, true};
  auto run = [&](const auto& whom) {
    request(whom, caf::infinite, std::move(message))
      .then([then](const messages::statement_rows& r) { then(r.rows); },
            [failed](caf::error& why) {
              failed(messages::from_caf(why, ec::database_unavailable));
            });
  };
  if (const auto* route = routes_.choose(true, true))
    run(*route);
  else
    run(pool_);
}

caf::result<messages::request_done>
query::claim(const std::shared_ptr<running>& x) {
  constexpr std::chrono::seconds margin{5};
  const auto& request = *x->request;
  const auto& engine = *documents_->owner();
  auto patience = std::chrono::duration_cast<std::chrono::milliseconds>(
    request.deadline - request.started + margin);
  x->claim = std::make_unique<runtime::idempotency_claim>(
    engine.catalog().dialect,
    request.principal == nullptr ? std::string{} : request.principal->subject,
    std::string{request.idempotency_key}, fingerprint_of(request), patience,
    engine.options().idempotency_retention);
  x->promise = make_response_promise<messages::request_done>();
  ask_own(
    x->claim->claim(), request.deadline,
    [this, x](const plan::row_set_ptr& rows) { claimed(x, *rows); },
    [x](const error& why) {
      if (why.code == ec::transaction_conflict) {
        x->promise.deliver(in_use());
        return;
      }
      auto shown = runtime::to_field_error(why);
      if (why.code == ec::schema_mismatch)
        shown.message = "Idempotency keys need the tables that `troupe "
                        "migrate` installs.";
      auto out = std::make_shared<messages::graphql_response>();
      out->outcome = messages::outcome::failed;
      out->code = why.code;
      out->body.append("{\"data\":null,");
      runtime::write_errors(out->body, {shown});
      out->body.push_back('}');
      x->promise.deliver(messages::request_done{std::move(out)});
    });
  return x->promise;
}

void query::claimed(const std::shared_ptr<running>& x,
                    const plan::row_set& rows) {
  using runtime::claim_verdict;
  messages::request_done answer;
  switch (x->claim->read(rows)) {
    case claim_verdict::mine:
      return advance(x);
    case claim_verdict::replay:
      answer = kept_answer(*x->claim, x->execution.take().operation, true);
      break;
    case claim_verdict::other:
      answer = refused("IDEMPOTENCY_KEY_REUSED",
                       "This Idempotency-Key belongs to another request.", 0);
      break;
    case claim_verdict::running:
      answer = in_use();
      break;
    case claim_verdict::interrupted:
      answer = refused(
        "IDEMPOTENCY_INTERRUPTED",
        "The request with this Idempotency-Key ended between two of its root "
        "fields; \"answer\" has those that happened.",
        0, ",\"answer\":" + x->claim->body());
      break;
    case claim_verdict::lost:
      answer = refused("IDEMPOTENCY_ANSWER_LOST",
                       "The request with this Idempotency-Key has happened, "
                       "but its answer was lost.",
                       0);
      break;
  }
  x->promise.deliver(std::move(answer));
}

/// The answer to a statement is kept with what it does.
void query::guard(running& x, runtime::pending_statement& p) {
  x.last_kept = false;
  x.is_last = x.execution.ends_with(p.step);
  x.claim->guard(p, x.execution.answer_ahead(p.step));
}

/// The answer leaves when it is kept: mostly it is by now. If it cannot be, the
/// client has it at least.
void query::settle(const std::shared_ptr<running>& x) {
  auto answer = finished(*x);
  if (x->last_kept) {
    x->promise.deliver(answer);
    return;
  }
  constexpr std::chrono::seconds patience{5};
  settle(x, answer, steady::now() + patience, 0);
}

/// When a database goes away all connections are lost, and each is found out
/// when it is used; what is asked here may be asked twice.
void query::settle(const std::shared_ptr<running>& x,
                   const messages::request_done& answer,
                   troupe::deadline deadline, int tries) {
  constexpr int most_tries = 8;
  const auto& r = *answer.response;
  auto status = static_cast<uint16_t>(r.outcome);
  bool retry =
    r.outcome != messages::outcome::success && runtime::worth_retrying(r.code);
  ask_own(
    retry ? x->claim->release(r.body.view(), status)
          : x->claim->keep(r.body.view(), status),
    deadline,
    [x, answer](const plan::row_set_ptr& rows) {
      // The connection may have been lost after the commit that it was to
      // answer.
      bool other = x->uncertain && x->claim->stored(*rows);
      x->promise.deliver(
        other ? kept_answer(*x->claim, answer.response->operation, false)
              : answer);
    },
    [this, x, answer, deadline, tries](const error& why) {
      if (why.code == ec::database_unavailable && tries < most_tries)
        return settle(x, answer, deadline, tries + 1);
      log::warn("query", "answer-not-kept",
                "the answer to an Idempotency-Key could not be kept: "
                  + to_string(why));
      x->promise.deliver(answer);
    });
}

} // namespace troupe::actors
