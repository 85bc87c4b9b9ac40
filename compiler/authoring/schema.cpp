#include "compiler/authoring/schema.hpp"

#include "graphql/types/build.hpp"
#include "graphql/types/input.hpp"

#include <deque>
#include <set>
#include <string_view>

namespace troupe::compiler::authoring {

namespace {

using namespace graphql;
using types::field_spec;
using types::input_spec;
using types::type_spec;

struct scalar_text {
  std::string_view name, description, url;
};

constexpr scalar_text known_scalars[] = {
  {"BigInt", "A whole number of up to 64 bits, as a string of digits.", ""},
  {"Bytes", "Binary data in base64.", ""},
  {"Date", "A date: `2026-01-31`.",
   "https://scalars.graphql.org/andimarek/local-date"},
  {"DateTime", "A moment in time, RFC 3339 in UTC: `2026-01-31T23:59:59Z`.",
   "https://scalars.graphql.org/andimarek/date-time"},
  {"Decimal", "An exact decimal number, as a string.", ""},
  {"Duration", "A span of time in ISO 8601: `P1DT2H`.", ""},
  {"JSON", "Any JSON value.", ""},
  {"LocalDateTime", "A date and time without a zone: `2026-01-31T23:59:59`.",
   ""},
  {"Time", "A time of day: `23:59:59`.", ""},
  {"UUID", "A UUID in lower-case hex digits.", ""},
};

std::string_view core_name(std::string_view notation) noexcept {
  while (notation.starts_with('['))
    notation.remove_prefix(1);
  while (notation.ends_with('!') || notation.ends_with(']'))
    notation.remove_suffix(1);
  return notation;
}

bool list_notation(std::string_view notation) noexcept {
  return notation.starts_with('[');
}

class generator {
public:
  explicit generator(const plan::catalog& catalog) : catalog_(catalog) {
    // nop
  }

  result<types::schema> run() {
    if (!catalog_.extra_sdl.empty()) {
      auto extra = language::parse(catalog_.extra_sdl);
      if (!extra)
        return extra.error();
      extra_ = std::move(*extra);
      builder_.add(extra_);
    }
    roots();
    for (size_t i = 0; i < catalog_.models.size(); ++i)
      model(catalog_.models[i], static_cast<int32_t>(i));
    for (const auto& x : catalog_.inputs)
      input(x);
    for (size_t i = 0; i < catalog_.enums.size(); ++i)
      enumeration(catalog_.enums[i], static_cast<int32_t>(i));
    for (const auto& name : compared_)
      comparison(name);
    if (ordered_)
      direction();
    scalars();
    if (!catalog_.description.empty())
      builder_.description(catalog_.description);
    return builder_.finish();
  }

private:
  std::string_view keep(std::string x) {
    return texts_.emplace_back(std::move(x));
  }

  std::string_view use(std::string_view notation) {
    used_.insert(core_name(notation));
    return notation;
  }

  template <class T>
  static std::optional<std::string_view> deprecation(const T& x) {
    if (!x.deprecation)
      return std::nullopt;
    return *x.deprecation;
  }

  std::vector<input_spec> arguments(const std::vector<plan::argument_def>& xs) {
    std::vector<input_spec> out;
    for (const auto& x : xs)
      out.push_back(
        {x.name, use(x.type), x.default_value, x.description, deprecation(x)});
    return out;
  }

  void roots() {
    constexpr std::string_view names[] = {"Query", "Mutation", "Subscription"};
    bool present[3] = {};
    for (size_t op = 0; op < 3; ++op) {
      type_spec spec;
      spec.name = names[op];
      for (size_t i = 0; i < catalog_.roots.size(); ++i) {
        const auto& x = catalog_.roots[i];
        if (static_cast<size_t>(x.operation) == op)
          spec.fields.push_back({x.name, use(x.type), x.description,
                                 deprecation(x), arguments(x.arguments),
                                 static_cast<int32_t>(i)});
      }
      present[op] = !spec.fields.empty();
      if (present[op])
        builder_.add(spec);
    }
    builder_.roots(present[0] ? "Query" : "", present[1] ? "Mutation" : "",
                   present[2] ? "Subscription" : "");
  }

  void model(const plan::model_def& m, int32_t index) {
    type_spec spec;
    spec.name = m.name;
    spec.description = m.description;
    spec.tag = index;
    for (const auto& name : m.interfaces)
      spec.interfaces.push_back(name);
    for (size_t i = 0; i < m.fields.size(); ++i) {
      const auto& f = m.fields[i];
      spec.fields.push_back({f.name, use(f.type), f.description, deprecation(f),
                             arguments(f.arguments), static_cast<int32_t>(i)});
    }
    builder_.add(spec);
    if (!m.filterable)
      return;
    where(m, index);
    order_by(m, index);
    list_filter(m, index);
  }

  void where(const plan::model_def& m, int32_t index) {
    type_spec spec;
    spec.kind = types::kind::input_object;
    spec.name = keep(m.name + "Where");
    spec.description =
      keep("Which rows of " + m.name + " to take. All conditions must hold.");
    spec.tag = index;
    auto self = keep("[" + m.name + "Where!]");
    spec.input_fields.push_back({"and", self, {}, "All of these hold."});
    spec.input_fields.push_back(
      {"or", self, {}, "At least one of these holds."});
    spec.input_fields.push_back({"not", spec.name, {}, "This does not hold."});
    for (size_t i = 0; i < m.fields.size(); ++i) {
      const auto& f = m.fields[i];
      if (f.name == "and" || f.name == "or" || f.name == "not")
        continue;
      std::string_view type;
      if (f.kind == plan::field_kind::relation)
        type = relation_filter(m, f);
      else
        type = keep(comparison_name(f.type));
      if (!type.empty())
        spec.input_fields.push_back(
          {f.name, type, {}, {}, {}, static_cast<int32_t>(i)});
    }
    builder_.add(spec);
  }

  std::string_view relation_filter(const plan::model_def& m,
                                   const plan::field_def& f) {
    const auto& relation = m.relations[static_cast<size_t>(f.relation)];
    const auto& target = catalog_.models[static_cast<size_t>(relation.model)];
    if (!target.filterable)
      return {};
    return keep(target.name + (relation.many ? "ListFilter" : "Where"));
  }

  void order_by(const plan::model_def& m, int32_t index) {
    type_spec spec;
    spec.kind = types::kind::input_object;
    spec.name = keep(m.name + "OrderBy");
    spec.description = keep("How to order rows of " + m.name + ".");
    spec.tag = index;
    for (size_t i = 0; i < m.fields.size(); ++i) {
      const auto& f = m.fields[i];
      std::string_view type = "OrderDirection";
      if (f.kind == plan::field_kind::relation) {
        const auto& r = m.relations[static_cast<size_t>(f.relation)];
        const auto& target = catalog_.models[static_cast<size_t>(r.model)];
        if (r.many || !target.filterable)
          continue;
        type = keep(target.name + "OrderBy");
      } else if (list_notation(f.type)) {
        continue;
      }
      spec.input_fields.push_back(
        {f.name, type, {}, {}, {}, static_cast<int32_t>(i)});
    }
    ordered_ = true;
    builder_.add(spec);
  }

  void list_filter(const plan::model_def& m, int32_t index) {
    type_spec spec;
    spec.kind = types::kind::input_object;
    spec.name = keep(m.name + "ListFilter");
    spec.description =
      keep("A condition on the related rows of " + m.name + ".");
    spec.tag = index;
    auto where_name = keep(m.name + "Where");
    spec.input_fields.push_back({"some", where_name, {}, "At least one."});
    spec.input_fields.push_back({"every", where_name, {}, "Each one, if any."});
    spec.input_fields.push_back({"none", where_name, {}, "Not one."});
    builder_.add(spec);
  }

  std::string comparison_name(std::string_view notation) {
    auto core = core_name(notation);
    compared_.insert({std::string{core}, list_notation(notation)});
    return std::string{core}
           + (list_notation(notation) ? "ListComparison" : "Comparison");
  }

  void comparison(const std::pair<std::string, bool>& of) {
    const auto& [name, list] = of;
    type_spec spec;
    spec.kind = types::kind::input_object;
    spec.name = keep(name + (list ? "ListComparison" : "Comparison"));
    spec.description =
      keep("Conditions on a value of type " + (list ? "[" + name + "]" : name)
           + ". All must hold.");
    auto add = [&](std::string_view op, std::string_view type,
                   std::string_view text) {
      spec.input_fields.push_back({op, type, {}, text});
    };
    auto items = keep("[" + name + "!]");
    add("eq", list ? items : std::string_view{name}, "Equal; null finds null.");
    add("neq", list ? items : std::string_view{name},
        "Not equal, null counting as a value.");
    add("isNull", "Boolean", "Whether the value is null.");
    if (list) {
      add("contains", items, "Holds all of these items.");
      add("overlaps", items, "Holds at least one of these items.");
    } else if (name != "JSON") {
      add("in", items, "One of these.");
      add("nin", items, "None of these.");
      bool enumeration = false;
      for (const auto& x : catalog_.enums)
        enumeration = enumeration || x.name == name;
      if (name != "Boolean" && !enumeration)
        for (std::string_view op : {"lt", "lte", "gt", "gte"})
          add(op, name, {});
      if (name == "String" || name == "ID")
        text_operators(add);
    }
    builder_.add(spec);
  }

  template <class F>
  static void text_operators(F add) {
    add("like", "String",
        "Matches the pattern: % is any text, _ any character.");
    add("nlike", "String", "Does not match the pattern.");
    add("ilike", "String", "Matches the pattern, whatever the case.");
    add("nilike", "String", "Does not match the pattern, whatever the case.");
    add("startsWith", "String", {});
    add("endsWith", "String", {});
    add("contains", "String", {});
  }

  void direction() {
    type_spec spec;
    spec.kind = types::kind::enum_;
    spec.name = "OrderDirection";
    spec.description =
      "The direction of an ordering. Without more words, nulls "
      "come last in ascending and first in descending order.";
    spec.tag = types::structural_enum;
    for (std::string_view x :
         {"ASC", "DESC", "ASC_NULLS_FIRST", "ASC_NULLS_LAST",
          "DESC_NULLS_FIRST", "DESC_NULLS_LAST"})
      spec.values.push_back({x, {}, {}});
    builder_.add(spec);
  }

  void input(const plan::input_def& x) {
    type_spec spec;
    spec.kind = types::kind::input_object;
    spec.name = x.name;
    spec.description = x.description;
    spec.one_of = x.one_of;
    for (const auto& f : x.fields)
      spec.input_fields.push_back(
        {f.name, use(f.type), f.default_value, f.description, deprecation(f)});
    builder_.add(spec);
  }

  void enumeration(const plan::enum_def& x, int32_t index) {
    type_spec spec;
    spec.kind = types::kind::enum_;
    spec.name = x.name;
    spec.description = x.description;
    spec.tag = index;
    for (const auto& v : x.values)
      spec.values.push_back({v.name, v.description, deprecation(v)});
    builder_.add(spec);
  }

  /// Adds the scalars of the author, and of ours those in use.
  void scalars() {
    std::set<std::string_view> given;
    for (const auto& x : catalog_.scalars) {
      given.insert(x.name);
      scalar(x.name, x.description, x.specified_by_url);
    }
    for (const auto& x : known_scalars)
      if (used_.contains(x.name) && !given.contains(x.name))
        scalar(x.name, x.description, x.url);
  }

  void scalar(std::string_view name, std::string_view text,
              std::string_view url) {
    type_spec spec;
    spec.kind = types::kind::scalar;
    spec.name = name;
    spec.description = text;
    spec.specified_by_url = url;
    builder_.add(spec);
  }

  const plan::catalog& catalog_;
  types::schema_builder builder_;
  language::document extra_;
  std::deque<std::string> texts_;
  std::set<std::string_view> used_;
  std::set<std::pair<std::string, bool>> compared_;
  bool ordered_ = false;
};

} // namespace

result<types::schema> build_schema(const plan::catalog& catalog) {
  return generator{catalog}.run();
}

} // namespace troupe::compiler::authoring
