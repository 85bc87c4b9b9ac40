#include "graphql/validation/rules/sdl.hpp"

#include <algorithm>

namespace troupe::graphql::validation {

namespace {

constexpr std::string_view operation_words[] = {"query", "mutation",
                                                "subscription"};

// LoneSchemaDefinition
void lone_schema(context& ctx, const types::schema* extended) {
  bool defined =
    extended != nullptr
    && (extended->query() != nullptr || extended->mutation() != nullptr
        || extended->subscription() != nullptr);
  size_t count = 0;
  for (const auto& x : ctx.document.definitions) {
    if (x.schema == nullptr || x.schema->extension)
      continue;
    if (defined)
      ctx.report(rule::lone_schema_definition,
                 "Cannot define a new schema within a schema extension.",
                 {x.schema->at.begin});
    else if (count++ > 0)
      ctx.report(rule::lone_schema_definition,
                 "Must provide only one schema definition.",
                 {x.schema->at.begin});
  }
}

// RootOperationTypes, §3.3.1
void unique_operation_types(context& ctx, const types::schema* extended) {
  const language::operation_type_definition* seen[3] = {};
  for (const auto& x : ctx.document.definitions) {
    if (x.schema == nullptr)
      continue;
    for (const auto& root : x.schema->operations) {
      auto i = static_cast<size_t>(root.kind);
      std::string word{operation_words[i]};
      if (extended != nullptr && extended->root(root.kind) != nullptr)
        ctx.report(rule::unique_operation_types,
                   "Type for " + word
                     + " already defined in the schema. It cannot be "
                       "redefined.",
                   {root.at.begin});
      else if (seen[i] != nullptr)
        ctx.report(rule::unique_operation_types,
                   "There can be only one " + word + " type in schema.",
                   {seen[i]->at.begin, root.at.begin});
      else
        seen[i] = &root;
    }
  }
}

void unique_type_names(context& ctx, const types::schema* extended) {
  name_table<uint32_t> seen;
  for (const auto& x : ctx.document.definitions) {
    if (x.type == nullptr || x.type->extension)
      continue;
    const auto& name = x.type->name;
    if (extended != nullptr && extended->find(name.text) != nullptr) {
      ctx.report(rule::unique_type_names,
                 "Type " + quote(name.text)
                   + " already exists in the schema. It cannot also be defined "
                     "in this type definition.",
                 {name.begin});
      continue;
    }
    auto [first, fresh] = seen.insert(name.text, name.begin);
    if (!fresh)
      ctx.report(rule::unique_type_names,
                 "There can be only one type named " + quote(name.text) + ".",
                 {*first, name.begin});
  }
}

void unique_directive_names(context& ctx, const types::schema* extended) {
  name_table<uint32_t> seen;
  for (const auto& x : ctx.document.definitions) {
    if (x.directive == nullptr)
      continue;
    const auto& name = x.directive->name;
    auto shown = "\"@" + std::string{name.text} + "\"";
    if (extended != nullptr && extended->find_directive(name.text) != nullptr) {
      ctx.report(rule::unique_directive_names,
                 "Directive " + shown
                   + " already exists in the schema. It cannot be redefined.",
                 {name.begin});
      continue;
    }
    auto [first, fresh] = seen.insert(name.text, name.begin);
    if (!fresh)
      ctx.report(rule::unique_directive_names,
                 "There can be only one directive named " + shown + ".",
                 {*first, name.begin});
  }
}

std::string_view kind_word(language::type_definition_kind x) noexcept {
  constexpr std::string_view words[] = {"scalar", "object", "interface",
                                        "union",  "enum",   "input object"};
  return words[static_cast<size_t>(x)];
}

void undefined_extension(context& ctx, const language::type_definition& x,
                         const types::schema* extended) {
  std::vector<std::string_view> names;
  for (const auto& t : ctx.written_types)
    names.push_back(t.name);
  if (extended != nullptr)
    for (const auto* t : extended->types())
      names.push_back(t->name);
  ctx.report(rule::possible_type_extensions,
             "Cannot extend type " + quote(x.name.text)
               + " because it is not defined." + hint(x.name.text, names),
             {x.name.begin});
}

// §3.4.3 and the "Type Validation" of each kind's extensions
void possible_extensions(context& ctx, const types::schema* extended) {
  for (const auto& x : ctx.document.definitions) {
    if (x.type == nullptr || !x.type->extension)
      continue;
    const auto* const* here = ctx.written_types.find(x.type->name.text);
    const auto* there =
      extended == nullptr ? nullptr : extended->find(x.type->name.text);
    if (here == nullptr && there == nullptr) {
      undefined_extension(ctx, *x.type, extended);
      continue;
    }
    // The kinds of definitions and of types stand in the same order.
    auto kind = here != nullptr ? static_cast<size_t>((*here)->kind)
                                : static_cast<size_t>(there->kind);
    if (kind == static_cast<size_t>(x.type->kind))
      continue;
    std::vector<uint32_t> at;
    if (here != nullptr)
      at.push_back((*here)->at.begin);
    at.push_back(x.type->at.begin);
    ctx.report(rule::possible_type_extensions,
               "Cannot extend non-" + std::string{kind_word(x.type->kind)}
                 + " type " + quote(x.type->name.text) + ".",
               at);
  }
}

} // namespace

void check_schema_definitions(context& ctx, const types::schema* extended) {
  lone_schema(ctx, extended);
  unique_operation_types(ctx, extended);
}

void check_type_definitions(context& ctx, const types::schema* extended) {
  unique_type_names(ctx, extended);
  unique_directive_names(ctx, extended);
  possible_extensions(ctx, extended);
}

} // namespace troupe::graphql::validation
