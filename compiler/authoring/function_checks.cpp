#include "compiler/authoring/function_checks.hpp"

#include "base/suggestions.hpp"
#include "compiler/authoring/schema_generator.hpp"

#include <algorithm>
#include <string_view>

namespace troupe::compiler::authoring {

namespace {

/// Takes `"schema"."name"` apart.
std::vector<std::string> parts_of(std::string_view quoted) {
  std::vector<std::string> out;
  for (size_t i = 0; i < quoted.size(); ++i) {
    if (quoted[i] != '"')
      continue;
    auto& part = out.emplace_back();
    for (++i; i < quoted.size(); ++i) {
      if (quoted[i] == '"' && (i + 1 == quoted.size() || quoted[i + 1] != '"'))
        break;
      i += quoted[i] == '"';
      part += quoted[i];
    }
  }
  return out;
}

bool among(const std::vector<std::string>& names, std::string_view x) {
  return std::ranges::find(names, x) != names.end();
}

class checker {
public:
  checker(const plan::catalog& catalog, const plan::database_facts& facts,
          std::vector<finding>& out)
    : catalog_(catalog), facts_(facts), out_(out) {
    // nop
  }

  void run() {
    for (const auto& r : catalog_.roots)
      if (r.kind == plan::root_kind::function
          || r.kind == plan::root_kind::call)
        root(r);
  }

private:
  void add(const plan::root_def& r, bool error, std::string message) {
    out_.push_back(
      {error ? severity::error : severity::warning,
       (r.operation == plan::operation::mutation ? "Mutation." : "Query.")
         + r.name,
       std::move(message)});
  }

  std::vector<const plan::function_facts*>
  candidates(const std::vector<std::string>& name) const {
    std::vector<const plan::function_facts*> out;
    for (const auto& f : facts_.functions)
      if (f.name == name.back()
          && (name.size() > 1 ? f.schema == name.front()
                              : among(facts_.default_schemas, f.schema)))
        out.push_back(&f);
    return out;
  }

  void root(const plan::root_def& r) {
    auto name = parts_of(r.sql);
    if (name.empty())
      return;
    auto found = candidates(name);
    if (found.empty()) {
      std::vector<std::string_view> names;
      for (const auto& f : facts_.functions)
        names.push_back(f.name);
      return add(r, true,
                 "the database has no function " + r.sql + "."
                   + did_you_mean(suggestions(name.back(), names, 3)));
    }
    auto given = parameters(r);
    std::string why;
    for (const auto* f : found) {
      why = mismatch(r, *f, given);
      if (why.empty())
        return result(r, *f);
    }
    add(r, true, why);
  }

  /// What is passed: names, and which may be left out.
  struct passed {
    std::string key;
    bool optional;
  };

  std::vector<passed> parameters(const plan::root_def& r) const {
    std::vector<passed> out;
    for (const auto& a : r.arguments) {
      if (a.role != plan::argument_role::value)
        continue;
      const auto* in = input(a.type);
      if (in == nullptr || !r.function || r.function->json_input
          || list_notation(a.type)) {
        out.push_back({a.key, !a.type.ends_with('!')});
        continue;
      }
      for (const auto& f : in->fields)
        out.push_back(
          {f.key, !f.type.ends_with('!') || !a.type.ends_with('!')});
    }
    for (const auto& i : r.inject)
      out.push_back({i.column, false});
    return out;
  }

  const plan::input_def* input(std::string_view type) const {
    auto i = std::ranges::find(catalog_.inputs, core_name(type),
                               &plan::input_def::name);
    return i == catalog_.inputs.end() ? nullptr : &*i;
  }

  /// Returns why a function cannot be called with what is passed.
  static std::string mismatch(const plan::root_def& r,
                              const plan::function_facts& f,
                              const std::vector<passed>& given) {
    if (r.kind == plan::root_kind::function)
      return {};
    if (r.function->positional) {
      size_t least = 0;
      for (const auto& p : f.parameters)
        least += p.optional ? 0 : 1;
      if (given.size() < least || given.size() > f.parameters.size())
        return "function " + r.sql + " takes "
               + std::to_string(f.parameters.size()) + " values, but the "
               + "arguments are " + std::to_string(given.size()) + ".";
      return {};
    }
    std::vector<std::string_view> names;
    for (const auto& p : f.parameters)
      names.push_back(p.name);
    for (const auto& g : given)
      if (std::ranges::find(names, g.key) == names.end())
        return "function " + r.sql + " has no parameter \"" + g.key + "\"."
               + did_you_mean(suggestions(g.key, names, 3))
               + " @column(name:) names one.";
    for (const auto& p : f.parameters) {
      auto g = std::ranges::find(given, p.name, &passed::key);
      if (!p.optional && g == given.end())
        return "function " + r.sql + " needs parameter \"" + p.name
               + "\", and no argument gives it.";
      if (!p.optional && g->optional)
        return "parameter \"" + p.name + "\" of function " + r.sql
               + " has no default, so its argument must be required.";
    }
    return {};
  }

  void result(const plan::root_def& r, const plan::function_facts& f) {
    if (r.operation == plan::operation::query && f.changes)
      add(r, false,
          "function " + r.sql
            + " is VOLATILE: a query must not write. STABLE "
              "says that it does not.");
    if (r.kind != plan::root_kind::call)
      return;
    bool json = f.result == "jsonb" || f.result == "json";
    bool leaf = r.model < 0 && !abstract(core_name(r.type));
    if (leaf && f.composite)
      add(r, true,
          "function " + r.sql + " returns rows, which type \"" + r.type
            + "\" cannot show.");
    if (leaf && f.many)
      add(r, true,
          "function " + r.sql
            + " returns a set; for a list of values it has to return an "
              "array.");
    if (leaf)
      return;
    if (!f.composite && !json)
      add(r, true,
          "function " + r.sql + " returns " + f.result + ", but type \""
            + r.type
            + "\" is an object. It has to return a row, "
              "mutation_response or JSON.");
    if (!list_notation(r.type) && f.many)
      add(r, false,
          "function " + r.sql
            + " may return several rows, of which one is "
              "taken.");
    response(r, f);
  }

  /// What looks like a response but is none would be taken for a row.
  void response(const plan::root_def& r, const plan::function_facts& f) {
    constexpr std::string_view current[] = {"succeeded", "state_changed",
                                            "entity"};
    auto have = std::ranges::count_if(
      current, [&](auto name) { return among(f.columns, name); });
    if (have > 1 && have < 3)
      add(r, false,
          "function " + r.sql
            + " returns a row that is no mutation_response: "
              "it lacks succeeded, state_changed or entity.");
  }

  bool abstract(std::string_view type) const {
    return catalog_.extra_sdl.find("union " + std::string{type} + " ")
             != std::string::npos
           || catalog_.extra_sdl.find("interface " + std::string{type} + " ")
                != std::string::npos;
  }

  const plan::catalog& catalog_;
  const plan::database_facts& facts_;
  std::vector<finding>& out_;
};

} // namespace

void check_functions(const plan::catalog& catalog,
                     const plan::database_facts& facts,
                     std::vector<finding>& out) {
  checker{catalog, facts, out}.run();
}

} // namespace troupe::compiler::authoring
