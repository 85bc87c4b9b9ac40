#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

/// The messages of PostgreSQL's output plugin `pgoutput`, protocol version 1
/// (PostgreSQL 15, chapter 55.9, "Logical Replication Message Formats"). Views
/// point into the bytes that were parsed.
namespace troupe::db::postgres {

/// A place in the write-ahead log.
using lsn = uint64_t;

/// One column of a row.
struct replicated_value {
  enum kind_type : uint8_t {
    null,
    unchanged, ///< a large value that the update left alone: it is not sent
    text,
    binary,
  };

  kind_type kind = null;
  std::string_view bytes;
};

using replicated_row = std::vector<replicated_value>;

struct begin_message {
  lsn end = 0;              ///< where the transaction's commit is
  int64_t committed_us = 0; ///< microseconds since 2000
  uint32_t xid = 0;
};

struct commit_message {
  lsn at = 0;
  lsn end = 0; ///< behind the transaction
  int64_t committed_us = 0;
};

/// Names where changes come from if they were replicated themselves.
struct origin_message {
  lsn at = 0;
  std::string_view name;
};

struct replicated_column {
  bool key = false; ///< of the replica identity
  std::string_view name;
  uint32_t type = 0; ///< OID
  int32_t modifier = -1;
};

/// Comes before the first change of a table and after it was altered.
struct relation_message {
  uint32_t id = 0;
  std::string_view schema; ///< empty: pg_catalog
  std::string_view name;
  char identity = 'd'; ///< pg_class.relreplident
  std::vector<replicated_column> columns;
};

struct type_message {
  uint32_t id = 0;
  std::string_view schema;
  std::string_view name;
};

/// Which form of the row before it an update or deletion has.
enum class before_kind : uint8_t {
  nothing, ///< an update that left the key alone
  key,     ///< columns of the replica identity; others are null
  row,     ///< the whole row (REPLICA IDENTITY FULL)
};

struct insert_message {
  uint32_t relation = 0;
  replicated_row row;
};

struct update_message {
  uint32_t relation = 0;
  before_kind kind = before_kind::nothing;
  replicated_row before;
  replicated_row row;
};

struct delete_message {
  uint32_t relation = 0;
  before_kind kind = before_kind::key;
  replicated_row before;
};

struct truncate_message {
  std::vector<uint32_t> relations;
  bool cascade = false;
  bool restart_identity = false;
};

/// What pg_logical_emit_message wrote.
struct logical_message {
  bool transactional = false;
  lsn at = 0;
  std::string_view prefix;
  std::string_view content;
};

using pgoutput_message =
  std::variant<begin_message, commit_message, origin_message, relation_message,
               type_message, insert_message, update_message, delete_message,
               truncate_message, logical_message>;

/// Reads one message. Bytes that are none are a `database_error` that says what
/// is wrong with them.
result<pgoutput_message> parse_pgoutput(std::string_view bytes);

} // namespace troupe::db::postgres
