#pragma once

#include "base/bytes.hpp"
#include "base/hash.hpp"
#include "graphql/language/parser.hpp"
#include "graphql/validation/coerce.hpp"
#include "plan/operation.hpp"
#include "plan/rows.hpp"
#include "runtime/engine.hpp"
#include "runtime/look_ups.hpp"

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
  bool trusted = false; ///< compiled ahead
  std::string hash;     ///< of a persisted one
  /// Whether it has a @defer or @stream.
  bool incremental = false;
  graphql::language::document document;
  /// Why it may not be executed; empty if it may.
  std::vector<error> errors;
  graphql::validation::conditional_variables conditional;

  using plan_ptr = std::shared_ptr<const plan::operation_plan>;

  /// Returns the plan for an operation and a structure of variables, or null.
  /// `parts`: for a client that takes parts of the answer later.
  const plan_ptr*
  find_plan(const graphql::language::operation_definition& operation,
            std::string_view signature, bool parts) const;

  /// Keeps a plan. Structures that a client makes up must not fill the memory:
  /// with `most` plans all go.
  void keep_plan(const graphql::language::operation_definition& operation,
                 std::string_view signature, bool parts, plan_ptr plan,
                 size_t most);

  size_t plans() const noexcept {
    return plans_.size();
  }

  /// Whether the last answer of a plan was large: the next one is better sent
  /// while its rows come in.
  bool large(const plan_ptr& x) const noexcept {
    return large_ > 0 && is_large(x);
  }

  void note_size(const plan_ptr& x, bool large);

  /// Returns what was seen of a plan's look-ups, null if the plan is gone.
  look_up_history* look_ups(const plan_ptr& x) noexcept;

private:
  struct known_plan {
    const graphql::language::operation_definition* operation;
    std::string signature;
    bool parts;
    plan_ptr plan;
    bool large = false;
    look_up_history look_ups = {};
  };

  bool is_large(const plan_ptr& x) const noexcept;

  /// A document has few, most often one.
  std::vector<known_plan> plans_;
  size_t large_ = 0; ///< how many plans are
};

/// What a request names its document by: the text, an id, or both.
struct document_key {
  std::string_view query;
  std::string_view id;
  /// `id` is the SHA-256 of the text (automatic persisted queries).
  bool persist = false;
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

  /// Finds the document that a request means, as the policy of the engine
  /// allows. Errors are the client's: not known, not the hash it has, not
  /// trusted.
  result<std::shared_ptr<prepared_document>> resolve(const document_key& x);

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

  entry make(std::string_view query, bool trusted) const;
  entry find_id(std::string_view id);
  result<entry> keep(const document_key& x);
  void prepare_trusted();
  bool logs(const graphql::language::operation_definition& x) const;

  std::shared_ptr<const engine> engine_;
  std::list<entry> entries_; ///< most recently used first
  std::unordered_map<std::string_view, std::list<entry>::iterator, string_hash,
                     std::equal_to<>>
    by_text_;
  size_t bytes_ = 0;
  using index =
    std::unordered_map<std::string, entry, string_hash, std::equal_to<>>;
  /// Documents compiled ahead, by id and by text. They stay.
  index trusted_;
  std::unordered_map<std::string_view, entry, string_hash, std::equal_to<>>
    trusted_text_;
  /// The persisted ones among the entries, by hash.
  index persisted_;
  last_answer last_;
};

} // namespace troupe::runtime
