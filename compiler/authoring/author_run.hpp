#pragma once

#include "base/suggestions.hpp"
#include "compiler/authoring/author.hpp"
#include "compiler/authoring/directives.hpp"
#include "compiler/authoring/names.hpp"
#include "graphql/language/parser.hpp"
#include "graphql/types/sdl_specs.hpp"

#include <deque>
#include <map>
#include <optional>
#include <set>

/// What the files author*.cpp share while one catalog is made of SDL.
namespace troupe::compiler::authoring {

namespace language = graphql::language;
namespace types = graphql::types;
using language::type_definition;
using language::type_definition_kind;

std::string_view text_of(const language::value* x) noexcept;

std::string_view core_name(const language::type_reference& x) noexcept;

bool is_list(const language::type_reference& x) noexcept;

std::optional<std::string>
deprecation(std::span<const language::directive> directives);

/// Returns what `@cacheControl(maxAge:, scope:)` says.
plan::cache_hint cache_hint_of(std::span<const language::directive> directives);

/// A definition and the file it stands in.
struct placed {
  const type_definition* definition;
  size_t file;
};

/// An argument that is generated, not written by the author.
plan::argument_def argument_of(std::string name, std::string type,
                               std::string description,
                               plan::argument_role role);

class joined_files;

class author_run {
public:
  author_run(std::span<const source_file> files,
             const plan::database_facts* facts);

  authored run();

  void report(size_t file, uint32_t at, std::string message);

  void parse_files();

  // -- author_rules.cpp: the rules for type system documents ------------------

  /// Reports findings about the files taken together.
  void report(const joined_files& files, std::vector<error> errors);

  /// What holds of any SDL, with the directives of this folder.
  void check_rules();

  /// What holds of types, once the schema has been built or could not be.
  void check_types(const result<types::schema>& built);

  void sort_definitions();

  void keep_as_written(size_t file, language::span at);

  void schema(const language::schema_definition& x, size_t file);

  static void number(const language::directive* x, std::string_view name,
                     int64_t& out);

  void check(std::span<const language::directive> directives, size_t file);

  void type(const type_definition& x, size_t file);

  bool root_name(std::string_view name) const;

  /// The whole must make a schema: unknown types and names that clash show
  /// here.
  void verify();

  // -- author_types.cpp: enums, scalars, inputs -------------------------------

  void enums_and_scalars();

  void enumeration(const type_definition& x);

  const plan::enum_def* find_enum(std::string_view name) const;

  plan::column_type type_of(std::string_view scalar, std::string_view declared,
                            bool list) const;

  void inputs();

  // -- author_models.cpp ------------------------------------------------------

  void models();

  void model(plan::model_def& m, const type_definition& x, size_t file);

  void answer(plan::model_def& m, const type_definition& x, size_t file);

  const plan::table_facts* find_table(const plan::model_def& m,
                                      const type_definition& x, size_t file);

  void scalar_field(plan::model_def& m, const language::field_definition& f,
                    size_t file, const plan::table_facts* facts);

  void expression_columns(plan::model_def& m, const language::directive& e,
                          size_t file, const plan::table_facts* facts);

  void dimension(plan::model_def& m, plan::field_def& out,
                 const language::field_definition& f,
                 const language::directive& d, size_t file,
                 const plan::table_facts* facts);

  int32_t column(plan::model_def& m, const std::string& name,
                 const language::field_definition& f, std::string_view type,
                 size_t file, const plan::table_facts* facts);

  static void take_facts(plan::column_def& out,
                         const plan::column_facts& found);

  static const plan::column_facts* find_column(const plan::table_facts& table,
                                               std::string_view name);

  /// Returns the column's index, adding one that no field shows.
  int32_t hidden_column(plan::model_def& m, const std::string& name,
                        const plan::column_type& type,
                        const plan::table_facts* facts);

  void keys(plan::model_def& m, const type_definition& x,
            const language::directive* table, size_t file,
            const plan::table_facts* facts);

  // -- author_documents.cpp ---------------------------------------------------

  /// Whether the fields of a type are in a JSON document.
  static bool in_document(const type_definition& x);

  /// Whether a type is of what functions answer: an error or a response.
  static bool answer_type(const type_definition& x);

  static bool in_embedded(const type_definition& x) {
    return find_directive(x.directives, "embedded") != nullptr
           || answer_type(x);
  }

  /// Whether a field is in its type's document.
  static bool document_field(const type_definition& x,
                             const language::field_definition& f);

  void document_model(plan::model_def& m, const type_definition& x, size_t file,
                      const plan::table_facts* facts);

  void document_value(plan::model_def& m, const language::field_definition& f,
                      const plan::table_facts* facts);

  // -- author_relations.cpp ---------------------------------------------------

  void relations();

  void relation(size_t index, const language::field_definition& f, bool many);

  /// Turns the only to-one relation of `target` to this model round.
  bool reverse(plan::relation_def& r, size_t index,
               const plan::model_def& target) const;

  bool pair_columns(plan::relation_def& r, size_t index,
                    const language::field_definition& f,
                    std::vector<std::string> from, std::vector<std::string> to);

  // -- author_arguments.cpp ---------------------------------------------------

  static std::vector<plan::argument_def>
  list_arguments(const plan::model_def& target);

  static int32_t column_named(const plan::model_def& m, std::string_view name);

  /// The column that an argument or input field of this name means.
  template <class T>
  int32_t column_for(const T& x, const plan::model_def& m, size_t file) {
    auto name = argument_text(find_directive(x.directives, "column"), "name");
    if (name.empty()) {
      for (const auto& f : m.fields)
        if (f.name == x.name.text && f.column >= 0)
          return f.column;
    }
    auto wanted = name.empty() ? snake_case(x.name.text) : std::string{name};
    auto found = column_named(m, wanted);
    if (found < 0) {
      std::vector<std::string_view> names;
      for (const auto& c : m.columns)
        names.push_back(c.name);
      report(file, x.name.begin,
             "\"" + std::string{x.name.text} + "\" names no column of type \""
               + m.name + "\"." + did_you_mean(suggestions(wanted, names, 3))
               + " @column(name:) names one.");
    }
    return found;
  }

  plan::argument_def argument(const language::input_value_definition& a,
                              const plan::model_def& m, size_t file);

  plan::argument_def plain_argument(const language::input_value_definition& a,
                                    size_t file);

  plan::argument_def written_argument(const language::input_value_definition& a,
                                      int32_t model, size_t file);

  // -- author_roots.cpp -------------------------------------------------------

  void roots();

  /// What models get without a word from the author: calls one function for
  /// each kind of root, which adds its fields with `add_root`.
  void generated_roots(plan::operation op);

  /// Adds a generated root field unless the author wrote one of that name.
  void add_root(plan::root_def x);

  /// Whether models[index] gets root fields without a word from the author.
  bool generated(size_t index) const;

  void generate_list(const plan::model_def& m, int32_t index);

  void generate_by_key(const plan::model_def& m, int32_t index);

  // -- author_writes.cpp ------------------------------------------------------

  /// Decides which models can be written: tables, unless the author says no.
  void find_writable();

  /// insertUser, insertUserOne, updateUser, updateUserByPk, deleteUser and
  /// deleteUserByPk.
  void generate_writes(const plan::model_def& m, int32_t index);

  void generate_updates(const plan::model_def& m, int32_t index);

  void generate_deletes(const plan::model_def& m, int32_t index);

  /// A mutation field with @insert, @update or @delete.
  void bind_write(plan::root_def& out, const language::field_definition& f,
                  size_t file);

  static plan::argument_def key_argument(const plan::model_def& m, int32_t key);

  void root(const language::field_definition& f, plan::operation op,
            size_t file);

  // -- author_functions.cpp ---------------------------------------------------

  /// Rows that a function of the database returns, or a mutation that it does.
  void function_root(plan::root_def out, const language::field_definition& f,
                     const language::directive& d, size_t file);

  void call_root(plan::root_def out, const language::field_definition& f,
                 const language::directive& d, size_t file);

  void key_inputs(std::string_view name);

  void check_answer(const plan::root_def& x,
                    const language::field_definition& f, size_t file);

  void bind_root(plan::root_def& out, const language::field_definition& f,
                 plan::operation op, size_t file);

  // -- author_relay.cpp -------------------------------------------------------

  /// Reads `@relay` of the schema.
  void relay_settings(const language::schema_definition& x, size_t file);

  /// Gives models a global id, and to-many relations a connection beside them.
  void relay();

  void add_global_id(plan::model_def& m);

  bool connectable(size_t index) const;

  static std::vector<plan::argument_def>
  connection_arguments(const plan::model_def& target);

  void generate_connection(const plan::model_def& m, int32_t index);

  void node_roots();
  // -- author_abstract.cpp ----------------------------------------------------

  /// Object types of a union or interface, in order of definition.
  std::vector<std::string_view> members_of(const type_definition& x) const;

  /// Whether an interface or union is read from tables.
  bool bound_abstract(const type_definition& x) const;

  /// Whether a type is one of several in one table: its rows are read through
  /// the interface or union.
  bool variant_of_table(std::string_view name) const;

  void abstract_models();

  /// Once relations are known: gives models of one table for several types the
  /// columns of those.
  void variant_columns();

  void discriminate(plan::model_def& m, const type_definition& x, size_t file,
                    const plan::table_facts* facts);

  // -- author_aggregates.cpp --------------------------------------------------

  void aggregate_fields();

  void generate_aggregate(const plan::model_def& m, int32_t index);

  // -- state ------------------------------------------------------------------

  std::span<const source_file> files_;
  const plan::database_facts* facts_;
  authored out_;
  std::deque<language::document> documents_;
  std::map<std::string_view, placed> types_;
  std::vector<std::string_view> order_;
  std::vector<placed> extensions_;
  std::string_view root_names_[3] = {"Query", "Mutation", "Subscription"};
  std::map<std::string_view, int32_t> model_of_;
  std::vector<placed> sources_;
  std::vector<const plan::table_facts*> tables_;
  /// Names of the root fields that the author wrote, of the operation at hand.
  std::set<std::string_view> written_;
  /// Whether models are writable unless they say otherwise.
  bool mutations_ = true;
  bool connections_ = true; ///< unless `@relay(connections: false)`
};

} // namespace troupe::compiler::authoring
