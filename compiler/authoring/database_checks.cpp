#include "compiler/authoring/database_checks.hpp"

#include "base/suggestions.hpp"
#include "compiler/authoring/function_checks.hpp"
#include "compiler/authoring/reflect_documents.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <string_view>

namespace troupe::compiler::authoring {

namespace {

using plan::base_type;

std::string_view core_name(std::string_view notation) noexcept {
  while (notation.starts_with('['))
    notation.remove_prefix(1);
  while (notation.ends_with('!') || notation.ends_with(']'))
    notation.remove_suffix(1);
  return notation;
}

enum class fit : uint8_t { good, lossy, loose, wrong };

constexpr bool whole(base_type x) noexcept {
  return x == base_type::int2 || x == base_type::int4 || x == base_type::int8;
}

constexpr bool number(base_type x) noexcept {
  return whole(x) || x == base_type::float4 || x == base_type::float8
         || x == base_type::numeric;
}

/// Whether values of a column can be given as a scalar. What has a text can
/// always be a String.
fit fits(std::string_view scalar, base_type x, plan::dialect dialect) noexcept {
  // SQLite keeps anything anywhere, and most as text: exact numbers too.
  if (dialect == plan::dialect::sqlite && x == base_type::text
      && (scalar == "Int" || scalar == "Float" || scalar == "Boolean"))
    return fit::loose;
  bool loose = x == base_type::unknown
               || (dialect == plan::dialect::sqlite && x == base_type::text);
  auto one_of = [&](std::initializer_list<base_type> types) {
    return loose || std::ranges::find(types, x) != types.end() ? fit::good
                                                               : fit::wrong;
  };
  if (scalar == "Int")
    return x == base_type::int8 || x == base_type::numeric
             ? fit::lossy
             : one_of({base_type::int2, base_type::int4});
  if (scalar == "Float")
    return x == base_type::numeric || x == base_type::int8 ? fit::lossy
           : number(x) || loose                            ? fit::good
                                                           : fit::wrong;
  if (scalar == "Boolean")
    return dialect == plan::dialect::sqlite && whole(x)
             ? fit::good
             : one_of({base_type::boolean});
  if (scalar == "BigInt")
    return whole(x) || loose ? fit::good : fit::wrong;
  if (scalar == "Decimal")
    return number(x) || loose ? fit::good : fit::wrong;
  if (scalar == "UUID")
    return one_of({base_type::uuid, base_type::text});
  if (scalar == "Date")
    return one_of({base_type::date});
  if (scalar == "Time")
    return one_of({base_type::time, base_type::timetz});
  if (scalar == "DateTime")
    return one_of({base_type::timestamptz, base_type::timestamp});
  if (scalar == "LocalDateTime")
    return one_of({base_type::timestamp});
  if (scalar == "Bytes")
    return one_of({base_type::bytea});
  return fit::good;
}

class checker {
public:
  checker(const plan::catalog& catalog, const plan::database_facts& facts)
    : catalog_(catalog), facts_(facts) {
    // nop
  }

  std::vector<finding> run() {
    for (const auto& m : catalog_.models)
      tables_.push_back(find_table(m));
    for (size_t i = 0; i < catalog_.models.size(); ++i)
      if (tables_[i] != nullptr)
        model(catalog_.models[i], *tables_[i]);
    for (const auto& e : catalog_.enums)
      enumeration(e);
    for (const auto& r : catalog_.roots)
      if (r.model >= 0)
        arguments("Query." + r.name, r.model, r.arguments, {});
    for (size_t i = 0; i < catalog_.models.size(); ++i)
      indexes(i);
    check_functions(catalog_, facts_, out_);
    return std::move(out_);
  }

private:
  void add(severity kind, std::string coordinate, std::string message) {
    out_.push_back({kind, std::move(coordinate), std::move(message)});
  }

  void fail(std::string coordinate, std::string message) {
    add(severity::error, std::move(coordinate), std::move(message));
  }

  void warn(std::string coordinate, std::string message) {
    add(severity::warning, std::move(coordinate), std::move(message));
  }

  const plan::table_facts* find_table(const plan::model_def& m) {
    std::vector<std::string_view> names;
    for (const auto& t : facts_.tables) {
      bool in_default = t.schema.empty()
                        || std::ranges::find(facts_.default_schemas, t.schema)
                             != facts_.default_schemas.end();
      if (t.name == m.table
          && (m.schema.empty() ? in_default : t.schema == m.schema))
        return &t;
      names.push_back(t.name);
    }
    if (!m.table.empty())
      fail(m.name, "the database has no table or view \"" + m.table + "\"."
                     + did_you_mean(suggestions(m.table, names, 3)));
    return nullptr;
  }

  static const plan::column_facts* find_column(const plan::table_facts& t,
                                               std::string_view name) {
    auto i = std::ranges::find(t.columns, name, &plan::column_facts::name);
    return i == t.columns.end() ? nullptr : &*i;
  }

  void model(const plan::model_def& m, const plan::table_facts& t) {
    for (const auto& c : m.columns)
      if (find_column(t, c.name) == nullptr)
        fail(m.name, "\"" + m.table + "\" has no column \"" + c.name + "\".");
    documents(m, t);
    for (const auto& f : m.fields) {
      if (f.kind == plan::field_kind::column && f.column >= 0)
        column(m, t, f);
      else if (f.kind == plan::field_kind::relation)
        relation(m, t, f);
    }
    key(m, t);
  }

  /// What is in none of some documents may be misspelt. Which documents there
  /// are depends on the day: that is no error.
  void documents(const plan::model_def& m, const plan::table_facts& t) {
    if (m.document < 0 || t.documents.empty()
        || m.columns[static_cast<size_t>(m.document)].name != "data")
      return;
    std::set<std::string> taken;
    auto types = document_types(t.documents, m.name, taken);
    if (types.empty())
      return;
    std::vector<std::string_view> keys;
    for (const auto& x : types.front().members)
      keys.push_back(x.key);
    for (const auto& f : m.fields)
      if (f.kind == plan::field_kind::document
          && std::ranges::find(keys, f.key) == keys.end())
        warn(m.name + "." + f.name,
             "none of " + std::to_string(t.documents.size())
               + " documents of \"" + t.name + "\" has \"" + f.key + "\"."
               + did_you_mean(suggestions(f.key, keys, 3)));
  }

  // -- columns ----------------------------------------------------------------

  void column(const plan::model_def& m, const plan::table_facts& t,
              const plan::field_def& f) {
    const auto& name = m.columns[static_cast<size_t>(f.column)].name;
    const auto* c = find_column(t, name);
    if (c == nullptr)
      return;
    auto coordinate = m.name + "." + f.name;
    auto scalar = core_name(f.type);
    auto where = "column \"" + name + "\" (" + type_text(c->type) + ")";
    if (c->type.base != base_type::json && c->type.base != base_type::jsonb
        && c->type.array != f.type.starts_with('['))
      fail(coordinate,
           c->type.array
             ? where + " is an array, but the field is no list."
             : "the field is a list, but " + where + " is no array.");
    else if (auto how = fits(scalar, c->type.base, facts_.dialect);
             how == fit::wrong)
      fail(coordinate, where + " cannot be given as " + std::string{scalar}
                         + ". Its type is "
                         + std::string{plan::scalar_name(c->type.base)} + ".");
    else if (how == fit::lossy)
      warn(coordinate, where + " has values that " + std::string{scalar}
                         + " cannot hold exactly. "
                         + std::string{plan::scalar_name(c->type.base)}
                         + " can.");
    else if (how == fit::loose)
      warn(coordinate, where + " holds text: a row whose text is no "
                         + std::string{scalar} + " would be an error.");
    if (t.kind == plan::table_kind::table && c->nullable
        && f.type.ends_with('!') && !key_column(t, name))
      warn(coordinate, where
                         + " may be null, the field may not: such a row would "
                           "be an error.");
  }

  static std::string type_text(const plan::column_type& x) {
    auto base = x.name.empty() ? std::string{plan::to_string(x.base)} : x.name;
    return base + (x.array ? "[]" : "");
  }

  /// SQLite says of key columns that they may be null.
  static bool key_column(const plan::table_facts& t, std::string_view name) {
    return std::ranges::find(t.primary_key, name) != t.primary_key.end();
  }

  void key(const plan::model_def& m, const plan::table_facts& t) {
    if (m.primary_key.empty() || t.kind != plan::table_kind::table)
      return;
    std::vector<std::string> names;
    for (auto i : m.primary_key)
      names.push_back(m.columns[static_cast<size_t>(i)].name);
    if (!unique(t, names))
      warn(m.name, "the key (" + list(names) + ") is not unique in table \""
                     + t.name + "\".");
  }

  /// Whether at most one row has the same values in all of these columns.
  static bool unique(const plan::table_facts& t,
                     const std::vector<std::string>& names) {
    auto within = [&](const std::vector<std::string>& key) {
      return !key.empty() && std::ranges::all_of(key, [&](const auto& c) {
        return std::ranges::find(names, c) != names.end();
      });
    };
    return within(t.primary_key)
           || std::ranges::any_of(
             t.unique_keys, [&](const auto& k) { return within(k.columns); });
  }

  static std::string list(const std::vector<std::string>& names) {
    std::string out;
    for (const auto& n : names)
      out += (out.empty() ? "" : ", ") + n;
    return out;
  }

  // -- relations --------------------------------------------------------------

  void relation(const plan::model_def& m, const plan::table_facts& t,
                const plan::field_def& f) {
    const auto& r = m.relations[static_cast<size_t>(f.relation)];
    const auto* other = tables_[static_cast<size_t>(r.model)];
    const auto& target = catalog_.models[static_cast<size_t>(r.model)];
    if (other == nullptr)
      return;
    auto coordinate = m.name + "." + f.name;
    std::vector<std::string> remote;
    for (const auto& p : r.on) {
      const auto& here = m.columns[static_cast<size_t>(p.local)].name;
      const auto& there = target.columns[static_cast<size_t>(p.remote)].name;
      remote.push_back(there);
      const auto* a = find_column(t, here);
      const auto* b = find_column(*other, there);
      if (a == nullptr || b == nullptr)
        continue;
      bool comparable = a->type.base == b->type.base
                        || (number(a->type.base) && number(b->type.base));
      auto both = "\"" + m.table + "." + here + "\" (" + type_text(a->type)
                  + ") and \"" + target.table + "." + there + "\" ("
                  + type_text(b->type) + ")";
      if (!comparable && facts_.dialect == plan::dialect::postgres)
        fail(coordinate, both + " cannot be compared.");
      else if (number(a->type.base) != number(b->type.base))
        warn(coordinate, both + " are never equal: a number is no text.");
      if (!r.many && f.type.ends_with('!') && t.kind == plan::table_kind::table
          && a->nullable && !key_column(t, here))
        warn(coordinate, "column \"" + here
                           + "\" may be null, the field may not: such a row "
                             "would be an error.");
    }
    if (!r.many && other->kind == plan::table_kind::table
        && !unique(*other, remote))
      warn(coordinate, "(" + list(remote) + ") is not unique in table \""
                         + other->name
                         + "\": of several rows that fit, any is shown.");
    if (!indexed(*other, remote))
      missing_[static_cast<size_t>(r.model)].push_back({coordinate, remote});
    arguments(coordinate, r.model, f.arguments, remote);
  }

  // -- indexes ----------------------------------------------------------------

  /// Says once for each table what its indexes do not serve.
  void indexes(size_t model) {
    const auto* t = tables_[model];
    const auto& m = catalog_.models[model];
    if (t == nullptr || m.hidden)
      return;
    if (auto i = missing_.find(model); i != missing_.end())
      warn(m.name, "no index of \"" + m.table + "\" begins with "
                     + followed(i->second) + ".");
    constexpr double few = 1000;
    bool small = t->rows >= 0 && t->rows < few;
    if (!m.filterable || small || t->kind == plan::table_kind::view)
      return;
    std::vector<std::string> columns;
    for (const auto& f : m.fields)
      if (f.column >= 0
          && (f.kind == plan::field_kind::column
              || f.kind == plan::field_kind::document))
        if (const auto& c = m.columns[static_cast<size_t>(f.column)];
            selective(c.type) && !indexed(*t, {c.name}))
          columns.push_back(c.name);
    if (!columns.empty())
      add(severity::advice, m.name,
          "no index of \"" + m.table + "\" begins with "
            + (columns.size() == 1 ? "" : "one of ") + list(columns)
            + ": a filter by " + (columns.size() == 1 ? "it" : "one of them")
            + " alone reads the whole table.");
  }

  struct unserved {
    std::string coordinate;
    std::vector<std::string> columns;
  };

  /// `(a, b): each row of X.y, Z.w would read the whole table; (c): ...`
  static std::string followed(const std::vector<unserved>& all) {
    std::map<std::string, std::string> by_columns;
    for (const auto& x : all) {
      auto& of = by_columns[list(x.columns)];
      of += (of.empty() ? "" : ", ") + x.coordinate;
    }
    std::string out;
    for (const auto& [columns, fields] : by_columns)
      out += (out.empty() ? "(" : "; or with (") + columns + "): each row of "
             + fields + " would read the whole table";
    return out;
  }

  /// Whether a value of the column picks few rows, for an index of its own.
  static bool selective(const plan::column_type& x) noexcept {
    return !x.array && x.base != base_type::boolean
           && x.base != base_type::enumeration && x.base != base_type::json
           && x.base != base_type::jsonb && x.base != base_type::bytea
           && x.base != base_type::unknown;
  }

  /// Whether an index begins with these columns, in any order.
  static bool indexed(const plan::table_facts& t,
                      const std::vector<std::string>& columns) {
    if (t.kind == plan::table_kind::view)
      return true;
    auto serves = [&](const std::vector<std::string>& key) {
      return key.size() >= columns.size()
             && std::ranges::all_of(
               std::span{key}.first(columns.size()), [&](const auto& c) {
                 return std::ranges::find(columns, c) != columns.end();
               });
    };
    return serves(t.primary_key)
           || std::ranges::any_of(
             t.indexes, [&](const auto& k) { return serves(k.columns); })
           || std::ranges::any_of(
             t.unique_keys, [&](const auto& k) { return serves(k.columns); });
  }

  /// Arguments that compare a column, on top of `tied` ones.
  void arguments(const std::string& coordinate, int32_t model,
                 const std::vector<plan::argument_def>& arguments,
                 const std::vector<std::string>& tied) {
    const auto* t = tables_[static_cast<size_t>(model)];
    const auto& m = catalog_.models[static_cast<size_t>(model)];
    if (t == nullptr)
      return;
    std::vector<std::string> compared;
    for (const auto& a : arguments)
      if (a.role == plan::argument_role::equals && a.column >= 0)
        compared.push_back(m.columns[static_cast<size_t>(a.column)].name);
    if (compared.empty() || !tied.empty())
      return;
    if (std::ranges::none_of(compared,
                             [&](const auto& c) { return indexed(*t, {c}); }))
      warn(coordinate, "no index of \"" + m.table + "\" begins with "
                         + (compared.size() == 1 ? "" : "one of ")
                         + list(compared)
                         + ": each request would read the whole table.");
  }

  // -- enums ------------------------------------------------------------------

  void enumeration(const plan::enum_def& e) {
    if (e.type.base != base_type::enumeration)
      return;
    auto name = std::string_view{e.type.name};
    auto dot = name.rfind('.');
    auto bare = dot == std::string_view::npos ? name : name.substr(dot + 1);
    if (bare.size() > 1 && bare.front() == '"')
      bare = bare.substr(1, bare.size() - 2);
    auto found = std::ranges::find(facts_.enums, bare, &plan::enum_facts::name);
    if (found == facts_.enums.end())
      return fail(e.name, "the database has no enum type \"" + std::string{bare}
                            + "\".");
    for (const auto& v : e.values)
      if (std::ranges::find(found->values, v.sql) == found->values.end())
        fail(e.name + "." + v.name, "the database's enum \"" + std::string{bare}
                                      + "\" has no value '" + v.sql + "'.");
    for (const auto& v : found->values)
      if (std::ranges::find(e.values, v, &plan::enum_value_def::sql)
          == e.values.end())
        warn(e.name, "the database's value '" + v
                       + "' is missing: clients would get a value that the "
                         "schema does not name.");
  }

  const plan::catalog& catalog_;
  const plan::database_facts& facts_;
  std::vector<const plan::table_facts*> tables_;
  /// Relations to a model that no index of its table serves.
  std::map<size_t, std::vector<unserved>> missing_;
  std::vector<finding> out_;
};

} // namespace

std::vector<finding> check_database(const plan::catalog& catalog,
                                    const plan::database_facts& facts) {
  return checker{catalog, facts}.run();
}

} // namespace troupe::compiler::authoring
