#include "compiler/authoring/schema_generator.hpp"

/// The comparison inputs: which operators a value offers, by what its column
/// is and what the database can do (compiler/planner/compare*.cpp).
namespace troupe::compiler::authoring {

namespace {

using plan::base_type;

struct operator_text {
  std::string_view name, type, description;
};

constexpr operator_text text_operators[] = {
  {"like", "String", "Matches the pattern: % is any text, _ any character."},
  {"nlike", "String", "Does not match the pattern."},
  {"ilike", "String", "Matches the pattern, whatever the case."},
  {"nilike", "String", "Does not match the pattern, whatever the case."},
  {"startsWith", "String", ""},
  {"iStartsWith", "String", "Starts with it, whatever the case."},
  {"endsWith", "String", ""},
  {"iEndsWith", "String", "Ends with it, whatever the case."},
  {"contains", "String", ""},
  {"iContains", "String", "Contains it, whatever the case."},
};

constexpr operator_text regex_operators[] = {
  {"regex", "String", "Matches the POSIX regular expression."},
  {"iregex", "String", "Matches it, whatever the case."},
  {"nregex", "String", "Does not match it."},
  {"niregex", "String", "Does not match it, whatever the case."},
};

constexpr operator_text json_operators[] = {
  {"contains", "JSON", "Contains this value (@>)."},
  {"containedIn", "JSON", "Is contained in this value (<@)."},
  {"hasKey", "String", "Is an object with this key."},
  {"hasAnyKeys", "[String!]", "Is an object with one of these keys."},
  {"hasAllKeys", "[String!]", "Is an object with all of these keys."},
  {"path", "[JSONPathComparison!]", "Conditions on what stands at a path."},
};

constexpr operator_text network_operators[] = {
  {"inSubnet", "String", "Is this network or in it."},
  {"contains", "String", "Is this address or network, or contains it."},
  {"overlaps", "String", "Has addresses in common with this network."},
  {"isIpv4", "Boolean", ""},
  {"isIpv6", "Boolean", ""},
  {"isPrivate", "Boolean", ""},
  {"isLoopback", "Boolean", ""},
  {"isMulticast", "Boolean", ""},
  {"isLinkLocal", "Boolean", ""},
  {"isDocumentation", "Boolean", ""},
  {"isCarrierGrade", "Boolean", ""},
};

constexpr operator_text ltree_operators[] = {
  {"ancestorOf", "String", "Is this label path or above it."},
  {"descendantOf", "String", "Is this label path or below it."},
  {"matchesLquery", "String", ""},
  {"matchesAnyLquery", "[String!]", ""},
  {"matchesLtxtquery", "String", ""},
  {"depth", "IntComparison", "The number of labels."},
};

constexpr operator_text range_operators[] = {
  {"contains", "String", "Contains this value."},
  {"containsRange", "String", "Contains this range."},
  {"containedIn", "String", "Lies within this range."},
  {"overlaps", "String", ""},
  {"before", "String", "Ends before this range begins."},
  {"after", "String", "Begins after this range ends."},
  {"adjacent", "String", "Touches this range without overlapping it."},
  {"isEmpty", "Boolean", ""},
};

constexpr operator_text date_parts[] = {
  {"year", "IntComparison", ""},
  {"quarter", "IntComparison", "1 to 4."},
  {"month", "IntComparison", ""},
  {"week", "IntComparison", "The week of the year (ISO 8601)."},
  {"day", "IntComparison", "The day of the month."},
  {"dayOfWeek", "IntComparison", "1 is Monday, 7 is Sunday."},
  {"dayOfYear", "IntComparison", ""},
};

constexpr operator_text time_parts[] = {
  {"hour", "IntComparison", ""},
  {"minute", "IntComparison", ""},
  {"second", "IntComparison", ""},
};

bool ordered_family(comparison_family x) noexcept {
  using enum comparison_family;
  return x != json && x != search && x != vector && x != list && x != equal;
}

} // namespace

comparison_family family_of(const plan::column_type& type,
                            std::string_view scalar) noexcept {
  using enum comparison_family;
  if (type.array)
    return list;
  switch (type.base) {
    case base_type::json:
    case base_type::jsonb:
      return json;
    case base_type::inet:
    case base_type::cidr:
      return network;
    case base_type::ltree:
      return ltree;
    case base_type::range:
      return range;
    case base_type::vector:
      return vector;
    case base_type::tsvector:
      return search;
    case base_type::boolean:
    case base_type::enumeration:
      return equal;
    case base_type::date:
      return date;
    case base_type::time:
    case base_type::timetz:
      return time;
    case base_type::timestamp:
    case base_type::timestamptz:
      return moment;
    case base_type::text:
      // An ID over text has patterns too, a number of the author's has not.
      return scalar == "Int" || scalar == "Float" ? plain : text;
    default:
      return plain;
  }
}

std::string_view schema_generator::comparison(const plan::model_def& m,
                                              const plan::field_def& f) {
  plan::column_type type = f.column >= 0
                             ? m.columns[static_cast<size_t>(f.column)].type
                             : plan::scalar_type(core_name(f.type));
  type.array = type.array || list_notation(f.type);
  return comparison(core_name(f.type), type);
}

std::string_view schema_generator::comparison(std::string_view scalar,
                                              const plan::column_type& type) {
  auto family = family_of(type, scalar);
  for (const auto& e : catalog_.enums)
    if (e.name == scalar && family != comparison_family::list)
      family = comparison_family::equal;
  auto name = comparison_name(scalar, family);
  if (!comparisons_.contains(name)) {
    auto kept = keep(name);
    comparisons_.insert(std::string{kept});
    add_comparison(kept, scalar, family);
  }
  return keep(std::move(name));
}

std::string schema_generator::comparison_name(std::string_view scalar,
                                              comparison_family family) {
  using enum comparison_family;
  std::string own{scalar == "String" ? std::string_view{} : scalar};
  switch (family) {
    case list:
      return std::string{scalar} + "ListComparison";
    case network:
      return own + "NetworkComparison";
    case ltree:
      return own + "LtreeComparison";
    case range:
      return own + "RangeComparison";
    case search:
      return own + "SearchComparison";
    case vector:
      return own + "VectorComparison";
    case text:
      return std::string{scalar} + "Comparison";
    default: {
      // One scalar may stand for several kinds of columns.
      constexpr std::pair<std::string_view, comparison_family> usual[] = {
        {"JSON", json},       {"Date", date},
        {"Time", time},       {"LocalDateTime", moment},
        {"DateTime", moment}, {"String", text},
        {"Boolean", equal},   {"ID", text}};
      for (const auto& [name, expected] : usual)
        if (name == scalar && family != expected)
          return std::string{scalar} + "PlainComparison";
      return std::string{scalar} + "Comparison";
    }
  }
}

void schema_generator::add_comparison(std::string_view name,
                                      std::string_view scalar,
                                      comparison_family family) {
  type_spec spec;
  spec.kind = types::kind::input_object;
  spec.name = name;
  bool list = family == comparison_family::list;
  bool postgres = catalog_.dialect == plan::dialect::postgres;
  auto items = keep("[" + std::string{scalar} + "!]");
  scalar = use(keep(std::string{scalar}));
  spec.description =
    keep("Conditions on a value of type "
         + (list ? "[" + std::string{scalar} + "]" : std::string{scalar})
         + ". All must hold.");
  auto add = [&](std::string_view op, std::string_view type,
                 std::string_view text) {
    spec.input_fields.push_back({op, type, {}, text});
  };
  auto add_all = [&](const auto& rows) {
    for (const auto& row : rows)
      add(row.name, row.type, row.description);
  };
  add("isNull", "Boolean", "Whether the value is null.");
  if (list && !postgres) {
    add_shared(spec);
    return;
  }
  if (family != comparison_family::vector
      && family != comparison_family::search) {
    add("eq", list ? items : scalar, "Equal; null finds null.");
    add("neq", list ? items : scalar, "Not equal, null counting as a value.");
  }
  if (ordered_family(family) || family == comparison_family::equal) {
    add("in", items, "One of these.");
    add("nin", items, "None of these.");
  }
  if (ordered_family(family))
    for (std::string_view op : {"lt", "lte", "gt", "gte"})
      add(op, scalar, {});
  switch (family) {
    case comparison_family::text:
      add_all(text_operators);
      if (postgres) {
        add_all(regex_operators);
        add("search", use_search(), "Full-text search.");
      }
      break;
    case comparison_family::search:
      add("search", use_search(), "Full-text search.");
      break;
    case comparison_family::json:
      json_path_comparison();
      for (const auto& row : json_operators)
        if (postgres || row.name == "hasKey" || row.name == "path")
          add(row.name, row.type, row.description);
      break;
    case comparison_family::network:
      add_all(network_operators);
      break;
    case comparison_family::ltree:
      add_all(ltree_operators);
      int_comparison();
      break;
    case comparison_family::range:
      add_all(range_operators);
      break;
    case comparison_family::vector:
      add("distance", use_vector(), "The distance to a vector.");
      break;
    case comparison_family::date:
    case comparison_family::moment:
      for (const auto& row : date_parts)
        if (postgres || row.name != "week")
          add(row.name, row.type, row.description);
      int_comparison();
      if (family == comparison_family::date)
        break;
      [[fallthrough]];
    case comparison_family::time:
      add_all(time_parts);
      int_comparison();
      break;
    case comparison_family::list: {
      add("contains", items, "Holds all of these items.");
      add("containedIn", items, "Holds no item but these.");
      add("overlaps", items, "Holds at least one of these items.");
      add("length", "IntComparison", "The number of items.");
      int_comparison();
      auto item = comparison(scalar, item_type(scalar));
      add("any", item, "At least one item is like that.");
      add("all", item, "Each item, if any, is like that.");
      break;
    }
    default:
      break;
  }
  add_shared(spec);
}

plan::column_type schema_generator::item_type(std::string_view scalar) const {
  for (const auto& e : catalog_.enums)
    if (e.name == scalar)
      return e.type;
  return plan::scalar_type(scalar);
}

void schema_generator::int_comparison() {
  comparison("Int", plan::scalar_type("Int"));
}

void schema_generator::json_path_comparison() {
  if (!comparisons_.insert("JSONPathComparison").second)
    return;
  bool postgres = catalog_.dialect == plan::dialect::postgres;
  type_spec spec;
  spec.kind = types::kind::input_object;
  spec.name = "JSONPathComparison";
  spec.description = "Conditions on what stands at a path of a JSON value. All "
                     "must hold.";
  spec.input_fields = {
    {"path", "[String!]!", {}, "Keys, and indexes of lists as digits."},
    {"exists", "Boolean", {}, "Whether there is anything, if only null."},
    {"isNull", "Boolean", {}, "Whether there is nothing, or null."},
    {"eq", "JSON", {}, {}},
    {"neq", "JSON", {}, {}},
    {"lt", "JSON", {}, "Less, and of the same kind."},
    {"lte", "JSON", {}, {}},
    {"gt", "JSON", {}, {}},
    {"gte", "JSON", {}, {}},
    {"text",
     comparison("String", plan::scalar_type("String")),
     {},
     "Conditions on the value as text."}};
  if (postgres)
    spec.input_fields.push_back(
      {"contains", "JSON", {}, "Contains this value (@>)."});
  use("JSON");
  add_shared(spec);
}

std::string_view schema_generator::use_search() {
  if (!comparisons_.insert("TextSearch").second)
    return "TextSearch";
  type_spec spec;
  spec.kind = types::kind::input_object;
  spec.name = "TextSearch";
  spec.description = "A full-text search.";
  spec.input_fields = {
    {"query", "String!", {}, "What to look for."},
    {"mode", "TextSearchMode", "WEB", "How `query` is written."},
    {"language",
     "TextSearchLanguage",
     {},
     "The language of the text; the database's own if left out."}};
  add_shared(spec);
  structural_enum(
    "TextSearchMode", "How a search is written.",
    {{"WEB", "As in web search engines: words, \"phrases\", or, -"},
     {"PLAIN", "All of these words."},
     {"PHRASE", "These words in this order."},
     {"QUERY", "PostgreSQL's own: & | ! <-> and brackets."}});
  structural_enum("TextSearchLanguage",
                  "Languages that PostgreSQL can search in.",
                  {{"SIMPLE", "No language: words as they are written."},
                   {"ARABIC", {}},
                   {"ARMENIAN", {}},
                   {"BASQUE", {}},
                   {"CATALAN", {}},
                   {"DANISH", {}},
                   {"DUTCH", {}},
                   {"ENGLISH", {}},
                   {"FINNISH", {}},
                   {"FRENCH", {}},
                   {"GERMAN", {}},
                   {"GREEK", {}},
                   {"HINDI", {}},
                   {"HUNGARIAN", {}},
                   {"INDONESIAN", {}},
                   {"IRISH", {}},
                   {"ITALIAN", {}},
                   {"LITHUANIAN", {}},
                   {"NEPALI", {}},
                   {"NORWEGIAN", {}},
                   {"PORTUGUESE", {}},
                   {"ROMANIAN", {}},
                   {"RUSSIAN", {}},
                   {"SERBIAN", {}},
                   {"SPANISH", {}},
                   {"SWEDISH", {}},
                   {"TAMIL", {}},
                   {"TURKISH", {}},
                   {"YIDDISH", {}}});
  return "TextSearch";
}

std::string_view schema_generator::use_vector() {
  if (!comparisons_.insert("VectorDistance").second)
    return "VectorDistance";
  type_spec spec;
  spec.kind = types::kind::input_object;
  spec.name = "VectorDistance";
  spec.description = "A condition on the distance to a vector.";
  spec.input_fields = {
    {"to", "[Float!]!", {}, {}}, {"metric", "VectorMetric", "L2", {}},
    {"lt", "Float", {}, {}},     {"lte", "Float", {}, {}},
    {"gt", "Float", {}, {}},     {"gte", "Float", {}, {}}};
  add_shared(spec);
  structural_enum("VectorMetric", "How far vectors are apart.",
                  {{"L2", "Euclidean distance."},
                   {"COSINE", "Cosine distance."},
                   {"INNER_PRODUCT", "Negative inner product."}});
  type_spec order;
  order.kind = types::kind::input_object;
  order.name = "VectorOrderBy";
  order.description = "Nearest first.";
  order.input_fields = {{"to", "[Float!]!", {}, {}},
                        {"metric", "VectorMetric", "L2", {}}};
  add_shared(order);
  return "VectorDistance";
}

void schema_generator::structural_enum(
  std::string_view name, std::string_view description,
  std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
  type_spec spec;
  spec.kind = types::kind::enum_;
  spec.name = name;
  spec.description = description;
  spec.tag = types::structural_enum;
  for (const auto& [value, text] : values)
    spec.values.push_back({value, text, {}});
  add_shared(spec);
}

} // namespace troupe::compiler::authoring
