#include "compiler/authoring/fraiseql_operators.hpp"

#include <algorithm>
#include <map>
#include <span>

namespace troupe::compiler::authoring {

namespace {

constexpr filter_operator comparisons[] = {
  {"eq", ""}, {"neq", ""}, {"gt", ""},   {"gte", ""},
  {"lt", ""}, {"lte", ""}, {"in", "[]"}, {"nin", "[]"}};
constexpr filter_operator equalities[] = {{"eq", ""}, {"neq", ""}};
constexpr filter_operator nulls[] = {{"isnull", "Boolean"},
                                     {"is_not_null", "Boolean"}};
constexpr filter_operator texts[] = {
  {"contains", "String"},    {"icontains", "String"}, {"startswith", "String"},
  {"istartswith", "String"}, {"endswith", "String"},  {"iendswith", "String"},
  {"like", "String"},        {"ilike", "String"},     {"nlike", "String"},
  {"nilike", "String"},      {"regex", "String"},     {"iregex", "String"},
  {"nregex", "String"},      {"niregex", "String"}};
constexpr filter_operator searches[] = {{"matches", "String"},
                                        {"plain_query", "String"},
                                        {"phrase_query", "String"},
                                        {"websearch_query", "String"}};
constexpr filter_operator networks[] = {
  {"is_ipv4", "Boolean"},          {"is_ipv6", "Boolean"},
  {"is_private", "Boolean"},       {"is_loopback", "Boolean"},
  {"is_multicast", "Boolean"},     {"is_link_local", "Boolean"},
  {"is_documentation", "Boolean"}, {"is_carrier_grade", "Boolean"},
  {"in_subnet", "String"},         {"contains_subnet", "String"},
  {"contains_ip", "String"},       {"overlaps", "String"}};
constexpr filter_operator trees[] = {{"ancestor_of", "String"},
                                     {"descendant_of", "String"},
                                     {"matches_lquery", "String"},
                                     {"matches_ltxtquery", "String"},
                                     {"matches_any_lquery", "[String!]"},
                                     {"lca", "[String!]"},
                                     {"descendant_of_id", "ID"},
                                     {"ancestor_of_id", "ID"},
                                     {"depth_eq", "Int"},
                                     {"depth_neq", "Int"},
                                     {"depth_gt", "Int"},
                                     {"depth_gte", "Int"},
                                     {"depth_lt", "Int"},
                                     {"depth_lte", "Int"}};
constexpr filter_operator arrays[] = {
  {"array_contains", "[]"}, {"array_contained_by", "[]"},
  {"array_overlaps", "[]"}, {"len_eq", "Int"},
  {"len_neq", "Int"},       {"len_gt", "Int"},
  {"len_gte", "Int"},       {"len_lt", "Int"},
  {"len_lte", "Int"}};
constexpr filter_operator containment[] = {{"strictly_contains", ""}};
constexpr std::string_view distance = "VectorDistanceInput";
constexpr filter_operator distances[] = {{"cosine_distance", distance},
                                         {"l2_distance", distance},
                                         {"l1_distance", distance},
                                         {"inner_product", distance}};
constexpr std::string_view bit_distance = "BitVectorDistanceInput";
constexpr filter_operator bit_distances[] = {
  {"hamming_distance", bit_distance}, {"jaccard_distance", bit_distance},
  {"cosine_distance", bit_distance},  {"l2_distance", bit_distance},
  {"l1_distance", bit_distance},      {"inner_product", bit_distance}};

constexpr std::span<const filter_operator> groups[] = {
  comparisons, nulls,  texts,       searches,  networks,
  trees,       arrays, containment, distances, bit_distances};

/// Names that are not the same words in another spelling.
constexpr std::pair<std::string_view, std::string_view> words[] = {
  {"ne", "neq"},
  {"notin", "nin"},
  {"notIn", "nin"},
  {"is_null", "isnull"},
  {"isNull", "isnull"},
  {"isnotnull", "is_not_null"},
  {"startsWith", "startswith"},
  {"iStartsWith", "istartswith"},
  {"endsWith", "endswith"},
  {"iEndsWith", "iendswith"},
  {"iContains", "icontains"},
  {"imatches", "iregex"},
  {"not_matches", "nregex"},
  {"notMatches", "nregex"},
  {"contained_in", "array_contained_by"},
  {"containedIn", "array_contained_by"},
  {"array_contained_in", "array_contained_by"},
  {"arrayContainedIn", "array_contained_by"},
  {"search", "matches"},
  {"plainto_tsquery", "plain_query"},
  {"phraseto_tsquery", "phrase_query"},
  {"websearch_to_tsquery", "websearch_query"},
  {"inrange", "in_subnet"},
  {"inRange", "in_subnet"},
  {"isdescendant", "descendant_of"},
  {"isDescendant", "descendant_of"}};

std::string camel(std::string_view x) {
  std::string out;
  bool upper = false;
  for (auto c : x) {
    if (c == '_') {
      upper = true;
      continue;
    }
    out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = false;
  }
  return out;
}

std::map<std::string, std::string_view, std::less<>> all_names() {
  std::map<std::string, std::string_view, std::less<>> out;
  for (const auto& [other, name] : words)
    out.emplace(other, name);
  for (const auto& group : groups)
    for (const auto& op : group)
      if (op.name.find('_') != std::string_view::npos)
        out.emplace(camel(op.name), op.name);
  return out;
}

const std::map<std::string, std::string_view, std::less<>>& other_names() {
  static const auto out = all_names();
  return out;
}

} // namespace

bool text_vector(const plan::column_type& type) noexcept {
  return type.name.starts_with("bit") || type.name.starts_with("varbit")
         || type.name.starts_with("sparsevec");
}

bool vector_column(const plan::column_type& type) noexcept {
  return !type.array
         && (type.base == plan::base_type::vector
             || type.name.starts_with("halfvec") || text_vector(type));
}

vector_form vectors_of(const plan::model_def& m) noexcept {
  auto out = vector_form::none;
  for (const auto& f : m.fields) {
    if (f.column < 0
        || !vector_column(m.columns[static_cast<size_t>(f.column)].type))
      continue;
    auto form = text_vector(m.columns[static_cast<size_t>(f.column)].type)
                  ? vector_form::text
                  : vector_form::numbers;
    out = out == vector_form::none || out == form ? form : vector_form::both;
  }
  return out;
}

filter_family filter_family_of(std::string_view name) noexcept {
  constexpr std::string_view plain[] = {"Int",  "Float", "Decimal", "Boolean",
                                        "ID",   "UUID",  "BigInt",  "DateTime",
                                        "Date", "Time"};
  constexpr std::string_view network[] = {"IPAddress", "IPv4", "IPv6", "CIDR"};
  if (std::ranges::find(plain, name) != std::end(plain))
    return filter_family::plain;
  if (std::ranges::find(network, name) != std::end(network))
    return filter_family::network;
  if (name == "LTree")
    return filter_family::tree;
  return name == "JSON" ? filter_family::json : filter_family::text;
}

std::vector<filter_operator> filter_operators(filter_family family) {
  std::vector<filter_operator> out;
  auto add = [&](std::span<const filter_operator> group) {
    out.insert(out.end(), group.begin(), group.end());
  };
  switch (family) {
    case filter_family::plain:
      add(comparisons);
      break;
    case filter_family::text:
      add(comparisons);
      add(texts);
      add(searches);
      break;
    case filter_family::network:
      add(comparisons);
      add(texts);
      add(networks);
      break;
    case filter_family::tree:
      add(comparisons);
      add(texts);
      add(trees);
      break;
    case filter_family::json:
      add(comparisons);
      add(arrays);
      add(containment);
      break;
    case filter_family::list:
      add(equalities);
      add(arrays);
      break;
    case filter_family::objects:
      add(arrays);
      break;
    case filter_family::vector:
      add(distances);
      break;
    case filter_family::bits:
      add(bit_distances);
      break;
  }
  add(nulls);
  return out;
}

std::vector<std::string> other_operator_names(std::string_view name) {
  std::vector<std::string> out;
  for (const auto& [other, stands_for] : other_names())
    if (stands_for == name)
      out.push_back(other);
  return out;
}

std::string_view operator_of(std::string_view name) noexcept {
  auto found = other_names().find(name);
  return found == other_names().end() ? name : found->second;
}

} // namespace troupe::compiler::authoring
