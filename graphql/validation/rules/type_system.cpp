#include "graphql/validation/rules/context.hpp"

namespace troupe::graphql::validation {

namespace {

std::string_view place(language::type_definition_kind x) noexcept {
  constexpr std::string_view names[] = {"SCALAR", "OBJECT", "INTERFACE",
                                        "UNION",  "ENUM",   "INPUT_OBJECT"};
  return names[static_cast<size_t>(x)];
}

/// Walks over the definitions of a type system document for the rules that
/// concern its parts: names of types, directives and values.
class parts_checker {
public:
  explicit parts_checker(context& ctx) : ctx_(ctx) {
    // nop
  }

  void run() {
    for (const auto& x : ctx_.document.definitions) {
      if (ctx_.aborted)
        return;
      if (x.schema != nullptr)
        schema(*x.schema);
      else if (x.type != nullptr)
        type(*x.type);
      else if (x.directive != nullptr)
        inputs(x.directive->arguments, "ARGUMENT_DEFINITION");
    }
  }

private:
  void schema(const language::schema_definition& x) {
    check_directives(ctx_, uses_, x.directives, "SCHEMA", nullptr, on_schema_);
    for (const auto& root : x.operations)
      check_type_name(ctx_, root.type, true);
  }

  void type(const language::type_definition& x) {
    if (!x.directives.empty())
      check_directives(ctx_, uses_, x.directives, place(x.kind), nullptr,
                       *on_type_.insert(x.name.text, {}).first);
    for (const auto& name : x.interfaces)
      check_type_name(ctx_, name, true);
    for (const auto& name : x.members)
      check_type_name(ctx_, name, true);
    for (const auto& f : x.fields) {
      check_directives(ctx_, uses_, f.directives, "FIELD_DEFINITION", nullptr);
      inputs(f.arguments, "ARGUMENT_DEFINITION");
      reference(*f.type);
    }
    for (const auto& v : x.values)
      check_directives(ctx_, uses_, v.directives, "ENUM_VALUE", nullptr);
    inputs(x.input_fields, "INPUT_FIELD_DEFINITION");
  }

  void inputs(std::span<const language::input_value_definition> items,
              std::string_view location) {
    for (const auto& x : items) {
      check_directives(ctx_, uses_, x.directives, location, nullptr);
      reference(*x.type);
      if (x.default_value != nullptr)
        check_value(ctx_, uses_, *x.default_value, nullptr, false);
    }
  }

  void reference(const language::type_reference& x) {
    const auto* core = &x;
    while (core->inner != nullptr)
      core = core->inner;
    check_type_name(ctx_, core->name, true);
  }

  context& ctx_;
  definition_uses uses_;
  seen_directives on_schema_;
  name_table<seen_directives> on_type_;
};

} // namespace

void check_type_system_parts(context& ctx) {
  parts_checker{ctx}.run();
}

} // namespace troupe::graphql::validation
