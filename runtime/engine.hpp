#pragma once

#include "base/result.hpp"
#include "graphql/types/schema.hpp"
#include "graphql/validation/limits.hpp"
#include "plan/catalog.hpp"
#include "runtime/look_ups.hpp"
#include "runtime/persisted.hpp"

#include <chrono>
#include <cstddef>
#include <memory>

namespace troupe::runtime {

struct engine_options {
  /// Counts the schemas that a node has served.
  uint32_t generation = 0;
  bool introspection = true;
  /// Mutations write the change log.
  bool log_changes = false;
  size_t max_tokens = 15'000;
  graphql::validation::operation_limits limits;
  /// Documents that each reactor keeps.
  size_t document_cache = 1'000;
  /// Plans kept for one document: one for each structure of variables.
  size_t plans_per_document = 64;
  document_policy documents = document_policy::any;
  /// Automatic persisted queries of the node; null: none.
  std::shared_ptr<persisted_store> persisted;
  /// Rows that an operation may be expected to read; 0: any.
  uint64_t max_cost = 0;
  /// Rows expected of a list without a limit.
  uint64_t unlimited_rows = 100;
  /// Bytes of an answer from which on the next one like it is large; 0: none
  /// is.
  size_t large_answer = 0;
  /// Whether what rows of a list have in common is asked for once.
  look_up_policy look_ups = look_up_policy::where_it_pays;
  /// Whether @defer and @stream are there.
  bool incremental = true;
  /// How long answers to idempotency keys are kept.
  std::chrono::milliseconds idempotency_retention{std::chrono::hours{24}};
};

/// A compiled schema, ready to serve. Immutable; all reactors share it.
class engine {
public:
  /// Errors are `invalid_schema`.
  static result<std::shared_ptr<const engine>>
  make(std::shared_ptr<const plan::catalog> catalog,
       const engine_options& options);

  const plan::catalog& catalog() const noexcept {
    return *catalog_;
  }

  const graphql::types::schema& schema() const noexcept {
    return schema_;
  }

  const engine_options& options() const noexcept {
    return options_;
  }

private:
  std::shared_ptr<const plan::catalog> catalog_;
  graphql::types::schema schema_;
  engine_options options_;
};

} // namespace troupe::runtime
