#pragma once

#include "actors/query.hpp"
#include "messages/error.hpp"
#include "runtime/idempotency.hpp"

#include <caf/typed_response_promise.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace troupe::actors {

/// A request on its way. Most wait for the database.
struct query::running : std::enable_shared_from_this<query::running> {
  running(query& by, std::shared_ptr<const messages::graphql_request> x)
    : request(std::move(x)),
      documents(by.documents_),
      execution(*documents,
                {request->query, request->operation_name, request->variables,
                 request->read_only, request->document_id, request->persist,
                 request->wants_cost,
                 // What is kept to be answered again has to be whole.
                 request->idempotency_key.empty()
                   ? static_cast<runtime::part_format>(request->incremental)
                   : runtime::part_format::none,
                 static_cast<runtime::explanation>(request->explain)}),
      stats(by.stats_),
      kept(by.kept_),
      reads(by.reads_) {
    // nop
  }

  /// An actor that ends drops what waits for answers; somebody waits for ours.
  ~running();

  running(const running&) = delete;
  running& operator=(const running&) = delete;

  /// One request is one request, in however many parts it is answered.
  void count(steady::time_point now) {
    parts_sent = false;
    size_t kind = !execution.planned() ? 2 : execution.writes() ? 1 : 0;
    stats->requests[kind][worst].add();
    stats->duration.observe(now - request->started);
    if (execution.has_look_ups())
      stats->lists[execution.looks_up_once() ? 1 : 0].add();
  }

  /// A write that was sent.
  struct sent_write {
    std::string table; ///< empty: nobody knows which
    plan::write_kind how = plan::write_kind::unknown;
    std::optional<std::string> key;
  };

  /// Nobody waits for its answer any more.
  void leave_reads();

  /// Notes that a step found rows.
  void found(size_t step);

  /// Counts what was written, before anybody hears that it was.
  void count_writes();

  std::shared_ptr<const messages::graphql_request> request;
  std::shared_ptr<runtime::document_cache> documents;
  runtime::execution execution;
  std::shared_ptr<telemetry::request_stats> stats;
  size_t worst = 0; ///< outcome of the parts so far
  bool parts_sent = false;
  caf::typed_response_promise<messages::request_done> promise;
  /// No replica may answer.
  bool fresh = false;
  /// Of a mutation with an idempotency key.
  std::unique_ptr<runtime::idempotency_claim> claim;
  bool is_last = false;   ///< its statement under way ends it
  bool last_kept = false; ///< that statement kept the whole answer

  // -- answers that are kept --------------------------------------------------

  std::shared_ptr<answer_cache> kept;
  std::shared_ptr<query::reads> reads;
  bool begun = false;
  /// Set: the answer may be kept.
  std::optional<cache::reading> reading;
  uint32_t ttl = 0;
  /// What the second level calls it, and what its counters said; no marks: it
  /// was not asked, or said nothing.
  bytes remote_key;
  std::string remote_name;
  std::vector<uint32_t> remote_slots; ///< sorted
  std::vector<uint64_t> marks;
  uint32_t age = 0; ///< seconds, of an answer from there
  bool looked_further = false;
  /// Steps about one row that has not been seen to be there, and the counter
  /// that the answer depends on until it has.
  std::vector<std::pair<size_t, uint32_t>> missing;
  std::vector<uint32_t> present; ///< of those that are there
  std::vector<follower> followers;
  std::vector<sent_write> writes;
  bool uncertain = false; ///< nobody heard how a write ended
};

} // namespace troupe::actors
