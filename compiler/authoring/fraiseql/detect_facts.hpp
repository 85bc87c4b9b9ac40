#pragma once

#include "plan/facts.hpp"

#include <string>

/// What a table that is named like a fact table (`tf_`) has: numbers are
/// measures, members of JSON columns dimensions, keys and moments filters, and
/// columns named `..._info` calendars.
namespace troupe::compiler::authoring::fraiseql {

/// Returns the table's entry of `fact_tables`, as JSON. Dimensions are what its
/// sample rows have (`table_facts::documents`).
std::string detect_fact_table(const plan::table_facts& t);

/// Returns `{"fact_tables": [...]}` of a database.
std::string detect_fact_tables(const plan::database_facts& facts);

} // namespace troupe::compiler::authoring::fraiseql
