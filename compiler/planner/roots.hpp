#pragma once

#include "compiler/planner/select.hpp"

#include <memory>

/// One function for each kind of root field, each in a file of its own
/// (root_*.cpp). `plan_operation` calls them by `root_kind`.
namespace troupe::compiler::planner {

/// A root field to be planned. `out.shape` has been described already.
struct root_field {
  session& s;
  const collected_field& field;
  const graphql::types::field& definition;
  const plan::root_def& root;
  plan::step& out;
};

/// `list` and `one`: rows of a model.
void plan_select(const root_field& x);

/// `expression`: the value of an SQL expression.
void plan_expression(const root_field& x);

/// A list of an interface or union whose types have tables of their own.
void plan_variants(const root_field& x);

/// `aggregate`: functions over rows, by groups.
void plan_aggregate(const root_field& x);

/// The same over a fact table, in FraiseQL's names.
void plan_facts(const root_field& x);

/// `window`: rows of a fact table with functions over those around them.
void plan_fact_window(const root_field& x);

/// `insert_one` and `insert`: writes rows, with what is nested in them.
void plan_insert(const root_field& x);

/// `update_one` and `update`.
void plan_update(const root_field& x);

/// `delete_one` and `delete_`.
void plan_delete(const root_field& x);

/// `call`: a function of the database.
void plan_call(const root_field& x);

/// `connection`: a page of rows with cursors.
void plan_connection(const root_field& x);

/// `count`: how many rows there are.
void plan_count(const root_field& x);

/// `node` and `nodes`: rows of any type by their global ids.
void plan_node(const root_field& x);

/// Makes a statement of its text and the parameters that were bound.
std::shared_ptr<plan::statement> finish(statement_scope& q, std::string text,
                                        bool writes);

/// Notes that a step is about the one row whose primary key its statement
/// compares with parameters, if it does; `t` names the rows in its text.
void note_key(plan::step& out, int32_t number, const table_scope& t);

/// Makes a statement that runs others in one transaction; one alone stays what
/// it is.
std::shared_ptr<const plan::statement>
make_script(std::vector<std::shared_ptr<const plan::statement>> parts,
            size_t answer);

} // namespace troupe::compiler::planner
