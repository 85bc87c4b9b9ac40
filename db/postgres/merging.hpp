#pragma once

#include "db/postgres/connection.hpp"
#include "db/postgres/result_rows.hpp"

#include <deque>
#include <vector>

/// Point lookups of one statement that wait together become one `= ANY`.
namespace troupe::db::postgres {

/// Whether a lookup may be merged with others of its statement.
bool is_mergeable(const job& x);

/// Takes the lookups of a statement out of the queue, up to a bound.
std::vector<job> take_alike(std::deque<job>& waiting, uint64_t statement);

/// Returns the keys of lookups as the one parameter of their merged form, an
/// array literal that is kept in `text`.
plan::bound_values merge_keys(const std::vector<job>& jobs, std::string& text);

/// The merged form is a statement of its own.
uint64_t merged_id(uint64_t statement) noexcept;

/// Gives each lookup of a merge its own row.
void split_rows(std::vector<job>& jobs, const result_ptr& rows);

} // namespace troupe::db::postgres
