#include "runtime/execution.hpp"

#include <algorithm>

namespace troupe::runtime {

bool execution::has_look_ups() const noexcept {
  return plan_ != nullptr && plan_->later == nullptr
         && explain_ == explanation::none
         && std::ranges::any_of(
           plan_->steps, [](const auto& x) { return x.once != nullptr; });
}

/// All lists of a plan have the same form.
void execution::choose_form() {
  auto policy = prepared_->owner->options().look_ups;
  if (policy == look_up_policy::never || !has_look_ups())
    return;
  const auto* seen = prepared_->look_ups(plan_);
  once_ =
    policy == look_up_policy::always || (seen != nullptr && seen->worthwhile());
}

const std::shared_ptr<const plan::statement>&
execution::form_of(const plan::step& x) const noexcept {
  return once_ && x.once != nullptr ? x.once : x.statement;
}

bool execution::outgrows(size_t step, const plan::row_set& rows, size_t most) {
  if (most == 0 || !once_ || plan_->steps[step].once == nullptr
      || documents_.last().rows.get() == &rows)
    return false;
  look_up(step, rows);
  return answers_[step].looked_up->size() > most;
}

void execution::look_up(size_t step, const plan::row_set& rows) {
  auto& out = answers_[step].looked_up;
  if (out == nullptr)
    out = std::make_shared<looked_up_rows>(plan_->steps[step], rows);
}

/// Gives the rows of lists what they have in common, and remembers how much
/// that is.
void execution::look_up_all() {
  if (!has_look_ups())
    return;
  auto* seen = prepared_->look_ups(plan_);
  bool count = seen != nullptr && (once_ || seen->due());
  look_up_count all;
  for (size_t i = 0; i < answers_.size(); ++i) {
    const auto& step = plan_->steps[i];
    if (step.once == nullptr || answers_[i].failed
        || answers_[i].rows == nullptr)
      continue;
    look_up_count here;
    if (once_) {
      look_up(i, *answers_[i].rows);
      here = answers_[i].looked_up->look_ups();
    } else if (count) {
      here = count_look_ups(step, *answers_[i].rows);
    }
    all.all += here.all;
    all.repeated += here.repeated;
  }
  if (count)
    seen->note(all);
}

} // namespace troupe::runtime
