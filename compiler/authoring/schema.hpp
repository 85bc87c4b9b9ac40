#pragma once

#include "base/result.hpp"
#include "graphql/types/schema.hpp"
#include "plan/catalog.hpp"

namespace troupe::compiler::authoring {

/// Builds the GraphQL schema of a catalog, with the generated filter and
/// ordering inputs. Tags: an object type, `<M>Where`, `<M>OrderBy` and
/// `<M>ListFilter` have the index of their model, their fields the index of the
/// model's field (-1 for and, or, not, some, every, none); root fields have the
/// index of their `root_def`; enums that of their `enum_def`, sort directions
/// `types::structural_enum`.
///
/// `incremental` adds @defer and @stream. The types of a catalog that was read
/// from a file are made when they are asked for; the catalog must outlive the
/// schema then.
result<graphql::types::schema> build_schema(const plan::catalog& catalog,
                                            bool incremental = false);

/// Tells models whether their rows come in pages: who makes a catalog says so
/// at the end.
void mark_paged(plan::catalog& x);

} // namespace troupe::compiler::authoring
