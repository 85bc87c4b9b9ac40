#pragma once

#include "base/error.hpp"

#include <libpq-fe.h>

#include <cstdint>

namespace troupe::db::postgres {

/// Returns what a failed result means; what a client may see is in its detail
/// only for errors of the client.
error error_of(const PGresult* x);

/// What may help a statement that failed.
enum class recovery : uint8_t {
  none,
  prepare_again, ///< its prepared form was stale
  send_again,    ///< another transaction was first; it was rolled back
  was_cancelled, ///< perhaps in place of another that was too slow
};

recovery recovery_of(const PGresult* x);

} // namespace troupe::db::postgres
