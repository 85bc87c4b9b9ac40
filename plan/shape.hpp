#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// The form of an answer: how rows become JSON, decided by the planner once.
namespace troupe::plan {

/// How a database value is written.
enum class output : uint8_t {
  int_,       ///< GraphQL Int: an error beyond 32 bits
  float_,     ///< JSON number
  boolean,    ///< true or false; from 0/1 too
  string,     ///< JSON string of the value's text
  id,         ///< JSON string; integers become their digits
  bigint,     ///< JSON string of digits
  decimal,    ///< JSON string, exact, with the column's scale
  json,       ///< spliced as it is
  bytea,      ///< JSON string, base64
  enum_value, ///< JSON string after `renames`
  timestamp,  ///< JSON string, `T` between date and time
  automatic,  ///< by the type the database reports
};

enum class shape_kind : uint8_t {
  value,     ///< the cell at `column`
  object,    ///< fields from the same tuple (a joined to-one)
  row,       ///< one nested tuple in the cell at `column` (or null)
  rows,      ///< an array of nested tuples in the cell at `column`
  literal,   ///< `literal` as it is, e.g. `__typename`
  variants,  ///< one of `fields`, the one called like the text at `column`
  one_of,    ///< the first of `fields` that is there
  global_id, ///< type name `literal` and the key in `fields`
  later,     ///< nothing now: here a part begins that is delivered later
  // -- connections: what follows stands within one --
  connection, ///< a page of tuples in the cell at `column`
  edges,      ///< for each tuple an object
  nodes,      ///< for each tuple an object
  cursor,     ///< of the tuple, from the cells in `fields`
  page_info,  ///< an object of the four below
  has_next_page,
  has_previous_page,
  start_cursor,
  end_cursor,
  // -- documents --
  document_part, ///< members of the JSON in the cell at `column`; its fields
                 ///< have a `json_key`. With one itself: the cell is the value
                 ///< of that member
};

/// One node of the form. Fields come in response order, `later` ones last.
struct shape {
  shape_kind kind = shape_kind::value;
  /// `"name":`, ready to be written; empty for list items and roots.
  std::string key;
  /// The response key without quotes, for error paths.
  std::string name;
  /// Position in the tuple: of the cell for `value`, `row`, `rows`; for
  /// `object` of a cell that is null exactly when the object is, -1 if it
  /// always is there.
  int32_t column = -1;
  plan::output output = plan::output::automatic;
  /// Digits after the point for `decimal`, -1: as they come.
  int32_t scale = -1;
  bool nullable = true;
  /// `value`: the cell is an array; items may be null if `items_nullable`.
  bool list = false;
  bool items_nullable = true;
  /// Byte offset of the field in the document, for error locations.
  uint32_t at = 0;
  /// `Parent.field`, for messages about null in non-null places.
  std::string coordinate;
  std::vector<shape> fields;
  /// `connection`: rows of a page, or in which cell of its tuples that is
  /// said. One more than that means that there is more.
  int64_t page = -1;
  int32_t page_column = -1;
  bool reversed = false; ///< the tuples come last first
  bool bounded = false;  ///< the page begins behind a cursor
  uint32_t ordering = 0; ///< of cursors
  std::string literal;
  std::string json_key; ///< within a document: the key of the member
  /// `later`: which part; `fields` are the key of the object.
  int32_t part = -1;
  /// Database value -> GraphQL name, for enums whose names differ.
  std::vector<std::pair<std::string, std::string>> renames;
};

} // namespace troupe::plan
