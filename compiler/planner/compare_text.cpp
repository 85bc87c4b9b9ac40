#include "compiler/planner/compare.hpp"
#include "compiler/sql/dialect.hpp"

namespace troupe::compiler::planner {

namespace {

struct pattern_operator {
  std::string_view name;
  plan::transform how;
  bool fold;
  bool negative;
};

constexpr pattern_operator patterns[] = {
  {"like", plan::transform::none, false, false},
  {"nlike", plan::transform::none, false, true},
  {"ilike", plan::transform::none, true, false},
  {"nilike", plan::transform::none, true, true},
  {"startsWith", plan::transform::starts_with, false, false},
  {"iStartsWith", plan::transform::starts_with, true, false},
  {"endsWith", plan::transform::ends_with, false, false},
  {"iEndsWith", plan::transform::ends_with, true, false},
  {"contains", plan::transform::contains, false, false},
  {"iContains", plan::transform::contains, true, false},
};

constexpr std::pair<std::string_view, std::string_view> regular[] = {
  {"regex", " ~ "},
  {"iregex", " ~* "},
  {"nregex", " !~ "},
  {"niregex", " !~* "},
};

/// What the words of the enums become; nothing of a request is written here.
constexpr std::pair<std::string_view, std::string_view> modes[] = {
  {"WEB", "websearch_to_tsquery"},
  {"PLAIN", "plainto_tsquery"},
  {"PHRASE", "phraseto_tsquery"},
  {"QUERY", "to_tsquery"},
};

std::string lower(std::string_view x) {
  std::string out;
  for (auto c : x)
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

} // namespace

std::string compare_text(statement_scope& q, const operand& x,
                         const input_field& op) {
  auto text = plain_type(plan::base_type::text);
  for (const auto& p : patterns) {
    if (p.name != op.name)
      continue;
    auto found =
      sql::like(q.s.dialect(), x.text, q.bind(op.value, text, p.how), p.fold);
    return p.negative ? "NOT (" + found + ")" : found;
  }
  for (const auto& [name, sign] : regular)
    if (name == op.name)
      return x.text + std::string{sign}
             + q.bind(op.value, text, plan::transform::regex);
  return {};
}

std::string compare_search(statement_scope& q, const operand& x,
                           const input_field& op) {
  const auto* words = op.value.find("query");
  if (op.name != "search" || words == nullptr)
    return {};
  std::string_view call = modes[0].second;
  if (const auto* mode = op.value.find("mode"))
    for (const auto& [name, function] : modes)
      if (name == mode->text)
        call = function;
  // The language is a word of the schema's enum, so an index over
  // to_tsvector('english', ...) is found.
  std::string language;
  if (const auto* x_language = op.value.find("language");
      x_language != nullptr && !x_language->is_null())
    language = "'" + lower(x_language->text) + "', ";
  auto document = x.type.base == plan::base_type::tsvector
                    ? x.text
                    : "to_tsvector(" + language + x.text + ")";
  return document + " @@ " + std::string{call} + "(" + language
         + bind_as(q, *words, plan::base_type::text, "text") + ")";
}

} // namespace troupe::compiler::planner
