#pragma once

#include "base/bytes.hpp"
#include "graphql/language/parser.hpp"
#include "plan/operation.hpp"
#include "plan/rows.hpp"
#include "runtime/field_error.hpp"
#include "runtime/look_ups.hpp"
#include "runtime/project.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace troupe::runtime {

enum class outcome : uint8_t {
  success,
  partial,
  request_error,
  mutation_over_get,
  failed,
};

/// What a root field has brought so far.
struct step_answer {
  plan::row_set_ptr rows;
  bool failed = false;
  /// The same with what they have in common, where that came once.
  std::shared_ptr<const looked_up_rows> looked_up;
};

/// How a response came out.
struct written_answer {
  runtime::outcome outcome = outcome::success;
  ec code = ec::none; ///< of the first error
  bool whole = true;  ///< no null went up to the root
};

/// Appends `{"data":{...},"errors":[...]`, without the last brace, of the first
/// `count` root fields; those without rows are null. Parts that come later go
/// to `found`.
written_answer write_answer(bytes& to, const plan::operation_plan& plan,
                            const graphql::language::document& document,
                            std::vector<step_answer>& answers,
                            std::vector<field_error>& errors, size_t count,
                            std::vector<occurrence>* found = nullptr);

/// Gives each root field of a `@transaction` the rows of its part.
void share_transaction(const plan::operation_plan& plan,
                       const plan::row_set_ptr& rows,
                       std::vector<step_answer>& answers);

/// What an answer is once a statement has its rows, made while the statement
/// can still be undone.
struct early_answer {
  runtime::outcome outcome = outcome::success;
  /// Nothing is left to do; otherwise these are the root fields so far.
  bool complete = false;
  bytes body;
};

/// Makes it, on any thread.
using answer_maker = std::function<early_answer(const plan::row_set_ptr&)>;

} // namespace troupe::runtime
