#pragma once

#include "plan/lazy_list.hpp"
#include "plan/types.hpp"
#include "plan/value_rule.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The compiled schema: what the authoring front ends (SDL, FraiseQL JSON,
/// database facts) become, what `schema.compiled.json` holds, and what the
/// planner reads. GraphQL types are kept in their notation (`[User!]!`).
namespace troupe::plan {

/// What an argument does to the statement.
enum class argument_role : uint8_t {
  where,    ///< the filter input of the model
  order_by, ///< the ordering input of the model
  limit,
  offset,
  equals, ///< `column` equals the value; ignored when absent
  input,  ///< an input object whose fields are columns to write
  value,  ///< the value of `column` to write
  // -- of generated mutations; the inputs are the model's --
  object,      ///< a row to insert, with what is nested in it
  objects,     ///< rows to insert
  on_conflict, ///< what to do with rows that exist
  set,         ///< columns to set
  increase,    ///< columns to add to
  append,      ///< JSON columns to merge a value into
  delete_key,  ///< JSON columns to take a key out of
  expect,      ///< values that columns must still have
  first,       ///< connections: size of the page behind `after`
  after,
  last, ///< connections: size of the page before `before`
  before,
  ids,         ///< global ids
  distinct_on, ///< fields: the first row for each combination of them
  group_by,    ///< what rows are put together by, of an aggregate
  having,      ///< a condition on aggregates
  frame,       ///< which rows a window function sees
  nearest,     ///< the rows whose vectors are nearest to one
};

struct argument_def {
  std::string name;
  std::string type;
  /// GraphQL literal; empty if there is none.
  std::string default_value;
  std::string description;
  std::optional<std::string> deprecation;
  argument_role role = argument_role::equals;
  int32_t column = -1;  ///< of the model, for `equals` and `value`
  int32_t field = -1;   ///< of the model, for `equals` of a value in a document
  std::string key = {}; ///< of `call`: the function's parameter
};

struct column_def {
  std::string name; ///< in the database
  column_type type;
  bool nullable = true;
  bool has_default = false;
  bool generated = false;
};

struct column_pair {
  int32_t local = -1;
  int32_t remote = -1;
};

struct relation_def {
  int32_t model = -1; ///< the other side
  bool many = false;
  /// Non-empty; local columns of this model equal remote ones of the other.
  std::vector<column_pair> on;
};

enum class field_kind : uint8_t {
  column,
  relation,
  expression,
  connection, ///< the rows of `relation` as pages with cursors
  global_id,  ///< the type's name and the key of the row
  document,   ///< member `key` of the model's document
  aggregate,  ///< functions over the rows of a to-many `relation`
  window,     ///< functions over the rows around this one
  distance,   ///< how far the vector of field `key` is from that of `nearest`
};

struct field_def {
  std::string name;
  std::string type;
  std::string description;
  std::optional<std::string> deprecation;
  field_kind kind = field_kind::column;
  int32_t column = -1;   ///< of `column_def`s
  int32_t relation = -1; ///< of `relation_def`s
  /// `document`: the member of the JSON object. `column` may be a column with
  /// the same value, for filters and orders.
  std::string key;
  /// SQL of `expression`: `{name}` stands for a column of the row. From the
  /// author of the schema, never from a request.
  std::string sql;
  /// A right that whoever asks must have; empty: none. Without it the field is
  /// refused, or null if it is `masked`.
  std::string requires_scope;
  bool masked = false;
  bool measure = false; ///< of a fact table: what is summed up
  /// To-many relations: what they accept. Generated ones have where, orderBy,
  /// limit and offset.
  std::vector<argument_def> arguments;
};

/// What a type is beside an entity, for the answers of functions.
enum class answer_kind : uint8_t {
  none,
  error,    ///< an error that is data: one of the types of a result
  response, ///< the whole answer, with the entity as one of its fields
};

/// How long an answer with it may be kept (`@cacheControl`).
struct cache_hint {
  int32_t max_age = -1; ///< seconds; -1: nothing was said
  bool one_user = false;
};

/// What a model is in GraphQL.
enum class abstract_kind : uint8_t { none, interface_, union_ };

/// One of the object types of an interface or union.
struct variant_def {
  int32_t model = -1;
  std::string value; ///< of the discriminator
};

/// Where a fact table of whole periods has the rows that they were made of:
/// they serve periods that a query cuts, and the one that is not over.
struct fine_rows {
  std::string schema;
  std::string table;
  int32_t column = -1; ///< of the model: when the period begins
  std::string grain;   ///< day, week, month, quarter, year
};

/// A GraphQL object type that is read from a table or view.
struct model_def {
  std::string name;
  std::string description;
  std::string schema; ///< of the table; empty: the database's default
  std::string table;
  std::vector<std::string> interfaces;
  std::vector<column_def> columns;
  std::vector<field_def> fields;
  std::vector<relation_def> relations;
  std::vector<int32_t> primary_key;              ///< columns
  std::vector<std::vector<int32_t>> unique_keys; ///< columns
  /// The column with the JSON document that `document` fields are in, -1: none.
  int32_t document = -1;
  /// Objects within documents only: there is no table.
  bool embedded = false;
  answer_kind answer = answer_kind::none;
  /// `error`: the class of errors that it stands for; empty: any.
  std::string error_class;
  /// Another source of the type that an earlier model has defined.
  bool hidden = false;
  /// What a global id holds, if not the primary key.
  std::vector<int32_t> node_key;
  /// Whether where and orderBy inputs exist (`UserWhere`, `UserOrderBy`).
  bool filterable = true;
  /// Whether rows can be written: inputs for it exist (`UserInsertInput`).
  bool writable = false;
  /// Whether aggregate types exist (`UserAggregate`). In a FraiseQL catalog
  /// only fact tables have them, which are read in no other way.
  bool aggregates = false;
  /// Whether rows come in pages somewhere (`UserConnection`).
  bool paged = false;
  /// An interface or union: each row is of one of `variants`.
  abstract_kind abstract = abstract_kind::none;
  /// Column that tells the variant; -1: the variants have tables of their own.
  int32_t discriminator = -1;
  std::vector<variant_def> variants;
  std::optional<fine_rows> fine; ///< of a fact table
  cache_hint cache;
};

enum class root_kind : uint8_t {
  list,       ///< rows of the model
  one,        ///< at most one row: every argument is an equality
  expression, ///< the value of an SQL expression, without a model
  insert_one, ///< writes one row and returns it
  insert,     ///< writes rows; the answer counts and lists them
  update_one, ///< changes the row that the equalities find, and returns it
  update,     ///< changes the rows that `where` finds
  delete_one, ///< deletes the row that the equalities find, and returns it
  delete_,    ///< deletes the rows that `where` finds
  connection, ///< a page of rows with cursors
  node,       ///< the row of a global id
  nodes,      ///< the rows of global ids
  count,      ///< how many rows of the model there are
  aggregate,  ///< functions over rows of the model, by groups
  function,   ///< rows that a function of the database returns
  call,       ///< a mutation that a function of the database does
  window,     ///< rows of a fact table with functions over those around them
};

enum class operation : uint8_t { query, mutation, subscription };

/// A condition on a column that who is asking decides, not the client.
struct inject_def {
  std::string column;
  std::string source; ///< `jwt`
  std::string claim;
};

/// What else is known of a function that is called.
struct function_def {
  bool positional = false; ///< values go by position, not by name
  /// An input object is one JSON value, not one value for each of its fields.
  bool json_input = false;
  /// What it does to the entity that it answers: INSERT, UPDATE, DELETE or
  /// CUSTOM, as the change log has it.
  std::string operation = "CUSTOM";
  bool logged = true; ///< unless the author says that it logs itself
  /// Whether `writes` has all models that it changes; if not, it may change
  /// anything.
  bool effects_known = false;
  std::vector<int32_t> writes;
};

struct root_def {
  plan::operation operation = plan::operation::query;
  root_kind kind = root_kind::list;
  std::string name;
  std::string type;
  std::string description;
  std::optional<std::string> deprecation;
  int32_t model = -1;
  std::vector<argument_def> arguments;
  std::string sql; ///< of `expression`, and the name for `function` and `call`
  std::optional<function_def> function; ///< of `call`
  std::vector<inject_def> inject;
  std::string requires_role;
  cache_hint cache;
};

struct enum_value_def {
  std::string name; ///< in GraphQL
  std::string sql;  ///< in the database
  std::string description;
  std::optional<std::string> deprecation;
};

struct enum_def {
  std::string name;
  std::string description;
  column_type type; ///< the database's enum; `text` if it has none
  std::vector<enum_value_def> values;
};

struct scalar_def {
  std::string name;
  std::string description;
  std::string specified_by_url;
  std::vector<value_rule> rules = {};
  /// The scalar whose values it has in documents and filters; empty: text, or
  /// whatever a document has.
  std::string base = {};
};

struct input_field_def {
  std::string name;
  std::string type;
  std::string default_value;
  std::string description;
  std::optional<std::string> deprecation;
  int32_t column = -1; ///< of the model that the input writes
  std::string key =
    {}; ///< of functions: parameter, or member of the JSON value
};

/// An input object written by the author, e.g. for a mutation.
struct input_def {
  std::string name;
  std::string description;
  int32_t model = -1;
  bool one_of = false;
  std::vector<input_field_def> fields;
};

struct operation_plan;

/// An operation planned before anybody asked for it.
struct planned_operation {
  std::string name;
  std::string signature; ///< of the variables
  bool logged = false;   ///< it writes the change log itself
  bool parts = false;    ///< for clients that take parts of the answer later
  std::shared_ptr<const operation_plan> plan;
};

/// A trusted document: compiled ahead, run by its id.
struct trusted_document {
  std::string id; ///< SHA-256 of the text, hex, unless a manifest named it
  std::string file;
  std::string text;
  /// Its plans for the usual structures of variables; others are planned when
  /// they are seen.
  std::vector<planned_operation> operations = {};
};

/// All types as introspection shows them, made ahead for what clients commonly
/// select of them.
struct introspection_answer {
  std::string selection; ///< SHA-256 of `introspection_selection`, hex
  std::string packed;    ///< the JSON as a zstd frame, base64url
};

/// The names in a compiled schema, known before the rest of it is read.
struct outline {
  struct root {
    plan::operation operation = plan::operation::query;
    std::string name;
  };
  std::vector<std::string> models;
  std::vector<root> roots;
};

struct catalog {
  plan::dialect dialect = plan::dialect::sqlite;
  std::string description;
  std::vector<scalar_def> scalars;
  std::vector<enum_def> enums;
  lazy_list<model_def> models;
  std::vector<input_def> inputs;
  lazy_list<root_def> roots; ///< in SDL order: query, mutation, subscription
  /// Of models and roots that are read when they are looked at; null if all are
  /// there.
  std::shared_ptr<const plan::outline> outline;
  /// SDL of types that are bound to nothing (interfaces, unions, directives),
  /// taken over as written.
  std::string extra_sdl;
  std::vector<trusted_document> documents;
  lazy_list<introspection_answer> introspection;
  /// SHA-256 over the content, hex; made by the writer, checked by the reader.
  std::string hash;
  /// Largest `limit` a list may ask for and what it gets without one; 0: none.
  int64_t max_limit = 0;
  int64_t default_limit = 0;
  /// Name of the field with the global id of interface `Node`; empty: none.
  std::string node_id;
  /// Filters and orders have FraiseQL's names, and its logic of null.
  bool fraiseql = false;
};

} // namespace troupe::plan
