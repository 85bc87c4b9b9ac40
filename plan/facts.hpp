#pragma once

#include "plan/types.hpp"

#include <string>
#include <vector>

/// What a database says about itself: the answer of `db::*::introspect`, the
/// input of `troupe reflect` and of the checks at compile time.
namespace troupe::plan {

struct column_facts {
  std::string name;
  column_type type;
  bool nullable = true;
  bool has_default = false; ///< default, identity or serial
  bool generated = false;   ///< always computed: cannot be written
  std::string description;
};

struct key_facts {
  std::string name;
  std::vector<std::string> columns;
};

struct foreign_key_facts {
  std::string name;
  std::vector<std::string> columns;
  std::string target_schema;
  std::string target_table;
  std::vector<std::string> target_columns;
};

enum class table_kind : uint8_t { table, view, materialized_view };

struct table_facts {
  std::string schema; ///< empty for SQLite's main
  std::string name;
  table_kind kind = table_kind::table;
  std::string description;
  std::vector<column_facts> columns;
  std::vector<std::string> primary_key;
  std::vector<key_facts> unique_keys;
  std::vector<key_facts> indexes;
  std::vector<foreign_key_facts> foreign_keys;
  double rows = -1; ///< by the planner's statistics; -1: not known
  /// Where samples were asked for: some values of the column `data`, and of a
  /// fact table some objects of its JSON columns.
  std::vector<std::string> documents;
  /// Tables that it inherits from, as `schema.name`.
  std::vector<std::string> parents = {};
};

/// The column with the documents of a table or view that is named like one of
/// FraiseQL's (`v_`, `tv_`); null if it is none.
inline const column_facts* document_column(const table_facts& t) noexcept {
  if (!t.name.starts_with("v_") && !t.name.starts_with("tv_"))
    return nullptr;
  for (const auto& c : t.columns)
    if (c.name == "data" && !c.type.array
        && (c.type.base == base_type::jsonb || c.type.base == base_type::json
            || c.type.base == base_type::text))
      return &c;
  return nullptr;
}

/// The JSON columns of a table that is named like FraiseQL's fact tables
/// (`tf_`): dimensions and calendars.
inline std::vector<const column_facts*>
dimension_columns(const table_facts& t) {
  std::vector<const column_facts*> out;
  if (!t.name.starts_with("tf_"))
    return out;
  for (const auto& c : t.columns)
    if (!c.type.array
        && (c.type.base == base_type::jsonb || c.type.base == base_type::json))
      out.push_back(&c);
  return out;
}

struct function_argument_facts {
  std::string name;
  column_type type;
  bool has_default = false;
};

/// A function that reads, and returns rows of a table or view.
struct row_function_facts {
  std::string schema;
  std::string name;
  std::string description;
  std::vector<function_argument_facts> arguments;
  std::string target_schema;
  std::string target_table;
  bool many = false; ///< any number of rows; otherwise at most one
};

struct enum_facts {
  std::string schema;
  std::string name;
  std::vector<std::string> values;
  std::string description;
};

struct parameter_facts {
  std::string name; ///< empty if it has none
  std::string type; ///< as the database writes it
  bool optional = false;
};

/// A function that can be called by statements.
struct function_facts {
  std::string schema;
  std::string name;
  std::vector<parameter_facts> parameters;
  std::string result; ///< as the database writes it
  /// Whether it returns rows of columns, and which, as far as that is fixed.
  bool composite = false;
  std::vector<std::string> columns;
  bool many = false;   ///< a set
  bool changes = true; ///< volatile: it may write
};

struct database_facts {
  plan::dialect dialect = plan::dialect::sqlite;
  /// Schemas that names need not be qualified with (search_path).
  std::vector<std::string> default_schemas;
  std::vector<table_facts> tables; ///< sorted by schema and name
  std::vector<enum_facts> enums;
  std::vector<function_facts> functions; ///< sorted by schema and name
  std::vector<row_function_facts> row_functions;
};

} // namespace troupe::plan
