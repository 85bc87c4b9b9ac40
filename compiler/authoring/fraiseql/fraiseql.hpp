#pragma once

#include "compiler/authoring/author.hpp"

/// FraiseQL's intermediate format: the `schema.json` that its SDKs write.
namespace troupe::compiler::authoring::fraiseql {

/// Makes a catalog that answers as FraiseQL documents it, in its own argument
/// names. Unknown keys are errors that name the accepted ones; what is accepted
/// but has no effect yet is a warning. With `facts`, columns beside a document
/// serve filters and keys.
authored author(const source_file& file, const plan::database_facts* facts);

} // namespace troupe::compiler::authoring::fraiseql
