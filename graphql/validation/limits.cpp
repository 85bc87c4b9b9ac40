#include "graphql/validation/limits.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace troupe::graphql::validation {

namespace {

struct totals {
  size_t depth = 0;
  size_t fields = 0;
  size_t aliases = 0;
  size_t roots = 0;
  size_t directives = 0;
  size_t lists = 0; ///< introspection lists, as deep as they nest
};

size_t add(size_t a, size_t b) noexcept {
  size_t sum = 0;
  return __builtin_add_overflow(a, b, &sum) ? SIZE_MAX : sum;
}

/// The lists by which a type leads to types.
bool leads_on(std::string_view name) noexcept {
  return name == "fields" || name == "interfaces" || name == "possibleTypes"
         || name == "inputFields";
}

bool introspects(std::string_view name) noexcept {
  return name == "__schema" || name == "__type";
}

class counter {
public:
  explicit counter(const language::document& document) {
    for (const auto& x : document.definitions)
      if (x.fragment != nullptr)
        fragments_.emplace(x.fragment->name.text, x.fragment);
  }

  totals count(const language::selection_set& set) {
    totals out;
    for (const auto& x : set.items) {
      out.directives = add(out.directives, x.directives.size());
      if (x.kind == language::selection_kind::field) {
        auto inner = count(x.selections);
        out.depth = std::max(out.depth, add(inner.depth, 1));
        out.fields = add(out.fields, add(inner.fields, 1));
        out.aliases =
          add(out.aliases, add(inner.aliases, !x.alias.text.empty()));
        out.directives = add(out.directives, inner.directives);
        out.roots = add(out.roots, 1);
        out.lists =
          std::max(out.lists, add(inner.lists, leads_on(x.name.text) ? 1 : 0));
        if (introspects(x.name.text))
          introspection_ = std::max(introspection_, inner.lists);
        continue;
      }
      auto inner = x.kind == language::selection_kind::inline_fragment
                     ? count(x.selections)
                     : fragment(x.name.text);
      out.depth = std::max(out.depth, inner.depth);
      out.fields = add(out.fields, inner.fields);
      out.aliases = add(out.aliases, inner.aliases);
      out.directives = add(out.directives, inner.directives);
      out.roots = add(out.roots, inner.roots);
      out.lists = std::max(out.lists, inner.lists);
    }
    return out;
  }

  size_t introspection() const noexcept {
    return introspection_;
  }

private:
  /// Each fragment is counted once, however often it is spread.
  totals fragment(std::string_view name) {
    auto known = counted_.find(name);
    if (known != counted_.end())
      return known->second;
    auto i = fragments_.find(name);
    auto out = i == fragments_.end() ? totals{} : count(i->second->selections);
    counted_.emplace(name, out);
    return out;
  }

  std::unordered_map<std::string_view, const language::fragment_definition*>
    fragments_;
  std::unordered_map<std::string_view, totals> counted_;
  size_t introspection_ = 0;
};

} // namespace

result<void> check_limits(const language::document& document,
                          const language::operation_definition& operation,
                          const operation_limits& limits) {
  counter all{document};
  auto found = all.count(operation.selections);
  found.directives = add(found.directives, operation.directives.size());
  struct row {
    size_t found, limit;
    const char* what;
    ec code;
  };
  for (const auto& x :
       {row{found.depth, limits.max_depth, "depth", ec::too_deep},
        row{found.fields, limits.max_fields, "field count",
            ec::too_many_fields},
        row{found.aliases, limits.max_aliases, "alias count",
            ec::too_many_aliases},
        row{found.roots, limits.max_root_fields, "root field count",
            ec::too_many_root_fields},
        row{found.directives, limits.max_directives, "directive count",
            ec::too_many_directives},
        row{all.introspection(), limits.max_introspection_depth,
            "introspection depth", ec::too_deep_introspection}}) {
    if (x.limit > 0 && x.found > x.limit)
      return error{x.code,
                   std::string{"The operation's "} + x.what + " of "
                     + std::to_string(x.found) + " exceeds the limit of "
                     + std::to_string(x.limit) + ".",
                   {document.locate(operation.at.begin)}};
  }
  return {};
}

} // namespace troupe::graphql::validation
