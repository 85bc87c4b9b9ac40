#pragma once

#include "graphql/language/parser.hpp"
#include "graphql/types/input.hpp"
#include "graphql/types/schema.hpp"

#include <cstdint>
#include <functional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace troupe::graphql::types {

/// The selections of an object that answer under one response key.
struct collected_field {
  std::string_view key;
  /// Validation has seen that they agree on name and arguments.
  std::vector<const language::selection*> nodes;
  /// The @defer around each node, as the handler numbered it; -1: none. Empty
  /// without a handler.
  std::vector<int32_t> groups = {};

  const language::selection& first() const noexcept {
    return *nodes.front();
  }
};

/// CollectFields and MergeSelectionSets of the specification (§6.3.2), over a
/// validated document.
class field_collector {
public:
  field_collector(const schema& types, const language::document& document,
                  const variable_values& variables);

  /// Is told of each @defer that is switched on and of the number of the one
  /// around it, and returns a number for it. Without a handler @defer means
  /// nothing.
  using defer_handler =
    std::function<int32_t(const language::directive&, int32_t)>;

  void on_defer(defer_handler x) {
    defer_ = std::move(x);
  }

  /// Whether a directive's `if` is not false.
  bool enabled(const language::directive& x) const;

  /// Returns the fields that an object of type `object` answers, in response
  /// order. @skip and @include have been applied.
  std::vector<collected_field>
  collect(const type& object, const language::selection_set& selections) const;

  /// The same for the merged sub-selections of a field.
  std::vector<collected_field> collect(const type& object,
                                       const collected_field& parent) const;

private:
  struct run;

  void visit(run& r, const language::selection_set& selections,
             int32_t group) const;
  int32_t group_of(std::span<const language::directive> directives,
                   int32_t group) const;
  bool included(std::span<const language::directive> directives) const;
  bool applies(const type& object, std::string_view condition) const;

  const schema& types_;
  const variable_values& variables_;
  defer_handler defer_;
  std::unordered_map<std::string_view, const language::fragment_definition*>
    fragments_;
};

} // namespace troupe::graphql::types
