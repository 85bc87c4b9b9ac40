#include "compiler/authoring/directives.hpp"

#include "base/suggestions.hpp"

#include <algorithm>

namespace troupe::compiler::authoring {

namespace {

struct known {
  std::string_view name;
  std::vector<std::string_view> arguments;
};

const std::vector<known>& table() {
  static const std::vector<known> rows{
    {"table", {"name", "schema", "key", "generate", "mutations"}},
    {"column", {"name", "type"}},
    {"relation", {"from", "to"}},
    {"unique", {"columns"}},
    {"relay", {"connections", "node", "id"}},
    {"document", {"column", "key"}},
    {"embedded", {}},
    {"discriminator", {"column"}},
    {"variant", {"value"}},
    {"function",
     {"name", "schema", "operation", "input", "invalidates", "logged"}},
    {"error", {"class"}},
    {"response", {}},
    {"generated", {}},
    {"default", {}},
    {"expression", {"sql"}},
    {"dimension", {"column", "path"}},
    {"insert", {}},
    {"update", {}},
    {"delete", {}},
    {"enum", {"type"}},
    {"value", {"sql"}},
    {"database", {"dialect", "maxLimit", "defaultLimit", "mutations"}},
    {"deprecated", {"reason"}},
    {"specifiedBy", {"url"}},
    {"oneOf", {}},
    {"cacheControl", {"maxAge", "scope"}},
  };
  return rows;
}

} // namespace

std::span<const std::string_view> known_directives() noexcept {
  static const auto names = [] {
    std::vector<std::string_view> out;
    for (const auto& x : table())
      out.push_back(x.name);
    return out;
  }();
  return names;
}

void check_directive(const graphql::language::directive& x,
                     const reporter& report) {
  auto row = std::ranges::find(table(), x.name.text, &known::name);
  if (row == table().end()) {
    // A near miss is a typing error; anything else belongs to another tool.
    auto close = suggestions(x.name.text, known_directives(), 1);
    if (!close.empty() && close.front().size() == x.name.text.size())
      report(x.at.begin, "Unknown directive \"@" + std::string{x.name.text}
                           + "\"." + did_you_mean(close));
    return;
  }
  for (const auto& a : x.arguments) {
    if (x.name.text == "cacheControl" && a.name.text == "maxAge"
        && a.value.text.starts_with('-'))
      report(a.value.at.begin, "\"maxAge\" is a number of seconds, 0 or more.");
    if (std::ranges::find(row->arguments, a.name.text) != row->arguments.end())
      continue;
    auto hint = did_you_mean(suggestions(a.name.text, row->arguments));
    if (hint.empty() && row->arguments.empty())
      hint = " It takes none.";
    report(a.name.begin, "Unknown argument \"" + std::string{a.name.text}
                           + "\" on directive \"@" + std::string{x.name.text}
                           + "\"." + hint);
  }
}

const graphql::language::directive*
find_directive(std::span<const graphql::language::directive> directives,
               std::string_view name) noexcept {
  for (const auto& x : directives)
    if (x.name.text == name)
      return &x;
  return nullptr;
}

std::string_view argument_text(const graphql::language::directive* x,
                               std::string_view name) noexcept {
  if (x != nullptr)
    for (const auto& a : x->arguments)
      if (a.name.text == name)
        return a.value.text;
  return {};
}

std::vector<std::string> argument_list(const graphql::language::directive* x,
                                       std::string_view name) {
  std::vector<std::string> out;
  if (x == nullptr)
    return out;
  for (const auto& a : x->arguments) {
    if (a.name.text != name)
      continue;
    if (a.value.kind != graphql::language::value_kind::list)
      out.emplace_back(a.value.text);
    for (const auto& item : a.value.items)
      out.emplace_back(item.text);
  }
  return out;
}

} // namespace troupe::compiler::authoring
