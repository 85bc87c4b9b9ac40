#include "graphql/types/introspection.hpp"

namespace troupe::graphql::types {

namespace {

class printer {
public:
  printer(const schema& types, const field_collector& fields)
    : types_(types), fields_(fields) {
    // nop
  }

  std::string run(const collected_field& x, const type& parent) {
    field(x, parent, 0);
    return fixed_ ? std::move(out_) : std::string{};
  }

private:
  void field(const collected_field& x, const type& parent, size_t wrapping) {
    auto name = x.first().name.text;
    if (x.key != name)
      out_.append(x.key).push_back(':');
    out_ += name;
    for (const auto& a : x.first().arguments)
      argument(a);
    wrapping = name == "ofType" ? wrapping + 1 : 0;
    const auto* definition = types_.find_field(parent, name);
    if (definition == nullptr || wrapping >= most_wrapping)
      return;
    const auto& inner = definition->type->core();
    if (inner.leaf())
      return;
    out_.push_back('{');
    for (const auto& f : fields_.collect(inner, x)) {
      field(f, inner, wrapping);
      out_.push_back(' ');
    }
    out_.push_back('}');
  }

  void argument(const language::argument& x) {
    fixed_ = fixed_ && x.value.kind != language::value_kind::variable;
    out_.append("(").append(x.name.text).append(":");
    out_.append(x.value.text).append(")");
  }

  const schema& types_;
  const field_collector& fields_;
  std::string out_;
  bool fixed_ = true;
};

} // namespace

std::string introspection_selection(const schema& types,
                                    const field_collector& fields,
                                    const collected_field& x,
                                    const type& parent) {
  return printer{types, fields}.run(x, parent);
}

} // namespace troupe::graphql::types
