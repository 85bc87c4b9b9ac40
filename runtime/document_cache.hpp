#pragma once

#include "base/bytes.hpp"
#include "base/hash.hpp"
#include "graphql/language/parser.hpp"
#include "graphql/validation/coerce.hpp"
#include "plan/operation.hpp"
#include "plan/rows.hpp"
#include "runtime/engine.hpp"

#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace troupe::runtime {

/// A document after its first sight: parsed and validated, with the plans made
/// for it so far.
class prepared_document {
public:
  std::shared_ptr<const engine> owner;
  graphql::language::document document;
  /// Why it may not be executed; empty if it may.
  std::vector<error> errors;
  graphql::validation::conditional_variables conditional;

  using plan_ptr = std::shared_ptr<const plan::operation_plan>;

  /// Returns the plan for an operation and a structure of variables, or null.
  const plan_ptr*
  find_plan(const graphql::language::operation_definition& operation,
            const graphql::types::variable_values& variables) const;

  /// Keeps a plan. Structures that a client makes up must not fill the memory:
  /// with `most` plans all go.
  void keep_plan(const graphql::language::operation_definition& operation,
                 const graphql::types::variable_values& variables,
                 plan_ptr plan, size_t most);

  size_t plans() const noexcept {
    return plans_.size();
  }

private:
  struct known_plan {
    const graphql::language::operation_definition* operation;
    std::string signature;
    plan_ptr plan;
  };

  /// A document has few, most often one.
  std::vector<known_plan> plans_;
};

/// The last answer of a plan whose rows others had too (`database.coalesce`):
/// who comes next with the same rows copies its text.
struct last_answer {
  std::shared_ptr<const plan::operation_plan> plan;
  plan::row_set_ptr rows;
  bytes body;
};

/// The documents that one reactor has seen, least recently used out first. Not
/// thread safe: each reactor has its own. Known documents cost one look-up.
class document_cache {
public:
  explicit document_cache(std::shared_ptr<const engine> engine);

  /// Returns the prepared document, preparing it at first sight.
  std::shared_ptr<prepared_document> prepare(std::string_view query);

  /// Forgets everything and serves another schema from now on.
  void reset(std::shared_ptr<const engine> engine);

  const std::shared_ptr<const engine>& owner() const noexcept {
    return engine_;
  }

  size_t size() const noexcept {
    return entries_.size();
  }

  last_answer& last() noexcept {
    return last_;
  }

private:
  using entry = std::shared_ptr<prepared_document>;

  entry make(std::string_view query) const;

  std::shared_ptr<const engine> engine_;
  std::list<entry> entries_; ///< most recently used first
  std::unordered_map<std::string_view, std::list<entry>::iterator, string_hash,
                     std::equal_to<>>
    by_text_;
  size_t bytes_ = 0;
  last_answer last_;
};

} // namespace troupe::runtime
