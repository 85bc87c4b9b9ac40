#pragma once

#include "base/arena.hpp"
#include "base/bytes.hpp"
#include "base/json_read.hpp"
#include "plan/rows.hpp"
#include "plan/statement.hpp"
#include "runtime/answer.hpp"
#include "runtime/document_cache.hpp"
#include "runtime/explain.hpp"
#include "runtime/field_error.hpp"
#include "runtime/later.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::runtime {

/// One operation as the envelope had it; all of it needs to live as long as the
/// `execution`.
struct request {
  std::string_view query;
  std::string_view operation_name;
  const json::value* variables = nullptr; ///< an object, or null
  bool read_only = false;                 ///< only a query may run
  std::string_view document_id = {};
  bool persist = false; ///< see `document_key`
  bool wants_cost = false;
  part_format parts = part_format::none; ///< may parts come later?
  /// Explain the operation rather than answer it.
  explanation explain = explanation::none;
};

struct response {
  runtime::outcome outcome = outcome::success;
  ec code = ec::none;
  bytes body;
  std::string operation;
  uint32_t retry_after = 0; ///< seconds, 0: none
};

/// A statement that a request waits for.
struct pending_statement {
  size_t step = 0;
  std::shared_ptr<const plan::statement> statement;
  std::shared_ptr<const plan::bound_values> values;
};

/// One request as a state machine without I/O:
///
///     [prepared] --next()--> [waiting] --deliver()/fail()--> ... --> [done]
///
/// If `more` then, `resume` begins the next part: again statements until
/// `done`. `next` gives the statements to run now: all of a query, one after
/// the other of a mutation. When `done`, `take` has the response.
class execution {
public:
  /// Parses, validates, coerces, plans and binds; what can be looked up is. A
  /// request that may not run is done at once. `documents` must outlive it.
  execution(document_cache& documents, const request& x);

  execution(const execution&) = delete;
  execution& operator=(const execution&) = delete;

  bool done() const noexcept {
    return finished_;
  }

  bool writes() const noexcept {
    return plan_ != nullptr && plan_->serial;
  }

  /// Whether it came as far as a plan.
  bool planned() const noexcept {
    return plan_ != nullptr;
  }

  /// Null unless it is `planned`.
  const std::shared_ptr<const plan::operation_plan>& plan() const noexcept {
    return plan_;
  }

  /// Whether rows of its lists may have values in common (`plan::look_up`), and
  /// whether these are asked for once.
  bool has_look_ups() const noexcept;

  bool looks_up_once() const noexcept {
    return once_;
  }

  /// The text of its document; once it is `planned`.
  std::string_view document() const noexcept {
    return prepared_->document.text();
  }

  std::vector<pending_statement> next();

  /// Whether parts follow the response that can be taken.
  bool more() const noexcept {
    return later_ != nullptr;
  }

  /// Begins the next part; once, after `take`, if there is `more`.
  void resume();

  void deliver(size_t step, plan::row_set_ptr rows);

  void fail(size_t step, const error& why);

  /// Whether rows that are about to be delivered make an answer of more than
  /// `most` bytes: what they have in common came once, but is written for each.
  bool outgrows(size_t step, const plan::row_set& rows, size_t most);

  /// Returns the response; once, when done.
  response take();

  /// Returns what makes the answer of the rows of a mutation's step that is
  /// under way, before they are delivered; it does not need this object.
  answer_maker answer_ahead(size_t step) const;

  /// Whether this step is the last that needs a statement.
  bool ends_with(size_t step) const noexcept;

  // -- lines (execution_lines.cpp) --------------------------------------------
  //
  // The rows of one list as JSON, a line each, however many there are. What
  // went wrong with some of them stands in a last line, `{"errors":[...]}`.

  /// Returns the statement whose rows are wanted. Nothing: the operation has
  /// another form than one list, or may not run; then it is done.
  std::optional<pending_statement> begin_lines();

  /// Writes the next rows; `take_lines` has them.
  void write_lines(const plan::row_set& rows);

  bytes take_lines() {
    return std::move(out_.body);
  }

  /// There are no more rows: `take` has the rest of the lines.
  void end_lines();

  /// The statement failed. Without any line the response is that of a failed
  /// operation.
  void cut_lines(const error& why);

  /// Whether lines were written that are not all.
  bool lines_cut() const noexcept {
    return lines_cut_;
  }

  // -- an answer in pieces (execution_pieces.cpp) -----------------------------
  //
  // The answer of a query with lists, sent while rows come in: one field after
  // the other. What goes wrong with a field of which nothing was taken yet is
  // answered as ever; after that the answer may have to be cut.

  /// Whether the answer can be sent so; with a step: whether that one is a
  /// list, which makes it worth while.
  bool may_flow() const noexcept;
  bool may_flow(size_t step) const noexcept;

  /// Whether it can, and the last one like it was large.
  bool expects_much() const noexcept;

  /// The database says that a result is too large to be had at once. There is
  /// no answer to be taken then: another execution sends it in pieces.
  void expect_much();

  /// Returns the first statement whose rows are wanted. Nothing: none is, and
  /// `take` has the response.
  std::optional<pending_statement> begin_pieces();

  /// Writes the next rows; `take_piece` has them. False: no more of this
  /// statement are wanted, since its field cannot be.
  bool write_piece(const plan::row_set_ptr& rows);

  /// There are no more rows of this statement.
  void end_rows();

  /// The statement failed.
  void cut_pieces(const error& why);

  /// Returns the next statement, once the last is done with. Nothing: `take`
  /// has the last piece.
  std::optional<pending_statement> next_piece();

  bytes take_piece();

private:
  void begin_field();
  void begin_list();
  void null_field();
  void end_pieces();
  void end_without_data();
  result<pending_statement> statement_of(size_t step) const;
  void note_size(size_t size);
  void prepare(document_cache& documents, const request& x);
  const graphql::language::operation_definition*
  find_operation(std::string_view name);
  void coerce(const graphql::language::operation_definition& operation,
              const json::value* variables);
  void find_plan(document_cache& documents,
                 const graphql::language::operation_definition& operation);
  result<std::shared_ptr<const plan::bound_values>>
  bind(const plan::statement& statement) const;
  /// Whether all steps are one statement. An explanation has them one by one.
  bool in_transaction() const noexcept {
    return plan_->transaction != nullptr && explain_ == explanation::none;
  }

  std::vector<pending_statement> next_transaction();
  void deliver_transaction(const plan::row_set_ptr& rows);
  void fail_transaction(const error& why);
  void add_error(size_t step, const error& why);
  void choose_form();
  const std::shared_ptr<const plan::statement>&
  form_of(const plan::step& x) const noexcept;
  void look_up(size_t step, const plan::row_set& rows);
  void look_up_all();
  void check_cost();
  void write_cost(bytes& to) const;
  void begin_later(std::vector<occurrence> found);
  void write_part();
  void arrived();
  void explain();
  void refuse(const error& why);
  void refuse(std::vector<field_error> errors);
  void finish();
  bool finish_as_last();
  void keep_as_last();
  void write_data();

  document_cache& documents_;
  std::shared_ptr<prepared_document> prepared_;
  std::shared_ptr<const plan::operation_plan> plan_;
  arena memory_{512};
  graphql::types::variable_values variables_;
  explanation explain_ = explanation::none;
  std::vector<explained_step> explained_;
  std::vector<step_answer> answers_;
  std::vector<field_error> errors_;
  uint64_t cost_ = 0;
  bool wants_cost_ = false;
  bool lines_cut_ = false;
  bool list_begun_ = false;
  bool once_ = false;   ///< what rows have in common is asked for once
  size_t taken_ = 0;    ///< bytes of the pieces so far
  size_t lines_ = 0;    ///< rows written, if they are lines or pieces
  size_t piece_ = 0;    ///< the step whose rows come in
  size_t field_at_ = 0; ///< where its field begins
  size_t asked_ = 0;    ///< steps whose statements were given out
  size_t waiting_ = 0;  ///< of those, not yet answered
  bool finished_ = false;
  response out_;
  part_format parts_ = part_format::none;
  std::unique_ptr<later_execution> later_;
};

} // namespace troupe::runtime
