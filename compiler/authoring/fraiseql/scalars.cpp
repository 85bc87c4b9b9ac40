#include "compiler/authoring/fraiseql/build.hpp"
#include "compiler/authoring/value_rules.hpp"

#include <algorithm>

/// Custom scalars: what their values are, and what they must satisfy.
namespace troupe::compiler::authoring::fraiseql {

namespace {

using plan::value_rule;
using plan::value_rule_kind;

constexpr std::pair<std::string_view, value_rule_kind> kinds[] = {
  {"pattern", value_rule_kind::pattern},
  {"length", value_rule_kind::length},
  {"range", value_rule_kind::range},
  {"enum", value_rule_kind::one_of},
  {"checksum", value_rule_kind::checksum},
  {"email", value_rule_kind::email},
  {"phone", value_rule_kind::phone},
  {"all", value_rule_kind::all},
  {"any", value_rule_kind::any}};

/// Rules that look at other fields of an input.
constexpr std::string_view of_objects[] = {
  "cross_field", "conditional",          "one_of",
  "any_of",      "conditional_required", "required_if_absent"};

std::optional<int64_t> number(const json::value& x, std::string_view key) {
  const auto* v = x.find(key);
  if (v == nullptr || v->kind != json::kind::integer)
    return std::nullopt;
  return v->integer;
}

} // namespace

void builder::scalars() {
  constexpr std::string_view bases[] = {
    "",     "String",   "ID",   "Int",  "Float", "Boolean", "Json",
    "JSON", "DateTime", "Date", "Time", "UUID",  "Decimal", "BigInt"};
  auto all = items(schema_, "custom_scalars");
  for (size_t i = 0; i < all.size(); ++i) {
    const auto& x = all[i];
    auto place = "custom_scalars[" + std::to_string(i) + "]";
    auto& to = out_.catalog.scalars.emplace_back();
    to.name = text(x, "name");
    to.description = text(x, "description");
    to.specified_by_url = text(x, "specified_by_url");
    to.base = text(x, "base_type");
    if (to.base == "Json")
      to.base = "JSON";
    if (std::ranges::find(bases, to.base) == std::end(bases))
      fail(place, "\"base_type\" must be String, ID, Int, Float, Boolean, "
                  "JSON, DateTime, Date, Time, UUID, Decimal or BigInt, not \""
                    + to.base + "\".");
    rules(to.rules, items(x, "validation_rules"), place + ".validation_rules");
    if (auto made = make_value_check(to.rules); !made)
      fail(place + ".validation_rules", made.error().detail);
  }
}

void builder::rules(std::vector<value_rule>& out,
                    std::span<const json::value> given,
                    const std::string& place) {
  for (size_t i = 0; i < given.size(); ++i) {
    auto here = place + "[" + std::to_string(i) + "]";
    if (!given[i].is_object())
      fail(here, "a rule must be an object with \"type\" and \"value\".");
    else if (text(given[i], "type") != "required") // a scalar is a value
      rule(out.emplace_back(), given[i], here);
  }
}

/// `{"type": "length", "value": {"min": 3}}`
void builder::rule(value_rule& out, const json::value& x,
                   const std::string& place) {
  auto type = text(x, "type");
  auto known =
    std::ranges::find(kinds, type, [](const auto& k) { return k.first; });
  if (std::ranges::find(of_objects, type) != std::end(of_objects))
    return fail(place, "\"" + std::string{type}
                         + "\" is about several fields, and a scalar has one "
                           "value. Check it in the mutation's function.");
  if (known == std::end(kinds))
    return fail(place, "unknown type of rule \"" + std::string{type}
                         + "\". There are required, pattern, length, range, "
                           "enum, checksum, email, phone, all and any.");
  out.kind = known->second;
  const auto* value = x.find("value");
  const auto& v = value != nullptr && value->is_object() ? *value : x;
  out.message = text(v, "message");
  out.min = number(v, "min");
  out.max = number(v, "max");
  if (out.kind == value_rule_kind::all || out.kind == value_rule_kind::any) {
    if (value == nullptr || !value->is_list() || value->items.empty())
      return fail(place, "needs \"value\": a list of rules.");
    return rules(out.rules, value->items, place + ".value");
  }
  out.text = out.kind == value_rule_kind::pattern ? text(v, "pattern")
                                                  : text(v, "algorithm");
  for (const auto& item : items(v, "values"))
    out.values.emplace_back(item.text);
  bool bounded = out.min || out.max;
  auto need = [&](bool fine, std::string_view what) {
    if (!fine)
      fail(place, "needs " + std::string{what} + ".");
  };
  if (out.kind == value_rule_kind::pattern)
    need(!out.text.empty(), "\"pattern\"");
  else if (out.kind == value_rule_kind::checksum)
    need(out.text == "luhn" || out.text == "mod97",
         "\"algorithm\": \"luhn\" or \"mod97\"");
  else if (out.kind == value_rule_kind::one_of)
    need(!out.values.empty(), "\"values\"");
  else if (out.kind == value_rule_kind::length
           || out.kind == value_rule_kind::range)
    need(bounded, "\"min\" or \"max\", whole numbers");
}

} // namespace troupe::compiler::authoring::fraiseql
