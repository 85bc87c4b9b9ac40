#pragma once

#include "plan/catalog.hpp"

#include <string>
#include <vector>

namespace troupe::cli {

/// Puts the documents of files into the catalog as trusted ones: validated,
/// with the SQL of their plans. A pattern is a path with `*`, `?` and `**`.
///
/// GraphQL files become one document for each operation, together with the
/// fragments that it uses, wherever they are; the id is the SHA-256 of that
/// text. JSON files are manifests of other tools, `{id: text}` or Apollo's
/// `{"format", "operations": [{"id", "body"}]}`, and keep their ids.
///
/// Prints every error with its place and returns false if there was one.
bool add_operations(plan::catalog& catalog,
                    const std::vector<std::string>& patterns);

/// Returns the manifest of the trusted documents: `{id: text}`.
std::string manifest_of(const plan::catalog& catalog);

} // namespace troupe::cli
