#include "graphql/language/block_string.hpp"
#include "graphql/types/print_schema.hpp"
#include "graphql/validation/rules/context.hpp"
#include "graphql/validation/scalars.hpp"

#include <charconv>
#include <utility>

namespace troupe::graphql::validation {

namespace {

using language::value_kind;

/// A literal as a value, as far as the known custom scalars look at it: what is
/// neither text nor a number is none of theirs.
types::input as_input(const language::value& value) {
  types::input out;
  out.text = value.text;
  out.kind = types::input_kind::object;
  if (value.kind == value_kind::string)
    out.kind = types::input_kind::string;
  if (value.kind == value_kind::real)
    out.kind = types::input_kind::real;
  if (value.kind == value_kind::integer) {
    auto end = value.text.data() + value.text.size();
    auto read = std::from_chars(value.text.data(), end, out.integer);
    out.kind = read.ec == std::errc{} ? types::input_kind::integer
                                      : types::input_kind::real;
  }
  return out;
}

/// Returns a literal as it was written, more or less.
std::string as_written(const language::value& x) {
  return x.kind == value_kind::string && x.block
           ? language::print_block_string(x.text)
           : types::print_value(x);
}

/// Returns why a literal is no value of a scalar, or nothing.
std::string scalar_problem(const types::type& type,
                           const language::value& value) {
  auto printed = [&] { return as_written(value); };
  switch (type.scalar) {
    case types::scalar_kind::int_: {
      if (value.kind != value_kind::integer)
        return "Int cannot represent non-integer value: " + printed();
      int32_t x = 0;
      auto end = value.text.data() + value.text.size();
      if (std::from_chars(value.text.data(), end, x).ec != std::errc{})
        return "Int cannot represent non 32-bit signed integer value: "
               + printed();
      return {};
    }
    case types::scalar_kind::float_:
      return value.kind == value_kind::integer || value.kind == value_kind::real
               ? std::string{}
               : "Float cannot represent non numeric value: " + printed();
    case types::scalar_kind::string:
      return value.kind == value_kind::string
               ? std::string{}
               : "String cannot represent a non string value: " + printed();
    case types::scalar_kind::boolean:
      return value.kind == value_kind::boolean
               ? std::string{}
               : "Boolean cannot represent a non boolean value: " + printed();
    case types::scalar_kind::id:
      return value.kind == value_kind::string
                 || value.kind == value_kind::integer
               ? std::string{}
               : "ID cannot represent a non-string and non-integer value: "
                   + printed();
    case types::scalar_kind::custom: {
      auto why = validation::scalar_problem(type, as_input(value));
      return why.ends_with(": ") ? why + printed() : why;
    }
  }
  return {};
}

class value_checker {
public:
  value_checker(context& ctx, definition_uses& uses) : ctx_(ctx), uses_(uses) {
    // nop
  }

  /// `parent` is the input object whose field the value is, if any.
  void check(const language::value& value, const types::type_ref* expected,
             bool has_default, const types::type* parent) {
    if (value.kind == value_kind::variable) {
      uses_.variables.push_back(
        {value.text, value.at.begin, expected, has_default, parent});
      return;
    }
    if (expected == nullptr)
      return untyped(value);
    if (value.kind == value_kind::null) {
      if (expected->non_null())
        wrong(value, *expected);
      return;
    }
    if (value.kind == value_kind::list)
      return list(value, *expected);
    const auto& core = expected->core();
    if (core.kind == types::kind::input_object) {
      if (value.kind == value_kind::object)
        return object(value, core);
      return wrong(value, *expected);
    }
    leaf(value, core);
    if (value.kind == value_kind::object)
      untyped(value);
  }

private:
  void report(const language::value& value, std::string message) {
    if (!muted_)
      ctx_.report(rule::values_of_correct_type, std::move(message),
                  {value.at.begin});
  }

  void wrong(const language::value& value, const types::type_ref& expected) {
    report(value, "Expected value of type " + quote(types::to_string(expected))
                    + ", found " + as_written(value) + ".");
  }

  void list(const language::value& value, const types::type_ref& expected) {
    const auto& type = expected.nullable();
    if (type.list()) {
      for (const auto& item : value.items)
        check(item, type.inner, false, nullptr);
      return;
    }
    // A list where none may be: one report is enough, but variables inside are
    // still used, and for the type of the place.
    if (type.named()->leaf())
      leaf(value, *type.named());
    else
      wrong(value, type);
    auto before = std::exchange(muted_, true);
    for (const auto& item : value.items)
      check(item, &type, false, nullptr);
    muted_ = before;
  }

  void leaf(const language::value& value, const types::type& type) {
    if (muted_)
      return;
    if (type.kind == types::kind::enum_)
      return enumeration(value, type);
    auto problem = scalar_problem(type, value);
    if (!problem.empty())
      report(value, std::move(problem));
  }

  void enumeration(const language::value& value, const types::type& type) {
    if (value.kind == value_kind::enum_value) {
      const auto* known = type.find_value(value.text);
      if (known == nullptr)
        report(value, "Value " + quote(value.text) + " does not exist in "
                        + quote(type.name) + " enum."
                        + value_hint(value.text, type));
      else if (known->deprecated)
        ctx_.report(rule::no_deprecated,
                    "The enum value \"" + std::string{type.name} + "."
                      + std::string{known->name} + "\" is deprecated. "
                      + std::string{known->deprecation_reason},
                    {value.at.begin});
      return;
    }
    auto printed = as_written(value);
    report(value, "Enum " + quote(type.name)
                    + " cannot represent non-enum value: " + printed + "."
                    + value_hint(printed, type));
  }

  std::string value_hint(std::string_view wrong_value,
                         const types::type& type) const {
    if (!ctx_.wants(rule::values_of_correct_type))
      return {};
    std::vector<std::string_view> names;
    for (const auto& x : type.values)
      names.push_back(x.name);
    auto text = hint(wrong_value, names);
    if (!text.empty())
      text.replace(0, 13, " Did you mean the enum value");
    return text;
  }

  void object(const language::value& value, const types::type& type) {
    name_table<const language::value*> given;
    for (const auto& x : value.fields)
      *given.insert(x.name.text, &x.value).first = &x.value;
    if (given.size() < value.fields.size())
      unique_fields(value);
    for (const auto& known : type.input_fields)
      if (known.required() && !given.contains(known.name))
        report(value, "Field \"" + std::string{type.name} + "."
                        + std::string{known.name} + "\" of required type "
                        + quote(types::to_string(*known.type))
                        + " was not provided.");
    if (type.one_of)
      one_of(value, type, given);
    for (const auto& x : value.fields)
      field(x, type);
  }

  void field(const language::object_field& x, const types::type& type) {
    const auto* known = type.find_input_field(x.name.text);
    if (known == nullptr)
      unknown_field(x, type);
    else if (known->deprecated)
      ctx_.report(rule::no_deprecated,
                  "The input field " + std::string{type.name} + "."
                    + std::string{known->name} + " is deprecated. "
                    + std::string{known->deprecation_reason},
                  {x.name.begin});
    check(x.value, known == nullptr ? nullptr : known->type,
          known != nullptr && known->default_value != nullptr, &type);
  }

  // InputObjectFieldUniqueness, §5.6.3
  void unique_fields(const language::value& value) {
    name_table<uint32_t> seen;
    for (const auto& x : value.fields) {
      auto [first, fresh] = seen.insert(x.name.text, x.name.begin);
      if (!fresh)
        ctx_.report(rule::unique_input_field_names,
                    "There can be only one input field named "
                      + quote(x.name.text) + ".",
                    {*first, x.name.begin});
    }
  }

  // §5.6.2; "All Variable Usages Are Allowed" has the variables' half
  void one_of(const language::value& value, const types::type& type,
              const name_table<const language::value*>& given) {
    if (given.size() != 1)
      return report(value, "OneOf Input Object " + quote(type.name)
                             + " must specify exactly one key.");
    const auto& only = *given.begin();
    if (only.value->kind == value_kind::null)
      report(value, "Field \"" + std::string{type.name} + "."
                      + std::string{only.name} + "\" must be non-null.");
    else if (only.value->kind == value_kind::variable
             && nullable(only.value->text))
      report(value, "Variable " + quote(only.value->text)
                      + " must be non-nullable to be used for OneOf Input "
                        "Object "
                      + quote(type.name) + ".");
  }

  bool nullable(std::string_view variable) const {
    if (ctx_.operation == nullptr)
      return false;
    for (const auto& x : ctx_.operation->variables)
      if (x.name.text == variable)
        return x.type->kind != language::type_kind::non_null;
    return false;
  }

  void unknown_field(const language::object_field& x, const types::type& type) {
    if (muted_ || !ctx_.wants(rule::values_of_correct_type))
      return;
    std::vector<std::string_view> names;
    for (const auto& f : type.input_fields)
      names.push_back(f.name);
    ctx_.report(rule::values_of_correct_type,
                "Field " + quote(x.name.text) + " is not defined by type "
                  + quote(type.name) + "." + hint(x.name.text, names),
                {x.name.begin});
  }

  /// A wrong place still uses the variables inside it.
  void untyped(const language::value& value) {
    if (value.fields.size() > 1)
      unique_fields(value);
    for (const auto& x : value.items)
      check(x, nullptr, false, nullptr);
    for (const auto& x : value.fields)
      check(x.value, nullptr, false, nullptr);
  }

  context& ctx_;
  definition_uses& uses_;
  bool muted_ = false;
};

} // namespace

void check_value(context& ctx, definition_uses& uses,
                 const language::value& value, const types::type_ref* expected,
                 bool has_default) {
  value_checker{ctx, uses}.check(value, expected, has_default, nullptr);
}

} // namespace troupe::graphql::validation
