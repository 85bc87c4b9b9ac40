#include "runtime/execution.hpp"

#include <algorithm>

namespace troupe::runtime {

/// All steps are one script: all happen, or none.
std::vector<pending_statement> execution::next_transaction() {
  std::vector<pending_statement> out;
  if (asked_ > 0)
    return out;
  asked_ = plan_->steps.size();
  waiting_ = 1;
  auto values = bind(*plan_->transaction);
  if (values)
    out.push_back({0, plan_->transaction, std::move(*values)});
  else
    fail(0, values.error());
  return out;
}

void execution::deliver_transaction(const plan::row_set_ptr& rows) {
  for (size_t i = 0; i < plan_->steps.size(); ++i)
    if (plan_->answers[i] >= 0)
      answers_[i].rows = plan::row_set_ptr{
        rows, &rows->part(static_cast<size_t>(plan_->answers[i]))};
  arrived();
}

/// The step that failed has the error; the others were undone with it. What
/// concerns no single part concerns them all.
void execution::fail_transaction(const error& why) {
  int32_t part = 0;
  for (size_t i = 0; i < plan_->steps.size(); ++i) {
    const auto& statement = plan_->steps[i].statement;
    if (statement == nullptr)
      continue;
    auto count =
      std::max<int32_t>(1, static_cast<int32_t>(statement->parts.size()));
    bool here = why.part < 0 || (why.part >= part && why.part < part + count);
    auto own = why;
    own.part -= part;
    add_error(i, here ? own
                      : error{ec::rolled_back,
                              "Undone: another field of the transaction "
                              "failed.",
                              {}});
    part += count;
  }
  arrived();
}

} // namespace troupe::runtime
