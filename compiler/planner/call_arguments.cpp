#include "compiler/authoring/names.hpp"
#include "compiler/planner/call.hpp"
#include "compiler/planner/write.hpp"
#include "compiler/sql/dialect.hpp"

#include <algorithm>

namespace troupe::compiler::planner {

namespace {

using graphql::types::input_kind;
using graphql::types::type_ref;

std::vector<std::pair<std::string, std::string>>
renames_of(const session& s, const graphql::types::type& core) {
  std::vector<std::pair<std::string, std::string>> out;
  if (core.kind != graphql::types::kind::enum_ || core.tag < 0)
    return out;
  for (const auto& v : s.in.catalog.enums[static_cast<size_t>(core.tag)].values)
    if (v.name != v.sql)
      out.emplace_back(v.name, v.sql);
  return out;
}

/// Binds the arguments of a root field to the parameters of its function.
class caller {
public:
  caller(statement_scope& q, const root_field& x)
    : q_(q), x_(x), function_(*x.root.function) {
    // nop
  }

  std::string run() {
    for (size_t i = 0; i < x_.root.arguments.size(); ++i) {
      const auto& d = x_.root.arguments[i];
      const auto& definition = x_.definition.arguments[i];
      const auto* value = argument_value(x_.s, x_.field, definition);
      const auto& type = definition.type->nullable();
      bool object = type.core().kind == graphql::types::kind::input_object;
      if (object && !type.list() && !function_.json_input)
        flatten(type.core(), value);
      else
        pass(d.key, value, type);
    }
    return x_.root.sql + "(" + out_ + ")";
  }

private:
  /// Each field of an input object is a parameter.
  void flatten(const graphql::types::type& object, const input* value) {
    for (const auto& f : object.input_fields)
      pass(key_of(object, f.name),
           value == nullptr ? nullptr : value->find(f.name),
           f.type->nullable());
  }

  /// What is not given has its default, or is null where all have to be named
  /// by their position.
  void pass(const std::string& key, const input* value, const type_ref& type) {
    if (value == nullptr) {
      if (function_.positional)
        add("NULL");
      return;
    }
    bool object = type.core().kind == graphql::types::kind::input_object;
    auto text = object ? json(*value, type) : plain(*value, type);
    add(function_.positional ? text : sql::quote(key) + " => " + text);
  }

  void add(const std::string& text) {
    out_ += (out_.empty() ? "" : ", ") + text;
  }

  std::string plain(const input& value, const type_ref& type) {
    const auto& core = type.core();
    auto as = plan::scalar_type(core.name);
    as.array = type.list();
    return q_.bind(value, as, plan::transform::none, renames_of(x_.s, core));
  }

  /// A value as an expression of type jsonb. Objects take the names of the
  /// database; what is absent stays absent.
  std::string json(const input& value, const type_ref& given) {
    const auto& type = given.nullable();
    if (value.is_null() && value.leaf < 0)
      return "'null'::jsonb";
    if (value.kind == input_kind::list && value.leaf < 0)
      return list(value, type.list() ? *type.inner : type);
    const auto& core = type.core();
    if (value.kind == input_kind::object && value.leaf < 0
        && core.kind == graphql::types::kind::input_object)
      return object(value, core);
    plan::column_type as;
    as.base = plan::base_type::jsonb;
    as.name = "jsonb";
    if (auto renames = renames_of(x_.s, core); !renames.empty()) {
      as = plan::scalar_type("String");
      as.array = type.list();
      return "to_jsonb("
             + q_.bind(value, as, plan::transform::none, std::move(renames))
             + (as.array ? "::text[])" : "::text)");
    }
    return q_.bind(value, as) + "::jsonb";
  }

  std::string object(const input& value, const graphql::types::type& type) {
    std::vector<std::string> members;
    for (const auto& f : value.fields) {
      const auto* d = type.find_input_field(f.name);
      if (d != nullptr)
        members.push_back(text_literal(key_of(type, f.name)) + ", "
                          + json(f.value, *d->type));
    }
    return build("jsonb_build_object(", members, "'{}'::jsonb");
  }

  std::string list(const input& value, const type_ref& item) {
    std::vector<std::string> items;
    for (const auto& i : value.items)
      items.push_back(json(i, item));
    return build("jsonb_build_array(", items, "'[]'::jsonb");
  }

  /// A function takes 100 values: longer ones are put together of several.
  static std::string build(const std::string& function,
                           const std::vector<std::string>& values,
                           const std::string& empty) {
    if (values.empty())
      return empty;
    constexpr size_t most = 48;
    std::string out;
    for (size_t i = 0; i < values.size(); ++i) {
      bool begins = i % most == 0;
      out += begins ? (i == 0 ? "" : ") || ") + function : ", ";
      out += values[i];
    }
    return (values.size() > most ? "(" + out + "))" : out + ")");
  }

  std::string key_of(const graphql::types::type& object,
                     std::string_view field) const {
    for (const auto& in : x_.s.in.catalog.inputs)
      if (in.name == object.name)
        for (const auto& f : in.fields)
          if (f.name == field && !f.key.empty())
            return f.key;
    return authoring::snake_case(field);
  }

  statement_scope& q_;
  const root_field& x_;
  const plan::function_def& function_;
  std::string out_;
};

} // namespace

std::string function_call(statement_scope& q, const root_field& x) {
  return caller{q, x}.run();
}

} // namespace troupe::compiler::planner
