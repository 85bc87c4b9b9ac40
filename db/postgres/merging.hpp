#pragma once

#include "db/postgres/connection.hpp"
#include "db/postgres/result_rows.hpp"

#include <forward_list>
#include <string>
#include <vector>

/// Many executions of one statement as one, see `plan::merge_form`.
namespace troupe::db::postgres {

/// Whether an execution has a merged form.
bool is_mergeable(const job& x);

/// Returns the parameters of the merged form: for each one of the statement an
/// array literal of what the jobs have. `texts` keeps them.
plan::bound_values merge_values(const std::vector<job>& jobs,
                                std::forward_list<std::string>& texts);

/// The merged form is a statement of its own.
uint64_t merged_id(uint64_t statement) noexcept;

/// Gives each job its own rows. Returns false if they do not come in the order
/// that was asked for; nobody has got anything then.
bool split_rows(std::vector<job>& jobs, const result_ptr& rows);

} // namespace troupe::db::postgres
