#include "compiler/authoring/facts.hpp"

#include "compiler/authoring/fraiseql/build.hpp"
#include "compiler/authoring/fraiseql/detect_facts.hpp"
#include "compiler/authoring/names.hpp"

#include <algorithm>

/// Fact tables: each becomes a model that is read by aggregates only.
namespace troupe::compiler::authoring::fraiseql {

namespace {

/// FraiseQL's words for types, and SQL's.
plan::column_type type_of(std::string_view text, std::string_view otherwise) {
  constexpr std::pair<std::string_view, std::string_view> words[] = {
    {"int", "integer"},
    {"long", "bigint"},
    {"float", "double precision"},
    {"double", "double precision"},
    {"decimal", "numeric"},
    {"string", "text"},
    {"boolean", "boolean"},
    {"timestamp", "timestamptz"},
    {"datetime", "timestamptz"},
    {"id", "uuid"},
    {"json", "jsonb"}};
  std::string lower{text.empty() ? otherwise : text};
  for (auto& c : lower)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const auto& [word, type] : words)
    if (word == lower)
      lower = type;
  return plan::parse_column_type(plan::dialect::postgres, lower);
}

/// `dimensions->'a'->>'b'`, or `a.b` within `otherwise`. Empty if it is
/// neither.
std::vector<std::string> read_path(std::string_view text, std::string& column) {
  auto arrow = text.find("->");
  if (arrow == std::string_view::npos)
    return split_path(text);
  column = text.substr(0, arrow);
  while (column.ends_with(' '))
    column.pop_back();
  std::vector<std::string> out;
  while (text = text.substr(arrow), !text.empty()) {
    text.remove_prefix(text.starts_with("->>") ? 3 : 2);
    while (text.starts_with(' '))
      text.remove_prefix(1);
    auto end = text.find('\'', 1);
    if (!text.starts_with('\'') || end == std::string_view::npos
        || !valid_step(text.substr(1, end - 1)))
      return {};
    out.emplace_back(text.substr(1, end - 1));
    text.remove_prefix(end + 1);
    arrow = std::min(text.find("->"), text.size());
  }
  return valid_name(column) ? out : std::vector<std::string>{};
}

bool says_what_it_has(const json::value& x) noexcept {
  for (auto key : {"measures", "dimensions", "denormalized_filters",
                   "calendar_dimensions"})
    if (x.find(key) != nullptr)
      return true;
  return false;
}

} // namespace

void builder::fact_tables() {
  auto all = items(schema_, "fact_tables");
  for (size_t i = 0; i < all.size(); ++i) {
    auto place = "fact_tables[" + std::to_string(i) + "] ("
                 + std::string{text(all[i], "table_name")} + ")";
    if (says_what_it_has(all[i]))
      fact_table(all[i], place, all[i].find("partial_period"));
    else
      detected_table(all[i], place);
  }
}

/// One with only a name has what the database shows.
void builder::detected_table(const json::value& x, const std::string& place) {
  plan::model_def m;
  auto from = read_source(text(x, "table_name"));
  m.schema = from.schema;
  m.table = from.table;
  const auto* t = find_table(m);
  if (t == nullptr)
    return fail(place, facts_ == nullptr
                         ? "names neither measures nor dimensions. Name them, "
                           "or compile with --database to have them found."
                         : "the database has no table \"" + m.table + "\".");
  arena memory;
  auto text = detect_fact_table(*t);
  if (auto found = json::parse(text, memory))
    fact_table(**found, place, x.find("partial_period"));
}

void builder::fact_table(const json::value& x, const std::string& place,
                         const json::value* partial) {
  plan::model_def m;
  auto from = read_source(text(x, "table_name"));
  if (!valid_name(from.table))
    return fail(place, "\"table_name\" is no name of a table.");
  m.schema = from.schema;
  m.table = from.table;
  m.aggregates = true;
  auto base = m.table.starts_with("tf_") ? m.table.substr(3) : m.table;
  m.name = pascal_case(base);
  if (objects_.contains(m.name) || abstracts_.contains(m.name)
      || inputs_.contains(m.name) || enums_.contains(m.name))
    m.name += "Facts";
  if (facts_ != nullptr && find_table(m) == nullptr)
    return fail(place, "the database has no table \"" + m.table + "\".");
  // Lists of values come in the order of the key.
  if (const auto* t = find_table(m))
    for (const auto& name : t->primary_key)
      m.primary_key.push_back(column(m, name, {}));
  measures(m, x, place);
  dimensions(m, x, place);
  for (const auto& f : items(x, "denormalized_filters"))
    fact_column(m, text(f, "name"), text(f, "name"),
                type_of(text(f, "sql_type"), "text"), place);
  calendars(m, x, place);
  if (partial != nullptr)
    partial_period(m, *partial, place + ".partial_period");
  if (m.fields.empty())
    return fail(place, "there are neither measures nor dimensions nor "
                       "filters.");
  fact_roots(m, base, place);
  out_.catalog.models.push_back(std::move(m));
}

/// Periods that a query cuts, and the one that is not over, are summed up from
/// a finer source.
void builder::partial_period(plan::model_def& m, const json::value& x,
                             const std::string& place) {
  if (out_.catalog.dialect != plan::dialect::postgres)
    return fail(place, "needs PostgreSQL.");
  plan::fine_rows out;
  auto s = read_source(text(x, "fine_grain_view"));
  if (!valid_name(s.table) || (!s.schema.empty() && !valid_name(s.schema)))
    return fail(place, "\"fine_grain_view\" must be the name of a view.");
  out.schema = std::move(s.schema);
  out.table = std::move(s.table);
  out.grain = text(x, "time_grain_trunc");
  constexpr std::string_view grains[] = {"day", "week", "month", "quarter",
                                         "year"};
  if (std::ranges::find(grains, out.grain) == std::end(grains))
    return fail(place, "\"time_grain_trunc\" must be day, week, month, quarter "
                       "or year, not \""
                         + out.grain + "\".");
  auto name = text(x, "time_grain_column");
  auto column = std::ranges::find(m.columns, name, &plan::column_def::name);
  if (column == m.columns.end())
    return fail(place, "\"time_grain_column\" must be one of the "
                       "\"denormalized_filters\", and \""
                         + std::string{name} + "\" is not.");
  using plan::base_type;
  if (column->type.base != base_type::date
      && column->type.base != base_type::timestamp
      && column->type.base != base_type::timestamptz)
    return fail(place, "\"" + std::string{name} + "\" is no date or moment.");
  out.column = static_cast<int32_t>(column - m.columns.begin());
  check_fine(m, out, place);
  m.fine = std::move(out);
}

/// The finer source has all columns of the other.
void builder::check_fine(const plan::model_def& m, const plan::fine_rows& x,
                         const std::string& place) {
  if (facts_ == nullptr)
    return;
  plan::model_def fine;
  fine.schema = x.schema;
  fine.table = x.table;
  const auto* t = find_table(fine);
  if (t == nullptr)
    return fail(place,
                "the database has no table or view \"" + x.table + "\".");
  for (const auto& c : m.columns)
    if (std::ranges::find(t->columns, c.name, &plan::column_facts::name)
        == t->columns.end())
      fail(place, "\"" + x.table + "\" has no column \"" + c.name + "\", as \""
                    + m.table + "\" has.");
}

/// `<x>_aggregate` and `<x>_window`.
void builder::fact_roots(const plan::model_def& m, const std::string& base,
                         const std::string& place) {
  using plan::argument_role;
  auto add = [&](plan::root_kind kind, std::string_view suffix,
                 std::string_view type, std::string_view description) {
    plan::root_def root;
    root.kind = kind;
    root.name = base + std::string{suffix};
    root.type = "[" + m.name + std::string{type} + "!]!";
    root.description = std::string{description} + m.table + ".";
    root.model = static_cast<int32_t>(out_.catalog.models.size());
    auto argument = [&](std::string name, std::string of, argument_role role) {
      plan::argument_def x;
      x.name = std::move(name);
      x.type = std::move(of);
      x.role = role;
      root.arguments.push_back(std::move(x));
    };
    argument("where", m.name + "WhereInput", argument_role::where);
    if (kind == plan::root_kind::aggregate) {
      argument("groupBy", m.name + "GroupByInput", argument_role::group_by);
      argument("having", m.name + "HavingInput", argument_role::having);
      argument("orderBy", m.name + "AggregateOrderByInput",
               argument_role::order_by);
    } else {
      argument("orderBy", "[" + m.name + "WindowOrderByInput!]",
               argument_role::order_by);
    }
    argument("limit", "Int", argument_role::limit);
    argument("offset", "Int", argument_role::offset);
    for (const auto& r : out_.catalog.roots)
      if (r.name == root.name)
        return fail(place, "\"" + root.name + "\" exists already.");
    out_.catalog.roots.push_back(std::move(root));
  };
  add(plan::root_kind::aggregate, "_aggregate", "Aggregate",
      "Functions over rows of ");
  add(plan::root_kind::window, "_window", "Window",
      "Rows with functions over those around them, of ");
}

/// Adds a field; a second one of a name is an error.
plan::field_def* builder::fact_field(plan::model_def& m, std::string_view name,
                                     const plan::column_type& type,
                                     const std::string& place) {
  bool taken = name == "count"
               || std::ranges::find(m.fields, name, &plan::field_def::name)
                    != m.fields.end();
  if (!valid_name(name) || taken) {
    fail(place, "\"" + std::string{name}
                  + (taken ? "\" is there twice." : "\" is no name."));
    return nullptr;
  }
  auto& out = m.fields.emplace_back();
  out.name = name;
  out.type = std::string{plan::scalar_name(type.base)};
  return &out;
}

plan::field_def* builder::fact_column(plan::model_def& m, std::string_view name,
                                      std::string_view from,
                                      const plan::column_type& type,
                                      const std::string& place) {
  auto index = column(m, from, type.name);
  if (index < 0) {
    fail(place, "table \"" + m.table + "\" has no column \"" + std::string{from}
                  + "\".");
    return nullptr;
  }
  auto* out =
    fact_field(m, name, m.columns[static_cast<size_t>(index)].type, place);
  if (out != nullptr)
    out->column = index;
  return out;
}

void builder::measures(plan::model_def& m, const json::value& x,
                       const std::string& place) {
  const auto* native = x.find("native_measures");
  for (const auto& f : items(x, "measures")) {
    auto name = text(f, "name");
    auto from = native == nullptr ? std::string_view{} : text(*native, name);
    auto* made = fact_column(m, name, from.empty() ? name : from,
                             type_of(text(f, "sql_type"), "decimal"), place);
    if (made == nullptr)
      continue;
    made->measure = true;
    if (aggregate_type(aggregate_class::sum, m, *made, out_.catalog.dialect)
          .empty())
      fail(place, "measure \"" + std::string{name}
                    + "\" is no number: it cannot be summed up.");
  }
}

/// Members of a JSON column, unless a column beside it has the value.
void builder::dimensions(plan::model_def& m, const json::value& x,
                         const std::string& place) {
  const auto* all = x.find("dimensions");
  if (all == nullptr)
    return;
  std::string column_of{text(*all, "name")};
  if (column_of.empty())
    column_of = "data";
  const auto* native = x.find("native_dimension_mapping");
  for (const auto& p : items(*all, "paths")) {
    auto name = text(p, "name");
    auto type = type_of(text(p, "data_type"), "text");
    if (native != nullptr && !text(*native, name).empty()) {
      fact_column(m, name, text(*native, name), type, place);
      continue;
    }
    auto json = column_of;
    auto steps = text(p, "json_path").empty()
                   ? split_path(name)
                   : read_path(text(p, "json_path"), json);
    if (steps.empty())
      fail(place, "dimension \"" + std::string{name}
                    + "\": \"json_path\" must be like data->'a'->>'b' or a.b");
    else
      fact_member(m, name, json, steps, type, place);
  }
}

void builder::fact_member(plan::model_def& m, std::string_view name,
                          const std::string& json,
                          const std::vector<std::string>& steps,
                          const plan::column_type& type,
                          const std::string& place) {
  if (column(m, json, "jsonb") < 0)
    return fail(place,
                "table \"" + m.table + "\" has no column \"" + json + "\".");
  if (auto* out = fact_field(m, name, type, place); out != nullptr) {
    out->kind = plan::field_kind::expression;
    out->sql = json_path_sql(out_.catalog.dialect, json, steps, type);
  }
}

/// What a calendar has stands for `<column>_<bucket>`; the database cuts the
/// rest.
void builder::calendars(plan::model_def& m, const json::value& x,
                        const std::string& place) {
  for (const auto& c : items(x, "calendar_dimensions"))
    for (const auto& g : items(c, "granularities"))
      for (const auto& b : items(g, "buckets")) {
        auto key = text(b, "json_key");
        auto bucket =
          text(b, "bucket_type").empty() ? key : text(b, "bucket_type");
        auto name =
          std::string{text(c, "source_column")} + "_" + std::string{bucket};
        // Several granularities have the coarse buckets; the first serves.
        if (std::ranges::find(m.fields, name, &plan::field_def::name)
            != m.fields.end())
          continue;
        if (!valid_step(key))
          fail(place, "\"" + std::string{key} + "\" is no key of a calendar.");
        else
          fact_member(m, name, std::string{text(g, "column_name")},
                      {std::string{key}}, type_of(text(b, "data_type"), "text"),
                      place);
      }
}

} // namespace troupe::compiler::authoring::fraiseql
