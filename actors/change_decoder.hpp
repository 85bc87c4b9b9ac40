#pragma once

#include "base/hash.hpp"
#include "db/postgres/replication_frames.hpp"
#include "messages/changes.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace troupe::actors {

/// What a schema says about a table.
struct followed_model {
  std::string type;             ///< GraphQL type
  std::vector<std::string> key; ///< columns
};

/// Finds the model of a table; nothing if the schema has none. `in_path`: the
/// table can be named without its schema.
using model_finder = std::function<std::optional<followed_model>(
  std::string_view schema, std::string_view table, bool in_path)>;

struct table_name {
  std::string schema;
  std::string table;
};

/// What the database says about names, when following begins.
struct name_facts {
  std::vector<std::string> path; ///< schemas that need not be named
  /// Topmost tables of partitions, by `key_of` of these.
  std::unordered_map<std::string, table_name> roots;

  static std::string key_of(std::string_view schema, std::string_view table) {
    return std::string{schema} + '\0' + std::string{table};
  }
};

/// Makes changes from the messages of logical replication. Transactions come
/// one after the other, in the order of their commits.
///
/// A change of a partition is one of its topmost table. A row whose key changed
/// is deleted under the old one and updated under the new one. TRUNCATE is a
/// `custom` change of the table without a key. Of a large value that an update
/// left alone the log has nothing, so `data` has not either, unless the table's
/// replica identity is FULL; only then are there `before` and
/// `updated_columns`.
class change_decoder {
public:
  explicit change_decoder(model_finder find) : find_(std::move(find)) {
    // nop
  }

  /// Forgets what the stream before said. `system` tells databases apart in the
  /// identities of changes.
  void begin(std::string_view system, name_facts names);

  /// Reads one message and adds its changes to `out`. An error says that the
  /// stream cannot be followed any further.
  result<void> take(const db::postgres::log_frame& x,
                    std::vector<messages::change>& out);

  /// A table that is neither in the schema nor known to be a partition: its
  /// OID. It may be a new partition; nothing must be taken before `learn`.
  std::optional<uint32_t> stranger() const noexcept {
    return stranger_;
  }

  /// Tells the topmost table of the stranger; nothing: it is no partition.
  void learn(const std::optional<table_name>& root);

  /// Whether the rest of a transaction is still to come.
  bool in_transaction() const noexcept {
    return in_transaction_;
  }

  /// Behind the last whole transaction; 0: there was none.
  db::postgres::lsn end() const noexcept {
    return end_;
  }

private:
  struct column {
    std::string name;
    uint32_t type = 0;
    bool identity = false;
  };

  struct relation {
    std::string schema;
    std::string table;
    std::string type;
    char identity = 'd';
    bool ours = false; ///< Troupe's own bookkeeping, which is no change
    std::vector<column> columns;
    std::vector<size_t> key; ///< columns; empty: rows cannot be named
    /// The old key of an update is in the log where it changed.
    bool key_logged = false;
  };

  void describe(const db::postgres::relation_message& x);
  bool bind(relation& r) const;
  const relation* find(uint32_t id, size_t columns) const;
  messages::change make(const relation& r, messages::change_kind kind);
  static bool name_row(messages::change& to, const relation& r,
                       const db::postgres::replicated_row& row,
                       const db::postgres::replicated_row* fallback);
  static std::string object_of(const relation& r,
                               const db::postgres::replicated_row& row,
                               const db::postgres::replicated_row* fallback);
  void insert(const relation& r, const db::postgres::insert_message& x);
  void update(const relation& r, const db::postgres::update_message& x);
  void remove(const relation& r, const db::postgres::delete_message& x);
  result<void> truncate(const db::postgres::truncate_message& x);

  model_finder find_;
  name_facts names_;
  uint32_t system_ = 0;
  std::unordered_map<uint32_t, relation> relations_;
  std::vector<messages::change>* out_ = nullptr;
  db::postgres::lsn at_ = 0;     ///< of the message
  db::postgres::lsn commit_ = 0; ///< of the transaction
  db::postgres::lsn end_ = 0;
  int64_t committed_us_ = 0;
  uint64_t count_ = 0; ///< changes of the transaction
  std::optional<uint32_t> stranger_;
  bool in_transaction_ = false;
};

} // namespace troupe::actors
