#include "compiler/planner/look_ups.hpp"

#include "compiler/sql/dialect.hpp"

#include <algorithm>
#include <cctype>
#include <set>

namespace troupe::compiler::planner {

namespace {

bool nested(std::string_view value) {
  return value.starts_with(rows_mark) || value.starts_with(row_mark);
}

/// Calls `found(alias, rest)` for each alias of a table in SQL of our own;
/// `rest` is what follows it.
template <class F>
void each_alias(std::string_view text, F found) {
  for (size_t i = 0; i + 2 < text.size(); ++i) {
    if (text[i] != '"' || text[i + 1] != 't' || (i > 0 && text[i - 1] == '.'))
      continue;
    auto end = i + 2;
    while (end < text.size()
           && std::isdigit(static_cast<unsigned char>(text[end])) != 0)
      ++end;
    if (end > i + 2 && end < text.size() && text[end] == '"')
      found(text.substr(i, end + 1 - i), text.substr(end + 1));
  }
}

/// The aliases that a nested value takes from around it.
std::set<std::string_view> outer_aliases(std::string_view text) {
  std::set<std::string_view> used;
  std::set<std::string_view> own;
  each_alias(text, [&](auto alias, auto rest) {
    (rest.starts_with('.') ? used : own).insert(alias);
  });
  for (auto alias : own)
    used.erase(alias);
  return used;
}

/// The quoted columns of an alias that appear in SQL.
void columns_of(std::string_view alias, std::string_view text,
                std::set<std::string>& out) {
  each_alias(text, [&](auto a, auto rest) {
    if (a != alias || !rest.starts_with(".\""))
      return;
    size_t end = 2;
    while (
      end < rest.size()
      && (rest[end] != '"' || (end + 1 < rest.size() && rest[end + 1] == '"')))
      end += rest[end] == '"' ? 2 : 1;
    out.emplace(rest.substr(1, end));
  });
}

bool contains(const std::vector<int32_t>& all, size_t i) {
  return std::ranges::find(all, static_cast<int32_t>(i)) != all.end();
}

std::string cell(size_t i) {
  return "\"c" + std::to_string(i) + "\"";
}

/// What stands for a nested value in rows that do not have it.
std::string absent(plan::dialect dialect, std::string_view value, size_t i) {
  if (dialect == plan::dialect::sqlite)
    return "NULL" + tuple_name(dialect, value, i);
  return value.starts_with(rows_mark) ? "NULL::record[]" : "NULL::record";
}

class once_builder {
public:
  once_builder(plan::dialect dialect, const list_sql& list,
               const std::vector<common_values>& common)
    : dialect_(dialect),
      list_(list),
      values_(list.columns.values()),
      common_(common) {
    // nop
  }

  std::string run() const {
    auto out = "WITH \"troupe_list\" AS MATERIALIZED (" + rows_of_list() + ") "
               + list_part();
    for (size_t i = 0; i < common_.size(); ++i)
      out += " UNION ALL " + common_part(i);
    return out;
  }

private:
  bool is_common(size_t i) const {
    return std::ranges::any_of(
      common_, [&](const auto& x) { return contains(x.cells.values, i); });
  }

  /// What identifies the rows of a look-up, and what its values need of them.
  std::set<std::string> source(const common_values& x) const {
    std::set<std::string> out;
    for (auto i : x.cells.keys)
      columns_of(x.alias, values_[static_cast<size_t>(i)], out);
    for (auto i : x.cells.values)
      columns_of(x.alias, values_[static_cast<size_t>(i)], out);
    return out;
  }

  /// The cell of the list that has a column of what is joined; one of its own
  /// unless somebody asked for the column. Numbered, since a name with
  /// something before it may be longer than the database's names are.
  std::string source_cell(size_t look_up, size_t number,
                          const std::string& column) const {
    auto text = common_[look_up].alias + "." + column;
    auto known = std::ranges::find(values_, text);
    if (known != values_.end())
      return cell(static_cast<size_t>(known - values_.begin()));
    return "\"k" + std::to_string(look_up) + "_" + std::to_string(number)
           + "\"";
  }

  std::string rows_of_list() const {
    std::string out;
    for (size_t i = 0; i < values_.size(); ++i)
      if (!is_common(i))
        out += (out.empty() ? "" : ", ") + values_[i] + " AS " + cell(i);
    for (size_t i = 0; i < common_.size(); ++i) {
      size_t number = 0;
      for (const auto& column : source(common_[i]))
        if (auto name = source_cell(i, number++, column);
            name.starts_with("\"k"))
          out += ", " + common_[i].alias + "." + column + " AS " + name;
    }
    return "SELECT " + out + " " + list_.from;
  }

  std::string list_part() const {
    std::string out = "SELECT ";
    for (size_t i = 0; i < values_.size(); ++i)
      out += (is_common(i) ? absent(dialect_, values_[i], i)
                           : cell(i) + tuple_name(dialect_, values_[i], i))
             + ", ";
    return out + "0 FROM \"troupe_list\"";
  }

  /// One row for each row that was joined.
  std::string common_part(size_t n) const {
    const auto& x = common_[n];
    std::string out = "SELECT ";
    for (size_t i = 0; i < values_.size(); ++i) {
      bool here = contains(x.cells.keys, i) || contains(x.cells.values, i);
      out += (here           ? values_[i]
              : is_common(i) ? absent(dialect_, values_[i], i)
                             : "NULL")
             + std::string{", "};
    }
    std::string names;
    size_t number = 0;
    for (const auto& column : source(x))
      names += (names.empty() ? "" : ", ") + source_cell(n, number++, column)
               + " AS " + column;
    return out + std::to_string(n + 1) + " FROM (SELECT DISTINCT " + names
           + " FROM \"troupe_list\") AS " + x.alias;
  }

  plan::dialect dialect_;
  const list_sql& list_;
  const std::vector<std::string>& values_;
  const std::vector<common_values>& common_;
};

} // namespace

std::vector<common_values> find_common_values(list_sql& list) {
  std::vector<common_values> out;
  auto& columns = list.columns;
  for (size_t i = 0; i < columns.values().size(); ++i) {
    if (!nested(columns.values()[i]))
      continue;
    auto outer = outer_aliases(columns.values()[i]);
    const auto* row =
      outer.size() == 1 ? columns.joined(*outer.begin()) : nullptr;
    if (row == nullptr || !row->common)
      continue;
    auto known = std::ranges::find(out, row->alias, &common_values::alias);
    if (known == out.end())
      known = out.insert(known, {row->alias, {}});
    known->cells.values.push_back(static_cast<int32_t>(i));
  }
  for (auto& x : out)
    for (const auto& key : columns.joined(x.alias)->key)
      x.cells.keys.push_back(columns.add(key));
  return out;
}

std::string once_form(plan::dialect dialect, const list_sql& list,
                      const std::vector<common_values>& common) {
  return once_builder{dialect, list, common}.run();
}

} // namespace troupe::compiler::planner
