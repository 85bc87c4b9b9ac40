#include "graphql/validation/rules/schema_rules.hpp"

#include <algorithm>
#include <unordered_map>

namespace troupe::graphql::validation {

namespace {

/// InputObjectDefaultValueHasCycle, §3.10: the default values of fields that
/// lead back to the same field could never be written out.
class default_cycles {
public:
  explicit default_cycles(schema_context& ctx) : ctx_(ctx) {
    // nop
  }

  void run() {
    language::value empty;
    empty.kind = language::value_kind::object;
    for (const auto& x : ctx_.model.types())
      if (x.kind == types::kind::input_object)
        value(x, empty);
  }

private:
  struct step {
    std::string name; ///< `Type.field`
    place at;
  };

  /// What `x` leaves out takes its default.
  void value(const type_model& type, const language::value& x) {
    for (const auto& item : x.items)
      value(type, item);
    if (x.kind != language::value_kind::object)
      return;
    for (const auto& entry : type.input_fields) {
      const auto& name = entry.name;
      const auto& f = entry.value;
      const auto* core = f.node->type;
      while (core->inner != nullptr)
        core = core->inner;
      const auto* inner = ctx_.model.find(core->name.text);
      if (inner == nullptr || inner->kind != types::kind::input_object)
        continue;
      auto given = std::ranges::find_if(
        x.fields, [&](const auto& y) { return y.name.text == name; });
      if (given != x.fields.end())
        value(*inner, given->value);
      else
        follow(type, f, *inner);
    }
  }

  void follow(const type_model& type, const placed_input& f,
              const type_model& inner) {
    if (f.node->default_value == nullptr)
      return;
    auto [number, fresh] = path_number_.emplace(f.node, path_.size());
    if (!fresh) {
      if (number->second < path_.size())
        report(number->second);
      return;
    }
    path_.push_back(
      {std::string{type.name} + "." + std::string{f.node->name.text},
       {f.document, f.node->default_value->at.begin}});
    value(inner, *f.node->default_value);
    path_.pop_back();
    number = path_number_.find(f.node);
    number->second = SIZE_MAX; // seen, and no longer on the path
  }

  void report(size_t first) {
    std::string via;
    std::vector<place> at;
    for (size_t i = first; i < path_.size(); ++i) {
      if (i > first)
        via +=
          (via.empty() ? " via the default values of: " : ", ") + path_[i].name;
      at.push_back(path_[i].at);
    }
    ctx_.report("Invalid circular reference. The default value of Input Object "
                "field "
                  + path_[first].name + " references itself" + via + ".",
                at);
  }

  schema_context& ctx_;
  std::vector<step> path_;
  std::unordered_map<const language::input_value_definition*, size_t>
    path_number_;
};

} // namespace

void check_default_cycles(schema_context& ctx) {
  default_cycles{ctx}.run();
}

} // namespace troupe::graphql::validation
