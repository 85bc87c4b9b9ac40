#pragma once

#include "db/postgres/connection.hpp"

#include <cstdint>
#include <deque>
#include <vector>

/// What waits together goes out together: equal reads share one execution,
/// lookups of one plan become one statement.
namespace troupe::db::postgres {

enum class together : uint8_t {
  alone,  ///< one job
  shared, ///< equal reads: each gets all rows
  merged, ///< one plan, its merged form: each gets its own rows
};

/// Jobs that are one statement on the wire.
struct group {
  postgres::together together = together::alone;
  std::vector<job> jobs;
};

/// Takes up to `most` groups out of the queue, in the order in which the first
/// job of each came. What failed before runs alone.
std::vector<group> take_groups(std::deque<job>& waiting, size_t most,
                               const connection_options& options);

} // namespace troupe::db::postgres
