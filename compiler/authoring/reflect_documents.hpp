#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

/// What sample documents of a view tell about its type.
namespace troupe::compiler::authoring {

struct document_member {
  std::string key;   ///< in the document
  std::string field; ///< in GraphQL
  std::string type;  ///< in GraphQL's notation
};

struct document_type {
  std::string name;
  std::vector<document_member> members;
};

/// Derives object types from documents: `name` for themselves, then one for
/// each object within, named after its way there. `taken` has the names of
/// types that are in use. Every field may be null, but an `id` that all have: a
/// sample does not tell what the next row lacks. Keys that are no names are
/// left out. Returns none if a document is no object.
std::vector<document_type>
document_types(const std::vector<std::string>& documents,
               const std::string& name, std::set<std::string>& taken);

/// A value within a JSON column of a fact table.
struct dimension_member {
  std::vector<std::string> path; ///< keys
  std::string type;              ///< in GraphQL's notation
};

/// Returns what rows have within a JSON column, down to the third level;
/// `types` are those of the rows (`document_types`).
std::vector<dimension_member>
dimension_members(const std::vector<document_type>& types,
                  std::string_view column);

} // namespace troupe::compiler::authoring
