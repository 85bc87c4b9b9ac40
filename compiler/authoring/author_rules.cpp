#include "compiler/authoring/author_run.hpp"
#include "compiler/authoring/joined.hpp"
#include "compiler/authoring/schema.hpp"
#include "graphql/types/build.hpp"
#include "graphql/validation/validate_sdl.hpp"

#include <algorithm>

namespace troupe::compiler::authoring {

namespace {

namespace validation = graphql::validation;

struct binding {
  std::string_view name;
  std::string_view sdl;
};

/// README.md of this folder says what they mean.
constexpr binding bindings[] = {
  {"table", "(name: String, schema: String, key: [String!], generate: Boolean, "
            "mutations: Boolean) on OBJECT | INTERFACE | UNION"},
  {"column", "(name: String, type: String) on FIELD_DEFINITION | "
             "INPUT_FIELD_DEFINITION | ARGUMENT_DEFINITION"},
  {"relation", "(from: [String!], to: [String!]) on FIELD_DEFINITION"},
  {"unique", "(columns: [String!]!) repeatable on OBJECT | INTERFACE | UNION"},
  {"relay", "(connections: Boolean, node: Boolean, id: String) on SCHEMA"},
  {"document", "(column: String, key: String) on OBJECT | INTERFACE | UNION | "
               "FIELD_DEFINITION"},
  {"embedded", " on OBJECT"},
  {"discriminator", "(column: String!) on INTERFACE | UNION"},
  {"variant", "(value: _Literal!) on OBJECT"},
  {"function", "(name: String, schema: String) on FIELD_DEFINITION"},
  {"generated", " on FIELD_DEFINITION"},
  {"default", " on FIELD_DEFINITION"},
  {"expression", "(sql: String!) on FIELD_DEFINITION"},
  {"insert", " on FIELD_DEFINITION"},
  {"update", " on FIELD_DEFINITION"},
  {"delete", " on FIELD_DEFINITION"},
  {"cacheControl", "(maxAge: Int, scope: CacheControlScope) on OBJECT | "
                   "INTERFACE | UNION | FIELD_DEFINITION"},
  {"enum", "(type: String) on ENUM"},
  {"value", "(sql: _Literal!) on ENUM_VALUE"},
  {"database", "(dialect: String, maxLimit: Int, defaultLimit: Int, mutations: "
               "Boolean) on SCHEMA"},
};

/// Scalars that need no definition.
constexpr std::string_view scalars[] = {
  "BigInt",   "Bytes", "Date",          "DateTime", "Decimal",
  "Duration", "JSON",  "LocalDateTime", "Time",     "UUID"};

/// Types that are generated, beside those named after a type of the author's
/// or a scalar.
constexpr std::string_view generated_types[] = {"Node", "PageInfo", "Query",
                                                "Mutation", "Subscription"};

constexpr std::string_view everywhere =
  " repeatable on SCHEMA | SCALAR | OBJECT | FIELD_DEFINITION | "
  "ARGUMENT_DEFINITION | INTERFACE | UNION | ENUM | ENUM_VALUE | "
  "INPUT_OBJECT | INPUT_FIELD_DEFINITION";

/// Calls `f` with each directive in a definition.
template <class F>
void each_directive(const language::definition& x, F f) {
  auto all = [&](const auto& node) {
    for (const auto& d : node.directives)
      f(d);
  };
  if (x.schema != nullptr)
    all(*x.schema);
  if (x.directive != nullptr)
    for (const auto& a : x.directive->arguments)
      all(a);
  if (x.type == nullptr)
    return;
  all(*x.type);
  for (const auto& y : x.type->fields) {
    all(y);
    for (const auto& a : y.arguments)
      all(a);
  }
  for (const auto& y : x.type->input_fields)
    all(y);
  for (const auto& y : x.type->values)
    all(y);
}

/// What the files need not define themselves: scalars, our directives, and
/// those of other tools, which may stand anywhere with any arguments.
result<types::schema> surroundings_of(const language::document& files) {
  std::set<std::string_view> known{"deprecated", "specifiedBy", "oneOf", "skip",
                                   "include"};
  std::set<std::string_view> written;
  for (const auto& x : files.definitions) {
    if (x.directive != nullptr)
      known.insert(x.directive->name.text);
    if (x.type != nullptr)
      written.insert(x.type->name.text);
  }
  std::string sdl = "scalar _Literal\n";
  if (!written.contains("CacheControlScope"))
    sdl += "enum CacheControlScope { PUBLIC PRIVATE }\n";
  for (auto name : scalars)
    if (!written.contains(name))
      sdl += "scalar " + std::string{name} + "\n";
  for (const auto& x : bindings)
    if (known.insert(x.name).second)
      sdl += "directive @" + std::string{x.name} + std::string{x.sdl} + "\n";
  std::map<std::string_view, std::set<std::string_view>> foreign;
  for (const auto& x : files.definitions)
    each_directive(x, [&](const language::directive& d) {
      if (known.contains(d.name.text))
        return;
      auto& arguments = foreign[d.name.text];
      for (const auto& a : d.arguments)
        arguments.insert(a.name.text);
    });
  for (const auto& [name, arguments] : foreign) {
    sdl += "directive @" + std::string{name};
    for (auto a : arguments)
      sdl +=
        (a == *arguments.begin() ? "(" : ", ") + std::string{a} + ": _Literal";
    sdl += (arguments.empty() ? "" : ")") + std::string{everywhere} + "\n";
  }
  return types::build_schema(std::move(sdl));
}

/// Root types may be extended without being defined: they are generated.
std::string roots_to_extend(const std::deque<language::document>& files) {
  std::set<std::string_view> roots{"Query", "Mutation", "Subscription"};
  std::set<std::string_view> defined;
  std::set<std::string_view> extended;
  for (const auto& file : files)
    for (const auto& x : file.definitions) {
      if (x.schema != nullptr)
        for (const auto& root : x.schema->operations)
          roots.insert(root.type.text);
      if (x.type != nullptr)
        (x.type->extension ? extended : defined).insert(x.type->name.text);
    }
  std::string out;
  for (auto name : roots)
    if (extended.contains(name) && !defined.contains(name))
      out += "type " + std::string{name} + "\n";
  return out;
}

/// Returns the type that KnownTypeNames complains of.
std::string_view unknown_type(const error& x) noexcept {
  constexpr std::string_view begin = "Unknown type \"";
  std::string_view text = x.detail;
  if (!text.starts_with(begin))
    return {};
  text.remove_prefix(begin.size());
  return text.substr(0, text.find('"'));
}

/// Returns whether a type may be generated for all that the files say.
bool may_be_generated(std::string_view name, const language::document& files) {
  auto begins = [&](std::string_view x) { return name.starts_with(x); };
  constexpr std::string_view standard[] = {"Int", "Float", "String", "Boolean",
                                           "ID"};
  return std::ranges::any_of(files.definitions,
                             [&](const language::definition& x) {
                               return x.type != nullptr
                                      && begins(x.type->name.text);
                             })
         || std::ranges::any_of(scalars, begins)
         || std::ranges::any_of(standard, begins)
         || std::ranges::find(generated_types, name)
              != std::end(generated_types);
}

} // namespace

void author_run::report(const joined_files& files, std::vector<error> errors) {
  for (auto& x : errors) {
    size_t file = 0;
    if (!files.place(x, file))
      continue;
    x.code = ec::invalid_schema;
    out_.errors.push_back({files_[file].name, std::move(x)});
  }
}

void author_run::check_rules() {
  joined_files files{roots_to_extend(documents_), files_};
  if (files.document() == nullptr)
    return;
  const auto& sdl = *files.document();
  auto known = surroundings_of(sdl);
  if (!known)
    return;
  auto rules = validation::sdl_rules();
  // `check_directive` knows more about these.
  rules.erase(validation::rule::known_argument_names_on_directives);
  rules.insert(validation::rule::values_of_correct_type);
  auto found = validation::validate_sdl(sdl, &*known, rules);
  // `check_types` sees what is generated.
  std::erase_if(found, [&](const error& x) {
    auto name = unknown_type(x);
    return !name.empty() && may_be_generated(name, sdl);
  });
  report(files, std::move(found));
}

void author_run::check_types(const result<types::schema>& built) {
  joined_files files{roots_to_extend(documents_), files_};
  if (files.document() == nullptr)
    return;
  const auto& sdl = *files.document();
  const auto* schema = built ? &*built : nullptr;
  auto unknown =
    validation::validate_sdl(sdl, schema, {validation::rule::known_type_names});
  // What is generated is known only once it is.
  if (!built)
    std::erase_if(unknown, [&](const error& x) {
      return built.error().detail.find('"' + std::string{unknown_type(x)} + '"')
             == std::string::npos;
    });
  report(files, std::move(unknown));
  if (!built || !out_.errors.empty())
    return;
  const auto* all = &sdl;
  report(files, validation::validate_schema({&all, 1}));
  if (out_.errors.empty())
    report(files, validation::check_default_values(sdl, *schema));
}

} // namespace troupe::compiler::authoring
