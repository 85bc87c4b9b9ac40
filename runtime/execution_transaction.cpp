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
  share_transaction(*plan_, rows, answers_);
  arrived();
}

/// The step that failed has the error; the others were undone with it. What
/// concerns no single part concerns them all.
void execution::fail_transaction(const error& why) {
  int32_t part = 0;
  auto all = static_cast<int32_t>(plan_->transaction->parts.size());
  // What was added to the script is no field's either.
  bool nowhere = why.part < 0 || why.part >= std::max(all, 1);
  for (size_t i = 0; i < plan_->steps.size(); ++i) {
    const auto& statement = plan_->steps[i].statement;
    if (statement == nullptr)
      continue;
    auto count =
      std::max<int32_t>(1, static_cast<int32_t>(statement->parts.size()));
    bool here = nowhere || (why.part >= part && why.part < part + count);
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

bool execution::ends_with(size_t step) const noexcept {
  return in_transaction()
         || std::none_of(plan_->steps.begin() + static_cast<ptrdiff_t>(step)
                           + 1,
                         plan_->steps.end(), [](const plan::step& x) {
                           return x.statement != nullptr
                                  && x.kind != plan::step_kind::literal;
                         });
}

answer_maker execution::answer_ahead(size_t step) const {
  bytes cost;
  if (wants_cost_)
    write_cost(cost);
  bool complete = ends_with(step);
  auto count = complete ? plan_->steps.size() : step + 1;
  return [plan = plan_, prepared = prepared_, answers = answers_,
          errors = errors_, cost = std::string{cost.view()}, step, complete,
          count, whole = in_transaction()](const plan::row_set_ptr& rows) {
    // A statement may run again, and this with it.
    auto all = answers;
    auto problems = errors;
    if (whole)
      share_transaction(*plan, rows, all);
    else
      all[step].rows = rows;
    early_answer out;
    out.complete = complete;
    out.outcome =
      write_answer(out.body, *plan, prepared->document, all, problems, count)
        .outcome;
    out.body.append(cost);
    out.body.push_back('}');
    return out;
  };
}

} // namespace troupe::runtime
