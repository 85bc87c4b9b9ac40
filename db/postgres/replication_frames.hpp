#pragma once

#include "base/result.hpp"
#include "db/postgres/pgoutput.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// What a stream of replication is cut into (PostgreSQL 15, chapter 55.4,
/// "Streaming Replication Protocol"): one frame for each CopyData message.
namespace troupe::db::postgres {

/// A piece of the log (XLogData): with pgoutput one message.
struct log_frame {
  lsn at = 0; ///< of the change
  lsn end = 0;
  int64_t sent_us = 0; ///< microseconds since 2000
  std::string_view content;
};

/// The primary is there, and has sent all that there was up to `end`.
struct keepalive_frame {
  lsn end = 0;
  int64_t sent_us = 0;
  bool reply = false; ///< it wants a status update, soon
};

using replication_frame = std::variant<log_frame, keepalive_frame>;

/// Reads one frame. Bytes that are none are a `database_error`.
result<replication_frame> parse_replication_frame(std::string_view bytes);

/// How far who reads has come.
struct status_update {
  lsn written = 0;
  lsn flushed = 0; ///< the slot may forget what is before it
  lsn applied = 0;
  int64_t sent_us = 0;
  bool reply = false; ///< asks for a keepalive at once
};

std::string write_status_update(const status_update& x);

/// Microseconds between 1970 and 2000, the beginning of PostgreSQL's time.
inline constexpr int64_t postgres_epoch_us = 946'684'800'000'000;

/// Writes a place in the log as PostgreSQL does: `16/B374D848`.
std::string to_text(lsn x);

/// The reverse; nothing if it is none.
std::optional<lsn> parse_lsn(std::string_view x);

} // namespace troupe::db::postgres
