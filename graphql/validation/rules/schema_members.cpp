#include "graphql/types/sdl_specs.hpp"
#include "graphql/validation/rules/schema_rules.hpp"

#include <algorithm>

namespace troupe::graphql::validation {

namespace {

std::string text(std::string_view x) {
  return std::string{x};
}

bool required(const language::input_value_definition& x) noexcept {
  return x.type->kind == language::type_kind::non_null
         && x.default_value == nullptr;
}

const language::directive*
deprecated(std::span<const language::directive> directives) noexcept {
  auto i = std::ranges::find_if(
    directives, [](const auto& x) { return x.name.text == "deprecated"; });
  return i == directives.end() ? nullptr : &*i;
}

void check_name(schema_context& ctx, std::string_view name, place at) {
  if (name.starts_with("__"))
    ctx.report("Name \"" + text(name)
                 + "\" must not begin with \"__\", which is reserved by "
                   "GraphQL introspection.",
               {at});
}

/// One argument or input field, shown as `where`.
void check_required(schema_context& ctx, const placed_input& x,
                    const std::string& where) {
  const auto* d = deprecated(x.node->directives);
  if (d != nullptr && required(*x.node))
    ctx.report(
      "Required " + where + " cannot be deprecated.",
      {{x.document, d->at.begin}, {x.document, x.node->type->at.begin}});
}

class member_checker {
public:
  explicit member_checker(schema_context& ctx) : ctx_(ctx) {
    // nop
  }

  void check(const type_model& x) {
    check_name(ctx_, x.name,
               {x.nodes.front().document, x.nodes.front().node->at.begin});
    switch (x.kind) {
      case types::kind::object:
      case types::kind::interface:
        return fields(x);
      case types::kind::union_:
        return members(x);
      case types::kind::enum_:
        return values(x);
      case types::kind::input_object:
        return input_fields(x);
      case types::kind::scalar:
        return;
    }
  }

private:
  void fields(const type_model& x) {
    if (x.fields.size() == 0)
      ctx_.report("Type " + text(x.name) + " must define one or more fields.",
                  x.node_places());
    for (const auto& [name, f] : x.fields) {
      auto where = text(x.name) + "." + text(name);
      check_name(ctx_, name, {f.document, f.node->at.begin});
      if (!ctx_.model.is_output(*f.node->type))
        ctx_.report("The type of " + where + " must be Output Type but got: "
                      + types::notation(*f.node->type) + ".",
                    {{f.document, f.node->type->at.begin}});
      for (const auto& a : f.node->arguments)
        argument(where, {&a, f.document});
    }
  }

  void argument(const std::string& field, const placed_input& x) {
    auto where = field + "(" + text(x.node->name.text) + ":)";
    check_name(ctx_, x.node->name.text, {x.document, x.node->at.begin});
    if (!ctx_.model.is_input(*x.node->type))
      ctx_.report("The type of " + where + " must be Input Type but got: "
                    + types::notation(*x.node->type) + ".",
                  {{x.document, x.node->type->at.begin}});
    check_required(ctx_, x, "argument " + where);
  }

  void members(const type_model& x) {
    if (x.members.empty())
      ctx_.report("Union type " + text(x.name)
                    + " must define one or more member types.",
                  x.node_places());
    name_table<bool> seen;
    for (const auto& m : x.members) {
      auto name = m.node->text;
      bool again = !seen.insert(name, true).second;
      if (again)
        ctx_.report("Union type " + text(x.name) + " can only include type "
                      + text(name) + " once.",
                    places_of(x, name));
      else if (!ctx_.model.is_object(name))
        ctx_.report("Union type " + text(x.name)
                      + " can only include Object types, it cannot include "
                      + text(name) + ".",
                    places_of(x, name));
    }
  }

  static std::vector<place> places_of(const type_model& x,
                                      std::string_view member) {
    std::vector<place> out;
    for (const auto& m : x.members)
      if (m.node->text == member)
        out.push_back({m.document, m.node->begin});
    return out;
  }

  void values(const type_model& x) {
    if (x.values.size() == 0)
      ctx_.report("Enum type " + text(x.name)
                    + " must define one or more values.",
                  x.node_places());
    for (const auto& [name, v] : x.values)
      check_name(ctx_, name, {v.document, v.node->at.begin});
  }

  void input_fields(const type_model& x) {
    if (x.input_fields.size() == 0)
      ctx_.report("Input Object type " + text(x.name)
                    + " must define one or more fields.",
                  x.node_places());
    for (const auto& [name, f] : x.input_fields) {
      auto where = text(x.name) + "." + text(name);
      check_name(ctx_, name, {f.document, f.node->at.begin});
      if (!ctx_.model.is_input(*f.node->type))
        ctx_.report("The type of " + where + " must be Input Type but got: "
                      + types::notation(*f.node->type) + ".",
                    {{f.document, f.node->type->at.begin}});
      check_required(ctx_, f, "input field " + where);
      if (x.one_of)
        one_of_field(where, f);
    }
  }

  // §3.10.1
  void one_of_field(const std::string& where, const placed_input& f) {
    if (f.node->type->kind == language::type_kind::non_null)
      ctx_.report("OneOf input field " + where + " must be nullable.",
                  {{f.document, f.node->type->at.begin}});
    if (f.node->default_value != nullptr)
      ctx_.report("OneOf input field " + where
                    + " cannot have a default value.",
                  {{f.document, f.node->at.begin}});
  }

  schema_context& ctx_;
};

} // namespace

// §3.3.1
void check_root_types(schema_context& ctx) {
  using language::operation_kind;
  const auto& model = ctx.model;
  if (model.root(operation_kind::query).empty())
    ctx.report("Query root type must be provided.", model.schema_place());
  constexpr std::string_view words[] = {"Query", "Mutation", "Subscription"};
  for (auto kind : {operation_kind::query, operation_kind::mutation,
                    operation_kind::subscription}) {
    auto name = model.root(kind);
    if (name.empty() || model.is_object(name))
      continue;
    ctx.report(text(words[static_cast<size_t>(kind)])
                 + " root type must be Object type"
                 + (kind == operation_kind::query ? "" : " if provided")
                 + ", it cannot be " + text(name) + ".",
               model.root_place(kind));
  }
}

// §3.13
void check_directive_definitions(schema_context& ctx) {
  for (const auto& [name, x] : ctx.model.directives()) {
    check_name(ctx, name, {x.document, x.node->at.begin});
    for (const auto& a : x.node->arguments) {
      auto where = "@" + text(name) + "(" + text(a.name.text) + ":)";
      check_name(ctx, a.name.text, {x.document, a.at.begin});
      if (!ctx.model.is_input(*a.type))
        ctx.report("The type of " + where + " must be Input Type but got: "
                     + types::notation(*a.type) + ".",
                   {{x.document, a.at.begin}});
      check_required(ctx, {&a, x.document}, "argument " + where);
    }
  }
}

void check_members(schema_context& ctx) {
  member_checker checker{ctx};
  for (const auto& x : ctx.model.types())
    checker.check(x);
}

} // namespace troupe::graphql::validation
