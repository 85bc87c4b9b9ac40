#include "base/suggestions.hpp"
#include "graphql/types/print_schema.hpp"
#include "graphql/validation/rules/context.hpp"

#include <charconv>
#include <unordered_set>

namespace troupe::graphql::validation {

namespace {

using language::value_kind;

/// Returns why a literal is no value of a built-in scalar, or nothing.
std::string scalar_problem(const types::type& type,
                           const language::value& value) {
  auto printed = [&] { return types::print_value(value); };
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
    case types::scalar_kind::custom:
      return {};
  }
  return {};
}

class value_checker {
public:
  value_checker(context& ctx, definition_uses& uses) : ctx_(ctx), uses_(uses) {
    // nop
  }

  void check(const language::value& value, const types::type_ref* expected,
             bool has_default, bool in_one_of) {
    if (value.kind == value_kind::variable) {
      uses_.variables.push_back(
        {value.text, value.at.begin, expected, has_default, in_one_of});
      return;
    }
    if (expected == nullptr)
      return inner_variables(value);
    if (value.kind == value_kind::null) {
      if (expected->non_null())
        wrong(value, *expected);
      return;
    }
    const auto& type = expected->nullable();
    if (type.list())
      return list(value, type);
    named(value, *expected, *type.named);
  }

private:
  void list(const language::value& value, const types::type_ref& type) {
    if (value.kind != value_kind::list)
      return check(value, type.inner, false, false);
    for (const auto& item : value.items)
      check(item, type.inner, false, false);
  }

  void named(const language::value& value, const types::type_ref& expected,
             const types::type& type) {
    switch (type.kind) {
      case types::kind::input_object:
        if (value.kind != value_kind::object) {
          wrong(value, expected);
          return inner_variables(value);
        }
        return object(value, type);
      case types::kind::enum_:
        return enumeration(value, type);
      case types::kind::scalar: {
        auto problem = scalar_problem(type, value);
        if (!problem.empty())
          ctx_.report(std::move(problem), {value.at.begin});
        return inner_variables(value);
      }
      default:
        return;
    }
  }

  void wrong(const language::value& value, const types::type_ref& expected) {
    ctx_.report("Expected value of type " + quote(types::to_string(expected))
                  + ", found " + types::print_value(value) + ".",
                {value.at.begin});
  }

  void enumeration(const language::value& value, const types::type& type) {
    auto hint = [&] {
      std::vector<std::string_view> names;
      for (const auto& x : type.values)
        names.push_back(x.name);
      auto text = did_you_mean(suggestions(value.text, names));
      if (!text.empty())
        text.replace(0, 13, " Did you mean the enum value");
      return text;
    };
    if (value.kind != value_kind::enum_value) {
      ctx_.report(
        "Enum " + quote(type.name)
          + " cannot represent non-enum value: " + types::print_value(value)
          + "." + (value.kind == value_kind::string ? hint() : std::string{}),
        {value.at.begin});
      return inner_variables(value);
    }
    if (type.find_value(value.text) == nullptr)
      ctx_.report("Value " + quote(value.text) + " does not exist in "
                    + quote(type.name) + " enum." + hint(),
                  {value.at.begin});
  }

  void object(const language::value& value, const types::type& type) {
    std::unordered_set<std::string_view> given;
    for (const auto& x : value.fields) {
      // UniqueInputFieldNames, §5.6.3
      if (!given.insert(x.name.text).second) {
        uint32_t first = x.name.begin;
        for (const auto& y : value.fields)
          if (y.name.text == x.name.text) {
            first = y.name.begin;
            break;
          }
        ctx_.report("There can be only one input field named "
                      + quote(x.name.text) + ".",
                    {first, x.name.begin});
      }
      const auto* known = type.find_input_field(x.name.text);
      if (known == nullptr)
        unknown_field(x, type);
      check(x.value, known == nullptr ? nullptr : known->type,
            known != nullptr && known->default_value != nullptr, type.one_of);
    }
    for (const auto& known : type.input_fields)
      if (known.required() && !given.contains(known.name))
        ctx_.report("Field \"" + std::string{type.name} + "."
                      + std::string{known.name} + "\" of required type "
                      + quote(types::to_string(*known.type))
                      + " was not provided.",
                    {value.at.begin});
    if (type.one_of)
      one_of(value, type);
  }

  // §5.6.2, "All Variable Usages Are Allowed" has the variables' half
  void one_of(const language::value& value, const types::type& type) {
    if (value.fields.size() != 1)
      ctx_.report("OneOf Input Object " + quote(type.name)
                    + " must specify exactly one key.",
                  {value.at.begin});
    else if (value.fields.front().value.kind == value_kind::null)
      ctx_.report("Field \"" + std::string{type.name} + "."
                    + std::string{value.fields.front().name.text}
                    + "\" must be non-null.",
                  {value.at.begin});
  }

  void unknown_field(const language::object_field& x, const types::type& type) {
    std::vector<std::string_view> names;
    for (const auto& f : type.input_fields)
      names.push_back(f.name);
    ctx_.report("Field " + quote(x.name.text) + " is not defined by type "
                  + quote(type.name) + "."
                  + did_you_mean(suggestions(x.name.text, names)),
                {x.name.begin});
  }

  /// A wrong place still uses the variables inside it.
  void inner_variables(const language::value& value) {
    for (const auto& x : value.items)
      check(x, nullptr, false, false);
    for (const auto& x : value.fields)
      check(x.value, nullptr, false, false);
  }

  context& ctx_;
  definition_uses& uses_;
};

} // namespace

void check_value(context& ctx, definition_uses& uses,
                 const language::value& value, const types::type_ref* expected,
                 bool has_default) {
  value_checker{ctx, uses}.check(value, expected, has_default, false);
}

} // namespace troupe::graphql::validation
