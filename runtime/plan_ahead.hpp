#pragma once

#include "base/result.hpp"
#include "compiler/planner/planner.hpp"
#include "graphql/language/parser.hpp"
#include "graphql/types/schema.hpp"
#include "plan/catalog.hpp"
#include "plan/operation.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::runtime {

/// An operation planned before anybody asked for it.
struct planned_operation {
  std::string name;
  std::string signature; ///< of the variables
  std::shared_ptr<const plan::operation_plan> plan;
};

/// Plans all operations of a valid document, each for the usual structures of
/// its variables: all given, only the required ones given. Lists have one item
/// and input objects their required fields; other structures are planned at
/// their first sight.
result<std::vector<planned_operation>>
plan_ahead(const plan::catalog& catalog, const graphql::types::schema& schema,
           const graphql::language::document& document,
           compiler::planner::write_options writes = {});

/// Returns `operation.field: SQL` of each statement of some plans, each once:
/// what a compiled schema says of a trusted document.
std::vector<std::string>
statements_of(const std::vector<planned_operation>& planned);

/// Returns a line for each part of the answers of some plans, with where it
/// comes from, each once: the form of the plans, as `troupe explain` draws it.
std::vector<std::string>
plans_of(const std::vector<planned_operation>& planned);

/// Parses, validates and plans a document. Errors are those of the first step
/// that fails.
result<std::vector<planned_operation>>
plan_document(const plan::catalog& catalog,
              const graphql::types::schema& schema, std::string_view text,
              compiler::planner::write_options writes = {});

} // namespace troupe::runtime
