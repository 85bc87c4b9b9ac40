#pragma once

#include "base/json_read.hpp"
#include "compiler/authoring/fraiseql/fraiseql.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// What the files of this folder share while one catalog is made.
namespace troupe::compiler::authoring::fraiseql {

std::string_view text(const json::value& x, std::string_view key) noexcept;

bool flag(const json::value& x, std::string_view key, bool otherwise) noexcept;

/// Items of a list member; none if it is absent.
std::span<const json::value> items(const json::value& x,
                                   std::string_view key) noexcept;

std::optional<std::string> deprecation(const json::value& x);

/// A JSON default as a GraphQL literal.
std::string literal(const json::value& x);

/// What is accepted but does nothing yet is said, so that nobody relies on it.
void warn_of_ignored(const json::value& schema, std::vector<std::string>& out);

/// `schema.view` taken apart.
struct source {
  std::string schema, table;
};

source read_source(std::string_view text);

class builder {
public:
  builder(const source_file& file, const plan::database_facts* facts,
          const json::value& schema);

  authored run();

private:
  void fail(const std::string& place, const std::string& message);
  void warn(std::string message);

  /// The published name of a field, an argument or a query.
  std::string published(std::string_view declared) const;

  /// GraphQL notation of a declared type.
  std::string notation(std::string_view type, bool nullable,
                       const std::string& place);
  std::string notation_item(std::string_view type, const std::string& place);

  /// The default of an argument or input field as a GraphQL literal; empty if
  /// it has none.
  std::string default_of(const json::value& x) const;

  // -- build.cpp: types -------------------------------------------------------

  void names();
  void enums();
  void types();
  void model(plan::model_def& m, const json::value& x,
             const std::string& place);
  void field(plan::model_def& m, const json::value& x,
             const std::string& place);
  /// Checks what a field with `vector_distance` is about.
  void distance(const plan::model_def& m, const json::value& x,
                const std::string& place);
  void inputs();

  /// Nobody reaches rows that are for a role by way of others.
  void roles();

  // -- scalars.cpp ------------------------------------------------------------

  void scalars();
  void rules(std::vector<plan::value_rule>& out,
             std::span<const json::value> given, const std::string& place);
  void rule(plan::value_rule& out, const json::value& x,
            const std::string& place);

  // -- abstract.cpp -----------------------------------------------------------

  /// Calls `f` with the name of each type that an interface or union may be.
  void each_variant(std::string_view abstract,
                    const std::function<void(std::string_view)>& f) const;
  void abstract_types();
  void interface(const json::value& x, const std::string& place);

  /// The same as `model_over` for an interface or union: each document says of
  /// which type it is.
  int32_t abstract_over(const json::value& query, const std::string& place);

  // -- sources.cpp: which view, which columns ---------------------------------

  /// Returns the model of a type over a source, making another one where the
  /// type is read from several.
  int32_t model_over(std::string_view type, std::string_view source,
                     std::string_view column, const std::string& place);
  void bind_source(plan::model_def& m, std::string_view source,
                   std::string_view column, const std::string& place);
  const plan::table_facts* find_table(const plan::model_def& m) const;

  /// Returns the index of a column, adding it; -1 if the view has none.
  int32_t column(plan::model_def& m, std::string_view name,
                 std::string_view type);
  void native_columns(plan::model_def& m);
  void vector_columns(plan::model_def& m);

  /// What finds the path of a row of a hierarchy by its id.
  std::string hierarchy(std::string_view name, const std::string& place);
  void relay_keys(plan::model_def& m, std::string_view cursor_type);

  // -- queries.cpp ------------------------------------------------------------

  void queries();
  void query(const json::value& x, const std::string& place);
  void automatic(plan::root_def& out, const json::value& x,
                 const plan::model_def& m) const;
  void declared(plan::root_def& out, const json::value& x, plan::model_def& m,
                const std::string& place);
  /// `kind` is that of the defaults: `queries` or `mutations`.
  plan::cache_hint kept_for(const json::value& x, const std::string& place);
  void access(plan::root_def& out, const json::value& x,
              const std::string& place, std::string_view kind = "queries");
  void inject(plan::root_def& out, const json::value& params,
              const std::string& place);
  void count(const plan::root_def& list, const std::string& place);
  void relay(plan::root_def& out, const plan::model_def& m) const;
  void node();

  // -- facts.cpp --------------------------------------------------------------

  void fact_tables();
  void fact_table(const json::value& x, const std::string& place,
                  const json::value* partial);
  void detected_table(const json::value& x, const std::string& place);
  void fact_roots(const plan::model_def& m, const std::string& base,
                  const std::string& place);
  void measures(plan::model_def& m, const json::value& x,
                const std::string& place);
  void dimensions(plan::model_def& m, const json::value& x,
                  const std::string& place);
  void calendars(plan::model_def& m, const json::value& x,
                 const std::string& place);
  plan::field_def* fact_field(plan::model_def& m, std::string_view name,
                              const plan::column_type& type,
                              const std::string& place);
  plan::field_def* fact_column(plan::model_def& m, std::string_view name,
                               std::string_view from,
                               const plan::column_type& type,
                               const std::string& place);
  void fact_member(plan::model_def& m, std::string_view name,
                   const std::string& json,
                   const std::vector<std::string>& steps,
                   const plan::column_type& type, const std::string& place);
  void partial_period(plan::model_def& m, const json::value& x,
                      const std::string& place);
  void check_fine(const plan::model_def& m, const plan::fine_rows& x,
                  const std::string& place);
  // -- mutations.cpp ----------------------------------------------------------

  void mutations();
  void mutation(const json::value& x, const std::string& place);
  void call(plan::root_def& out, const json::value& x,
            const std::string& place);
  void effects(plan::function_def& out, const json::value& x,
               std::string_view type, const std::string& place);

  /// Returns the name of the type that has the entity and what else the
  /// function says.
  std::string payload(const plan::root_def& of, const std::string& entity);

  const source_file& file_;
  const plan::database_facts* facts_;
  const json::value& schema_;
  authored out_;
  bool snake_ = false;
  std::set<std::string_view> objects_, enums_, scalars_, inputs_, abstracts_;
  std::set<std::string> rich_; ///< scalars of FraiseQL's own that are used
  std::map<std::string, int32_t, std::less<>> model_of_;
  /// type and key of fields with vectors -> type of the column
  std::map<std::pair<std::string, std::string>, std::string> vectors_;
  /// type, source, column -> model
  std::map<std::string, int32_t> over_;
};

} // namespace troupe::compiler::authoring::fraiseql
