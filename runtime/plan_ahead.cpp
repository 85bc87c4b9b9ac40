#include "runtime/plan_ahead.hpp"

#include "base/json_read.hpp"
#include "base/json_write.hpp"
#include "compiler/planner/planner.hpp"
#include "graphql/validation/coerce.hpp"
#include "plan/operation.hpp"

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

/// Whether an answer is part of the plan that depends on how a node is set up.
bool introspects(const plan::operation_plan& x) {
  return std::ranges::any_of(x.steps, [](const plan::step& s) {
    return s.kind == plan::step_kind::literal && s.shape.name != "__typename"
           && !s.shape.literal.starts_with('"');
  });
}

bool incremental(const graphql::language::document& x) {
  return x.text().find("@defer") != std::string_view::npos
         || x.text().find("@stream") != std::string_view::npos;
}

/// Plans an operation in the ways that nodes may run it.
result<void> plan_ways(compiler::planner::request x, bool incremental,
                       std::vector<plan::planned_operation>& out) {
  bool logs = x.operation.kind == graphql::language::operation_kind::mutation
              && x.catalog.dialect == plan::dialect::postgres;
  for (bool logged : {false, true})
    for (bool parts : {false, true}) {
      if ((logged && !logs) || (parts && !incremental))
        continue;
      x.writes.log_changes = logged;
      x.incremental = parts;
      auto made = compiler::planner::plan_operation(x);
      if (!made)
        return made.error();
      if (!introspects(**made))
        out.push_back({std::string{x.operation.name.text},
                       std::string{x.variables.signature}, logged, parts,
                       std::move(*made)});
    }
  return {};
}

} // namespace

result<std::vector<plan::planned_operation>>
plan_ahead(const plan::catalog& catalog, const graphql::types::schema& schema,
           const graphql::language::document& document) {
  std::vector<plan::planned_operation> out;
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
      auto known = [&](const plan::planned_operation& x) {
        return x.name == d.operation->name.text
               && x.signature == variables.signature;
      };
      if (std::ranges::any_of(out, known))
        continue;
      auto planned =
        plan_ways({catalog, schema, document, *d.operation, variables},
                  incremental(document), out);
      if (!planned)
        return planned.error();
    }
  }
  return out;
}

} // namespace troupe::runtime
