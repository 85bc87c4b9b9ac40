#pragma once

#include "base/bytes.hpp"
#include "plan/operation.hpp"
#include "plan/rows.hpp"
#include "plan/shape.hpp"
#include "runtime/field_error.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

/// Pieces of the projection that stand apart from scalars and objects.
namespace troupe::runtime {

/// What a piece asks of the projection as a whole.
class projection {
public:
  virtual ~projection() = default;

  virtual bytes& out() noexcept = 0;

  /// Writes an object of the cells of a tuple. On false nothing was written and
  /// the error is known.
  virtual bool write_object(const plan::shape& x,
                            std::span<const plan::cell> tuple) = 0;

  /// Writes a field's value, or null where that is allowed.
  virtual bool write_field(const plan::shape& x,
                           std::span<const plan::cell> tuple) = 0;

  /// Writes null where that is allowed; otherwise records the error.
  virtual bool write_null(const plan::shape& x) = 0;

  /// Records an error at the current path.
  virtual void fail(const plan::shape& x, std::string message) = 0;

  /// The same for one with a code of its own.
  virtual void fail(const plan::shape& x, field_error why) = 0;

  // -- the path, for errors ---------------------------------------------------

  virtual void enter(const std::string& name) = 0;
  virtual void enter(size_t index) = 0;
  virtual void leave() = 0;
};

/// Reads the cells of a record (PostgreSQL's binary form).
void read_record(const plan::cell& x, std::vector<plan::cell>& out);

/// Reads the elements of a one-dimensional array.
void read_array(const plan::cell& x, std::vector<plan::cell>& out);

/// Writes a value that is there; on false the error is known, and something may
/// have been written.
bool write_scalar(projection& p, bytes& out, const plan::shape& x,
                  const plan::cell& c);

/// Writes a page: `connection` and the shapes within it.
bool write_connection(projection& p, const plan::shape& x,
                      std::span<const plan::cell> tuple);

/// Writes the members that `x.fields` ask of the document in a cell.
bool write_document_part(projection& p, const plan::shape& x,
                         const plan::cell& c);

/// Writes what a function said: one of the members of its step. On false
/// nothing was written and the error is known.
bool write_answer(projection& p, const plan::step& step,
                  std::span<const plan::cell> tuple);

/// The error that a function's failure is, unless its result has a type for it.
std::optional<field_error> failure_in(const plan::step& step,
                                      const plan::row_set& answer);

/// Writes a cursor of the cells that `x.fields` name.
void write_cursor(bytes& out, const plan::shape& x,
                  std::span<const plan::cell> tuple);

/// Writes a global id of the cells that `x.fields` name.
void write_global_id(bytes& out, const plan::shape& x,
                     std::span<const plan::cell> tuple);

} // namespace troupe::runtime
