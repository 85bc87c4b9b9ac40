#include "runtime/plan_ahead.hpp"

#include "base/json_read.hpp"
#include "base/json_write.hpp"
#include "compiler/planner/planner.hpp"
#include "graphql/validation/coerce.hpp"
#include "graphql/validation/validate.hpp"
#include "runtime/explain.hpp"

#include <algorithm>

namespace troupe::runtime {

namespace {

using graphql::language::type_kind;
using graphql::language::type_reference;
using graphql::types::scalar_kind;

/// Writes variables of the right structure; their values do not matter.
class sampler {
public:
  sampler(const graphql::types::schema& schema, bool optional)
    : schema_(schema), optional_(optional) {
    // nop
  }

  std::string run(const graphql::language::operation_definition& operation) {
    out_.push_back('{');
    for (const auto& x : operation.variables) {
      bool required =
        x.type->kind == type_kind::non_null && x.default_value == nullptr;
      if (!required && !optional_)
        continue;
      if (out_.size() > 1)
        out_.push_back(',');
      json::write_string(out_, x.name.text);
      out_.push_back(':');
      value(*x.type);
    }
    out_.push_back('}');
    return std::string{out_.view()};
  }

private:
  void value(const type_reference& x) {
    switch (x.kind) {
      case type_kind::non_null:
        return value(*x.inner);
      case type_kind::list:
        out_.push_back('[');
        value(*x.inner);
        return out_.push_back(']');
      case type_kind::named:
        if (const auto* type = schema_.find(x.name.text))
          return named(*type);
        out_.append("null");
    }
  }

  void value(const graphql::types::type_ref& x) {
    const auto& type = x.nullable();
    if (!type.list())
      return named(type.core());
    out_.push_back('[');
    value(*type.inner);
    out_.push_back(']');
  }

  void named(const graphql::types::type& x) {
    using graphql::types::kind;
    if (x.kind == kind::enum_)
      return json::write_string(out_, x.values.empty() ? std::string_view{}
                                                       : x.values.front().name);
    if (x.kind == kind::input_object)
      return object(x);
    switch (x.scalar) {
      case scalar_kind::int_:
      case scalar_kind::float_:
      case scalar_kind::id:
        return out_.push_back('1');
      case scalar_kind::boolean:
        return out_.append("true");
      case scalar_kind::string:
        return out_.append("\"\"");
      case scalar_kind::custom:
        return custom(x.name);
    }
  }

  void custom(std::string_view name) {
    constexpr std::pair<std::string_view, std::string_view> samples[] = {
      {"Date", "\"2026-01-01\""},
      {"DateTime", "\"2026-01-01T00:00:00Z\""},
      {"LocalDateTime", "\"2026-01-01T00:00:00\""},
      {"Time", "\"00:00:00\""},
      {"Duration", "\"P1D\""},
      {"UUID", "\"00000000-0000-0000-0000-000000000000\""},
      {"Bytes", "\"\""},
    };
    for (const auto& [known, sample] : samples)
      if (known == name)
        return out_.append(sample);
    out_.push_back('1');
  }

  void object(const graphql::types::type& x) {
    // Required fields cannot go round, or no value would ever end.
    out_.push_back('{');
    auto begin = out_.size();
    for (const auto& f : x.input_fields) {
      if (!f.required() && !(x.one_of && out_.size() == begin))
        continue;
      if (out_.size() > begin)
        out_.push_back(',');
      json::write_string(out_, f.name);
      out_.push_back(':');
      value(*f.type);
    }
    out_.push_back('}');
  }

  const graphql::types::schema& schema_;
  bool optional_;
  bytes out_;
};

void list(std::vector<std::string>& out, const std::string& field,
          const plan::statement& x) {
  for (const auto& part : x.parts)
    list(out, field, *part);
  auto line = field + x.sql;
  if (!x.sql.empty() && std::ranges::find(out, line) == out.end())
    out.push_back(std::move(line));
}

} // namespace

result<std::vector<planned_operation>>
plan_ahead(const plan::catalog& catalog, const graphql::types::schema& schema,
           const graphql::language::document& document,
           compiler::planner::write_options writes) {
  std::vector<planned_operation> out;
  auto conditional = graphql::validation::find_conditional_variables(document);
  for (const auto& d : document.definitions) {
    if (d.operation == nullptr
        || d.operation->kind == graphql::language::operation_kind::subscription)
      continue;
    for (bool optional : {true, false}) {
      arena memory;
      auto text = sampler{schema, optional}.run(*d.operation);
      auto given = json::parse(text, memory);
      if (!given)
        return given.error();
      std::vector<error> problems;
      auto variables = graphql::validation::coerce_variables(
        schema, document, *d.operation, conditional, *given, memory, problems);
      // A scalar of the author's own may take no sample: planned when seen.
      if (!problems.empty())
        continue;
      auto known = [&](const planned_operation& x) {
        return x.name == d.operation->name.text
               && x.signature == variables.signature;
      };
      if (std::ranges::any_of(out, known))
        continue;
      auto made = compiler::planner::plan_operation(
        {catalog, schema, document, *d.operation, variables, writes});
      if (!made)
        return made.error();
      out.push_back({std::string{d.operation->name.text},
                     std::string{variables.signature}, std::move(*made)});
    }
  }
  return out;
}

std::vector<std::string>
statements_of(const std::vector<planned_operation>& planned) {
  std::vector<std::string> out;
  for (const auto& x : planned)
    for (const auto& step : x.plan->steps)
      if (step.statement != nullptr)
        list(out, x.name + "." + step.shape.name + ": ", *step.statement);
  return out;
}

std::vector<std::string>
plans_of(const std::vector<planned_operation>& planned) {
  std::vector<std::string> out;
  for (const auto& x : planned)
    for (const auto& step : x.plan->steps) {
      auto tree = x.name + ": " + plan_tree(step);
      if (std::ranges::find(out, tree) == out.end())
        out.push_back(std::move(tree));
    }
  return out;
}

result<std::vector<planned_operation>>
plan_document(const plan::catalog& catalog,
              const graphql::types::schema& schema, std::string_view text,
              compiler::planner::write_options writes) {
  auto document = graphql::language::parse(std::string{text});
  if (!document)
    return document.error();
  auto errors = graphql::validation::validate(schema, *document);
  if (!errors.empty())
    return errors.front();
  return plan_ahead(catalog, schema, *document, writes);
}

} // namespace troupe::runtime
