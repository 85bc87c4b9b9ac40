#pragma once

#include "base/error.hpp"
#include "messages/type_ids.hpp"

#include <caf/error.hpp>

namespace troupe::messages {

/// Puts an error into the form that travels between actors.
caf::error to_caf(const error& x);

/// The reverse. CAF's own errors become ours: a request timeout `timeout`, a
/// dead receiver `database_unavailable` or `internal` as `down` says.
error from_caf(const caf::error& x, ec down = ec::internal);

} // namespace troupe::messages
