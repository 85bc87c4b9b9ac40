#pragma once

#include "compiler/authoring/aggregates.hpp"
#include "compiler/authoring/fraiseql_operators.hpp"
#include "graphql/types/build.hpp"
#include "graphql/types/input.hpp"
#include "graphql/types/type_source.hpp"
#include "plan/catalog.hpp"

#include <deque>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

/// What the files schema*.cpp share while the GraphQL schema of one catalog is
/// generated.
namespace troupe::compiler::authoring {

namespace language = graphql::language;
namespace types = graphql::types;
using types::field_spec;
using types::input_spec;
using types::type_spec;

/// `[User!]!` -> `User`.
std::string_view core_name(std::string_view notation) noexcept;

bool list_notation(std::string_view notation) noexcept;

/// Which operators a value offers.
enum class comparison_family : uint8_t {
  plain, ///< equality, sets and order
  equal, ///< equality and sets
  text,
  json,
  network,
  ltree,
  range,
  search,
  vector,
  date,
  time,
  moment,
  list,
};

comparison_family family_of(const plan::column_type& type,
                            std::string_view scalar) noexcept;

/// Whether a field's column holds vectors.
bool vector_field(const plan::model_def& m, const plan::field_def& f) noexcept;

/// Makes the types of one model, or one root field, when the schema asks for
/// them.
class schema_generator : public types::type_source {
public:
  explicit schema_generator(const plan::catalog& catalog);

  /// Makes what does not depend on models, and the schema, which keeps `self`.
  static result<types::schema> run(std::unique_ptr<schema_generator> self,
                                   bool incremental);

  void provide(std::string_view name) override;

  field_spec field(std::string_view of, size_t position) override;

  void complete() override;

  std::string_view keep(std::string x);

  /// Returns `notation`; adds its scalar at first sight, if it is one of ours.
  std::string_view use(std::string_view notation);

  /// Adds a type that several models share; `types()` lists these by name.
  void add_shared(const type_spec& x);

  template <class T>
  static std::optional<std::string_view> deprecation(const T& x) {
    if (!x.deprecation)
      return std::nullopt;
    return *x.deprecation;
  }

  std::vector<input_spec> arguments(const std::vector<plan::argument_def>& xs);

  result<void> start(bool incremental);

  void roots();

  /// Adds the types of the model at `index`, unless they are there.
  void model(size_t index);

  void model(const plan::model_def& m, int32_t index);

  void input(const plan::input_def& x);

  void enumeration(const plan::enum_def& x, int32_t index);

  /// Returns the model of an object within a document, null for other fields.
  const plan::model_def* object_of(const plan::field_def& f) const;

  /// Whether the objects of a document's field may be of several types.
  bool several_types(const plan::field_def& f) const;

  // -- schema_fraiseql.cpp ----------------------------------------------------

  /// `<M>WhereInput` and `<M>OrderByInput`.
  void fraiseql_inputs(const plan::model_def& m, int32_t index);

  /// `<M>WhereInput`, not yet added.
  type_spec fraiseql_filter_input(const plan::model_def& m, int32_t index);

  std::string_view fraiseql_filter(const plan::model_def& m,
                                   const plan::field_def& f);

  /// `<Scalar>Filter` and `<Scalar>ListFilter`, made at first sight.
  std::string_view fraiseql_bag(const std::string& name, filter_family family,
                                const std::string& of);

  void distance_input(bool bits);

  /// `<M>NearestInput`
  void nearest_input(const plan::model_def& m, vector_form form);

  void fraiseql_direction();

  void use_direction();

  // -- schema_facts.cpp -------------------------------------------------------

  /// What can be asked of a fact table.
  void facts(const plan::model_def& m, int32_t index);

  void fact_filter(const plan::model_def& m, int32_t index);

  /// `<M>Window` and its inputs.
  void fact_windows_of(const plan::model_def& m);

  void fact_frame();

  // -- schema_filters.cpp -----------------------------------------------------

  void where(const plan::model_def& m, int32_t index);

  std::string_view relation_filter(const plan::model_def& m,
                                   const plan::field_def& f);

  std::string_view aggregate_filter(const plan::model_def& m,
                                    const plan::field_def& f);

  void list_filter(const plan::model_def& m, int32_t index);

  // -- schema_comparisons.cpp -------------------------------------------------

  /// The comparison input of a field; makes it at first sight.
  std::string_view comparison(const plan::model_def& m,
                              const plan::field_def& f);

  std::string_view comparison(std::string_view scalar,
                              const plan::column_type& type);

  static std::string comparison_name(std::string_view scalar,
                                     comparison_family family);

  void add_comparison(std::string_view name, std::string_view scalar,
                      comparison_family family);

  plan::column_type item_type(std::string_view scalar) const;

  void int_comparison();

  void json_path_comparison();

  std::string_view use_search();

  std::string_view use_vector();

  /// An enum whose values decide about the statement, so that they may stand
  /// in it; a name and a description each.
  void structural_enum(
    std::string_view name, std::string_view description,
    std::initializer_list<std::pair<std::string_view, std::string_view>>
      values);

  // -- schema_aggregates.cpp --------------------------------------------------

  void aggregates(const plan::model_def& m);

  struct class_names {
    std::string object, filter, order;
  };

  /// The types that functions of a class share; none if the model has no field
  /// for them.
  std::optional<class_names> class_types(const plan::model_def& m,
                                         aggregate_class kind);

  void grouping_types(const plan::model_def& m);

  void window_types(const plan::model_def& m, const type_spec& aggregate);

  // -- schema_order.cpp -------------------------------------------------------

  void order_by(const plan::model_def& m, int32_t index);

  void direction();

  // -- schema_writes.cpp ------------------------------------------------------

  /// The inputs and the answer of a writable model's mutations.
  void writes(const plan::model_def& m);

  void insert_inputs(const plan::model_def& m);

  void related_inputs(const plan::model_def& m);

  type_spec input_of(const plan::model_def& m, std::string_view suffix,
                     std::string_view description);

  void add_changes(type_spec& to, const plan::model_def& m);

  void set_inputs(const plan::model_def& m);

  void nested_inputs(const plan::model_def& m);

  void conflict_inputs(const plan::model_def& m);

  void write_answer(const plan::model_def& m);

  void transaction_directive();

  /// How long the answer to an operation may be kept, in its own words.
  void cache_directive();

  // -- schema_relay.cpp -------------------------------------------------------

  /// Adds interface `Node`.
  void node();

  /// Adds `<M>Connection`, `<M>Edge` and `PageInfo`.
  void connection(const plan::model_def& m);

  // -- schema_scalars.cpp -----------------------------------------------------

  /// Adds the scalars of the author.
  result<void> scalars();

  void known_scalar(std::string_view name);

  void scalar(std::string_view name, std::string_view text,
              std::string_view url);

  // -- state ------------------------------------------------------------------

  const plan::catalog& catalog_;
  types::schema_builder builder_;
  language::document extra_;
  language::document incremental_;
  std::deque<std::string> texts_;
  std::shared_ptr<const plan::outline> outline_;
  /// Positions of models by name; several sources may give one type.
  std::unordered_map<std::string_view, std::vector<size_t>> by_name_;
  std::vector<bool> made_; ///< models
  /// Positions of the root fields of query, mutation and subscription.
  std::vector<size_t> root_positions_[3];
  /// Names of the comparison inputs and filters made so far.
  std::set<std::string, std::less<>> comparisons_;
};

} // namespace troupe::compiler::authoring
