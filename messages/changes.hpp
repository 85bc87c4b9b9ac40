#pragma once

#include "messages/sql.hpp"
#include "messages/type_ids.hpp"

#include <caf/typed_actor.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

/// The conversation about changes of data: the change listener of a database,
/// and who has to know (cache, subscriptions, observers).
namespace troupe::messages {

enum class change_kind : uint8_t {
  inserted,
  updated,
  deleted,
  custom, ///< whatever a function did
};

/// One row of the change log: one changed entity. Texts are empty where the
/// log has nothing.
struct change {
  /// Number in the log. Rises within an entity; says nothing else about order.
  int64_t number = 0;
  /// Stable identity of the event (a UUID), for receivers that sort out what
  /// comes twice.
  std::string id;
  change_kind kind = change_kind::custom;
  /// Name of the GraphQL type.
  std::string type;
  std::string schema; ///< of the table; empty on SQLite
  std::string table;  ///< empty if only the type is known
  /// The key columns as a JSON object: `{"id": 7}`.
  std::string key;
  /// The one value of a key of one column, as text.
  std::string object_id;
  std::string data;   ///< the row after it, JSON
  std::string before; ///< the row before it, JSON, where it was kept
  std::vector<std::string> updated_columns;
  std::string cascade; ///< of FraiseQL's mutation_response, JSON
  std::string tenant;
  std::string trace;
  int64_t created_us = 0; ///< microseconds since 1970
};

/// Changes that became visible together, in an order in which changes of one
/// entity come as they were made. Immutable.
struct change_batch {
  std::vector<change> changes;
  /// Where in the log the batch ends; opaque.
  std::string position;
};

/// Hands over changes. Every committed change comes at least once.
struct changes_arrived {
  std::shared_ptr<const change_batch> batch;
};

/// Answers `changes_arrived`: the next batch may come.
struct changes_taken {};

/// Says that changes may have been missed (the log was trimmed or restored
/// before they were read, or the subscriber was too slow): what was derived
/// from earlier states must be forgotten.
struct changes_lost {};

/// Who wants to know. A subscriber has at most one batch that it has not
/// answered; one that takes longer than its time is told `changes_lost` and
/// goes on with the next batch.
using change_subscriber =
  caf::typed_actor<caf::replies_to<changes_arrived>::with<changes_taken>,
                   caf::reacts_to<changes_lost>>;

/// Asks a listener for all changes from now on. One that ends is forgotten.
struct subscribe_changes {
  change_subscriber who;
};

/// Through which a listener reads the log.
using change_reader_actor =
  caf::typed_actor<caf::replies_to<run_statement>::with<statement_rows>>;

/// Tells a listener which connection to read through from now on.
struct use_reader {
  change_reader_actor reader;
};

/// Tells a listener to look for changes now: something was announced, or its
/// own clock says so (`timed`).
struct read_changes {
  bool timed = false;
};

/// Asks a listener how it is.
struct describe_changes {};

struct changes_status {
  bool installed = false; ///< the database has a change log
  std::string position;
  uint64_t batches = 0;
  uint64_t changes = 0;
  uint64_t losses = 0;
  uint32_t subscribers = 0;
  /// When all that there was had been read for the last time; the epoch: never.
  steady::time_point current;
};

/// Protocol of the change listener, one per database and node.
using change_listener_actor =
  caf::typed_actor<caf::reacts_to<subscribe_changes>,
                   caf::reacts_to<use_reader>, caf::reacts_to<read_changes>,
                   caf::replies_to<describe_changes>::with<changes_status>>;

} // namespace troupe::messages
