#pragma once

#include "base/error.hpp"

#include <libpq-fe.h>

namespace troupe::db::postgres {

/// Returns what a failed result means; what a client may see is in its detail
/// only for errors of the client.
error error_of(const PGresult* x);

/// Whether the server forgot the prepared statement, or the table changed
/// under it: prepared anew, it may succeed.
bool is_stale(const PGresult* x);

} // namespace troupe::db::postgres
