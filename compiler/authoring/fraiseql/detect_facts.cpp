#include "compiler/authoring/fraiseql/detect_facts.hpp"

#include "base/json_write.hpp"
#include "compiler/authoring/names.hpp"
#include "compiler/authoring/reflect_documents.hpp"

#include <algorithm>
#include <optional>

namespace troupe::compiler::authoring::fraiseql {

namespace {

using plan::base_type;

bool is_key(std::string_view name) noexcept {
  return name == "id" || name.ends_with("_id") || name.starts_with("pk_")
         || name.starts_with("fk_");
}

bool is_number(base_type x) noexcept {
  return x == base_type::int2 || x == base_type::int4 || x == base_type::int8
         || x == base_type::float4 || x == base_type::float8
         || x == base_type::numeric;
}

bool is_moment(base_type x) noexcept {
  return x == base_type::date || x == base_type::timestamp
         || x == base_type::timestamptz;
}

bool is_json(base_type x) noexcept {
  return x == base_type::json || x == base_type::jsonb;
}

/// The database's word for a GraphQL type; empty for what is no value.
std::string_view word_of(std::string_view type) noexcept {
  constexpr std::pair<std::string_view, std::string_view> words[] = {
    {"Int", "integer"},
    {"BigInt", "bigint"},
    {"Float", "numeric"},
    {"Boolean", "boolean"},
    {"String", "text"},
    {"UUID", "uuid"},
    {"Date", "date"},
    {"DateTime", "timestamptz"},
    {"LocalDateTime", "timestamp"}};
  if (type.ends_with('!'))
    type.remove_suffix(1);
  for (const auto& [name, word] : words)
    if (name == type)
      return word;
  return {};
}

/// `,`-separated objects.
void add(std::string& list, const std::string& object) {
  list += (list.empty() ? "\n      {" : ",\n      {") + object + "}";
}

std::string pair(std::string_view key, std::string_view value) {
  return json::quoted(key) + ": " + json::quoted(value);
}

class detector {
public:
  explicit detector(const plan::table_facts& t) : t_(t) {
    std::set<std::string> taken;
    if (!t.documents.empty())
      types_ = document_types(t.documents, "Row", taken);
    for (const auto& c : t.columns)
      names_.insert(c.name);
  }

  std::string run() {
    for (const auto& c : t_.columns)
      column(c);
    for (const auto* c : plan::dimension_columns(t_))
      json_column(c->name);
    auto name = t_.schema.empty() || t_.schema == "public"
                  ? t_.name
                  : t_.schema + "." + t_.name;
    auto out = "{\n    " + pair("table_name", name);
    list(out, "measures", measures_);
    if (!paths_.empty())
      out += ",\n    \"dimensions\": {" + pair("name", dimensions_)
             + ", \"paths\": [" + paths_ + "]}";
    list(out, "denormalized_filters", filters_);
    list(out, "calendar_dimensions", calendars_);
    return out + "\n  }";
  }

private:
  static void list(std::string& out, std::string_view key,
                   const std::string& items) {
    if (!items.empty())
      out += ",\n    " + json::quoted(key) + ": [" + items + "]";
  }

  void column(const plan::column_facts& c) {
    if (is_json(c.type.base) || c.type.array || !valid_name(c.name))
      return;
    if (is_number(c.type.base) && !is_key(c.name) && !in_key(c.name)) {
      add(measures_, pair("name", c.name) + ", " + pair("sql_type", type_of(c))
                       + ", \"nullable\": " + (c.nullable ? "true" : "false"));
      return;
    }
    if (in_key(c.name) && c.name.starts_with("pk_"))
      return; // never shown
    if (is_moment(c.type.base))
      moments_.push_back(c.name);
    add(filters_, pair("name", c.name) + ", " + pair("sql_type", type_of(c))
                    + ", \"indexed\": " + (indexed(c.name) ? "true" : "false"));
  }

  bool in_key(const std::string& name) const {
    return std::ranges::find(t_.primary_key, name) != t_.primary_key.end();
  }

  bool indexed(const std::string& name) const {
    auto leads = [&](const plan::key_facts& k) {
      return !k.columns.empty() && k.columns.front() == name;
    };
    return (!t_.primary_key.empty() && t_.primary_key.front() == name)
           || std::ranges::any_of(t_.indexes, leads)
           || std::ranges::any_of(t_.unique_keys, leads);
  }

  static std::string type_of(const plan::column_facts& c) {
    return c.type.name.empty() ? "text" : c.type.name;
  }

  const document_type* type(std::string_view name) const {
    auto i = std::ranges::find(types_, name, &document_type::name);
    return i == types_.end() ? nullptr : &*i;
  }

  /// A calendar, or members down to the third level.
  void json_column(const std::string& name) {
    if (types_.empty())
      return;
    const document_type* found = nullptr;
    for (const auto& m : types_.front().members)
      if (m.key == name)
        found = type(m.type);
    if (found == nullptr)
      return;
    if (name.ends_with("_info") && !moments_.empty())
      return calendar(name, *found);
    if (dimensions_.empty())
      dimensions_ = name;
    for (const auto& m : dimension_members(types_, name))
      dimension(name, m);
  }

  void dimension(const std::string& column, const dimension_member& m) {
    std::string name;
    auto path = column;
    for (size_t i = 0; i < m.path.size(); ++i) {
      name += (i > 0 ? "_" : "") + snake_case(m.path[i]);
      path += (i + 1 < m.path.size() ? "->'" : "->>'") + m.path[i] + "'";
    }
    auto word = word_of(m.type);
    if (!word.empty() && valid_name(name) && names_.insert(name).second)
      add(paths_, pair("name", name) + ", " + pair("json_path", path) + ", "
                    + pair("data_type", word));
  }

  /// Of the moment that it is named after, or the only one.
  void calendar(const std::string& column, const document_type& x) {
    auto stem = column.substr(0, column.size() - 5);
    auto source = std::ranges::find_if(
      moments_, [&](const auto& m) { return m.starts_with(stem); });
    if (source == moments_.end())
      source = moments_.begin();
    std::string buckets;
    for (std::string_view bucket :
         {"date", "day", "week", "month", "quarter", "year"})
      for (const auto& m : x.members)
        if (auto word = word_of(m.type); m.key == bucket && !word.empty())
          buckets += (buckets.empty() ? "{" : ", {") + pair("json_key", bucket)
                     + ", "
                     + pair("bucket_type", bucket == "date" ? "day" : bucket)
                     + ", " + pair("data_type", word) + "}";
    if (!buckets.empty())
      add(calendars_, pair("source_column", *source) + ", \"granularities\": [{"
                        + pair("column_name", column) + ", \"buckets\": ["
                        + buckets + "]}]");
  }

  const plan::table_facts& t_;
  std::vector<document_type> types_;
  std::set<std::string> names_;
  std::vector<std::string> moments_;
  std::string dimensions_, measures_, paths_, filters_, calendars_;
};

} // namespace

std::string detect_fact_table(const plan::table_facts& t) {
  return detector{t}.run();
}

std::string detect_fact_tables(const plan::database_facts& facts) {
  std::string out;
  for (const auto& t : facts.tables)
    if (t.name.starts_with("tf_"))
      out += (out.empty() ? "\n  " : ",\n  ") + detect_fact_table(t);
  return "{\"fact_tables\": [" + out + "\n]}\n";
}

} // namespace troupe::compiler::authoring::fraiseql
