#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <string>

namespace troupe::db::postgres {

enum class connection_use : uint8_t {
  statements,
  replication, ///< `replication=database`
};

/// Starts a connection without blocking, with our settings for what the
/// conninfo does not say. Returns null if there is no memory; the caller owns
/// it.
PGconn* start_connecting(const std::string& conninfo,
                         connection_use use = connection_use::statements);

/// Drops what the server tells besides: libpq would write it to stderr, past
/// the log, and it may hold what functions of the database RAISE. That a
/// connection ends is known anyway.
void drop_notices(PGconn* c) noexcept;

/// Returns why a connection broke, in one line.
std::string failure_of(const PGconn* c);

} // namespace troupe::db::postgres
