#pragma once

#include "actors/query.hpp"
#include "messages/error.hpp"
#include "runtime/idempotency.hpp"

#include <caf/typed_response_promise.hpp>

#include <memory>

namespace troupe::actors {

/// A request on its way. Most wait for the database.
struct query::running {
  running(runtime::document_cache& documents,
          std::shared_ptr<const messages::graphql_request> x,
          std::shared_ptr<telemetry::request_stats> counters)
    : request(std::move(x)),
      execution(documents,
                {request->query, request->operation_name, request->variables,
                 request->read_only, request->document_id, request->persist,
                 request->wants_cost,
                 // What is kept to be answered again has to be whole.
                 request->idempotency_key.empty()
                   ? static_cast<runtime::part_format>(request->incremental)
                   : runtime::part_format::none,
                 static_cast<runtime::explanation>(request->explain)}),
      stats(std::move(counters)) {
    // nop
  }

  /// An actor that ends drops what waits for answers; somebody waits for ours.
  ~running() {
    if (promise.pending())
      promise.deliver(
        messages::to_caf({ec::internal, "The query actor ended", {}}));
    if (parts_sent)
      count(steady::now()); // the client left before the last part
  }

  running(const running&) = delete;
  running& operator=(const running&) = delete;

  /// One request is one request, in however many parts it is answered.
  void count(steady::time_point now) {
    parts_sent = false;
    size_t kind = !execution.planned() ? 2 : execution.writes() ? 1 : 0;
    stats->requests[kind][worst].add();
    stats->duration.observe(now - request->started);
  }

  std::shared_ptr<const messages::graphql_request> request;
  runtime::execution execution;
  std::shared_ptr<telemetry::request_stats> stats;
  size_t worst = 0; ///< outcome of the parts so far
  bool parts_sent = false;
  caf::typed_response_promise<messages::request_done> promise;
  /// No replica may answer.
  bool fresh = false;
  /// Of a mutation with an idempotency key.
  std::unique_ptr<runtime::idempotency_claim> claim;
};

} // namespace troupe::actors
