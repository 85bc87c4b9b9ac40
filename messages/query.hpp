#pragma once

#include "base/arena.hpp"
#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/json_read.hpp"
#include "messages/remote.hpp"
#include "messages/sql.hpp"
#include "messages/type_ids.hpp"
#include "security/principal.hpp"

#include <caf/typed_actor.hpp>

#include <memory>
#include <string>
#include <string_view>

/// The conversation between a transport session and the query actor of its
/// reactor.
namespace troupe::messages {

/// How a client takes parts of an answer that come later (incremental
/// delivery), if it does.
enum class incremental_format : uint8_t {
  none,
  v0_2,         ///< `incrementalSpec=v0.2`: pending, incremental, completed
  defer20220824 ///< `deferSpec=20220824`: each part with its path
};

/// What is to be told of an operation instead of its answer; the words of
/// `runtime::explanation`.
enum class explanation : uint8_t { none, plan, estimate, analyze };

/// One GraphQL request as the envelope had it (GraphQL over HTTP, §"Request
/// Parameters"). Immutable once sent. The texts and trees live in `memory`,
/// whoever sets them copies them there; nothing is parsed or copied again.
struct graphql_request {
  std::string_view query; ///< empty if only a persisted id was sent
  std::string_view operation_name;
  /// A JSON object, or null if absent or null.
  const json::value* variables = nullptr;
  /// A JSON object, or null if absent or null.
  const json::value* extensions = nullptr;
  /// A trusted document's id (`documentId`), or the hash of an automatic
  /// persisted query.
  std::string_view document_id;
  /// Whether `query` is to be kept under `document_id` (APQ), or looked for if
  /// it is empty.
  bool persist = false;
  messages::incremental_format incremental = incremental_format::none;
  messages::explanation explain = explanation::none;
  /// The rows of its one list are wanted, a line each, in parts.
  bool as_lines = false;
  /// What makes a repeated mutation answer what it answered before, and never
  /// run twice (`Idempotency-Key`); empty: nothing.
  std::string_view idempotency_key;
  /// Only a query may run (GET).
  bool read_only = false;
  /// Whether the client asked to see cost, plan or timing.
  bool wants_cost = false;
  troupe::deadline deadline = troupe::deadline::max();
  /// Until when the rows of a long list may flow; the epoch: the answer has to
  /// be whole.
  troupe::deadline flow_deadline = {};
  steady::time_point started;
  security::principal_ptr principal;
  /// What the database session is told; null: nothing.
  session_settings_ptr session;
  /// Tells clients apart, as far as their addresses do; 0: not known.
  uint64_t client = 0;
  /// Under which the answer may be kept; empty: it may not. With its hash and
  /// the number of the schema that it is for.
  std::string_view cache_key;
  uint64_t cache_hash = 0;
  uint32_t cache_generation = 0;
  /// The answer has to come from the database (`Cache-Control: no-cache`).
  bool skips_cache = false;
  /// W3C trace context, empty if none came.
  std::string_view traceparent;
  arena memory{1024};
  /// More memory that this one points into; null for most.
  std::shared_ptr<const void> shared;
};

/// How a request ended, for status codes and metrics.
enum class outcome : uint8_t {
  success,           ///< executed, no errors
  partial,           ///< executed, `data` and `errors`
  request_error,     ///< refused before execution: no `data`
  mutation_over_get, ///< needs POST
  failed,            ///< executed, nothing but errors (database down, timeout)
};

/// The answer: a complete GraphQL response as JSON bytes.
struct graphql_response {
  messages::outcome outcome = outcome::success;
  /// Code of the first error, `none` on success.
  ec code = ec::none;
  bytes body;
  /// Seconds after which a retry may help; 0: none (`Retry-After`).
  uint32_t retry_after = 0;
  /// Seconds for which clients may keep it, and whether only the one that asked
  /// may (`@cacheControl`); -1: nothing was said.
  int32_t max_age = -1;
  bool one_user = false;
  /// Name of the operation, for metrics; empty if anonymous.
  std::string operation;
  /// HTTP status; 0: what follows from the outcome.
  uint16_t status = 0;
  /// An earlier request with the same idempotency key had this answer.
  bool replayed = false;
  /// Not null: this is a part, and more follow. What they come from; whoever
  /// drops it cancels them.
  std::shared_ptr<void> rest;
  /// `rest` is asked for by `next_lines`: this is one answer that is sent while
  /// it is made.
  bool in_pieces = false;
  /// The last part of an answer that is not whole.
  bool cut_short = false;
};

/// Asks for one operation to be run.
struct run_request {
  std::shared_ptr<const graphql_request> request;
};

/// Asks for the next part of an answer: the client has taken the last.
struct next_part {
  std::shared_ptr<void> rest;
};

/// Asks for the next rows of an answer in lines or pieces. The first answer to such a
/// request has none: it says that there will be some.
struct next_lines {
  std::shared_ptr<void> rest;
};

/// The client went away while more of this was asked for.
struct drop_lines {
  std::shared_ptr<void> rest;
};

/// Answers `run_request`, `next_part` and `next_lines`, always: errors of any
/// kind are in the body.
struct request_done {
  std::shared_ptr<const graphql_response> response;
};

/// Tells a query actor to serve another compiled schema from now on. Requests
/// in flight finish with the one they began with.
struct use_engine {
  /// A `runtime::engine`; the protocols know it by address only.
  std::shared_ptr<const void> engine;
};

/// Protocol of the query actor, one per reactor.
using query_actor = caf::typed_actor<
  // Runs the operation and returns the response.
  caf::replies_to<run_request>::with<request_done>,
  // Returns the next part of an answer.
  caf::replies_to<next_part>::with<request_done>,
  // Returns more lines of an answer.
  caf::replies_to<next_lines>::with<request_done>,
  // Gives an answer in lines up.
  caf::reacts_to<drop_lines>,
  // Changes the schema.
  caf::reacts_to<use_engine>,
  // Changes the pool, after a restart of it.
  caf::reacts_to<use_pool>,
  // Changes the connections to ask.
  caf::reacts_to<use_routes>,
  // Changes the second level of the cache, after a restart of it.
  caf::reacts_to<use_remote>>;

} // namespace troupe::messages
