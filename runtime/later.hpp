#pragma once

#include "plan/later.hpp"
#include "plan/rows.hpp"
#include "plan/statement.hpp"
#include "runtime/delivery.hpp"
#include "runtime/document_cache.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace troupe::runtime {

struct pending_statement;

/// Runs what @defer and @stream left for later: statements for the parts that
/// were announced, messages from their rows. Pure steps, like `execution`.
class later_execution {
public:
  using binder =
    std::function<result<std::shared_ptr<const plan::bound_values>>(
      const plan::statement&)>;

  later_execution(std::shared_ptr<const prepared_document> document,
                  std::shared_ptr<const plan::operation_plan> plan,
                  part_format format);

  /// Adds the parts of the root and those found while the first answer was
  /// written, and appends what it says about them. `lists` has the response
  /// keys of root lists and how many items of each went out.
  void begin(bytes& body, std::vector<occurrence> found,
             const std::vector<std::pair<std::string_view, size_t>>& lists);

  /// Returns the statements to run now.
  std::vector<pending_statement> next(const binder& bind);

  void deliver(size_t number, plan::row_set_ptr rows);

  void fail(size_t number, const error& why);

  /// Whether a message can be written.
  bool ready() const noexcept;

  /// Appends the next message.
  void write(bytes& out);

  /// Whether the last message has been written.
  bool done() const noexcept {
    return delivery_.done();
  }

private:
  /// A statement, or all of them for the fields of the root.
  struct job {
    int32_t part = -1;
    std::vector<size_t> tasks;
    size_t step = 0; ///< of the part, for root fields
    /// Root fields: the job that has the answers of all.
    size_t owner = 0;
    std::vector<plan::row_set_ptr> answers;
    std::vector<field_error> errors;
    std::vector<bool> failed;
    size_t missing = 0;
  };

  /// The rest of a root list, written as the client takes it.
  struct stream {
    size_t task = 0;
    plan::row_set_ptr rows;
    size_t next = 0;
  };

  const plan::later_part& part_of(size_t number) const noexcept {
    return plan_->later->parts[static_cast<size_t>(jobs_[number].part)];
  }

  void ask_root(std::vector<pending_statement>& out, size_t task,
                const binder& bind);
  void ask_objects(std::vector<pending_statement>& out, int32_t number,
                   std::vector<size_t> tasks, const binder& bind);
  void arrived_root(size_t owner);
  void write_root(size_t owner);
  void write_objects(size_t number, const plan::row_set& rows);
  void write_object(size_t task, const plan::later_part& part,
                    const plan::row_set& rows, size_t row);
  void write_items();
  field_error error_at(const error& why, const occurrence& x,
                       std::string_view below, uint32_t at) const;

  std::shared_ptr<const prepared_document> document_;
  std::shared_ptr<const plan::operation_plan> plan_;
  delivery delivery_;
  std::vector<job> jobs_;
  std::vector<stream> streams_;
};

} // namespace troupe::runtime
