#pragma once

#include <libpq-fe.h>

#include <string>

namespace troupe::db::postgres {

/// Starts a connection without blocking, with our settings for what the
/// conninfo does not say. Returns null if there is no memory; the caller owns
/// it.
PGconn* start_connecting(const std::string& conninfo);

/// Returns why a connection broke, in one line.
std::string failure_of(const PGconn* c);

} // namespace troupe::db::postgres
