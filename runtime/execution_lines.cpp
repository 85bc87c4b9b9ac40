#include "runtime/execution.hpp"
#include "runtime/project.hpp"

#include <algorithm>

namespace troupe::runtime {

std::optional<pending_statement> execution::begin_lines() {
  if (finished_)
    return std::nullopt;
  const auto& steps = plan_->steps;
  if (plan_->serial)
    refuse({ec::bad_request, "Only a query can be exported.", {}});
  else if (steps.size() != 1 || steps[0].kind != plan::step_kind::list
           || steps[0].statement == nullptr)
    refuse({ec::bad_request,
            "An export is an operation with one root field, which is a list: "
            "each of its rows becomes a line.",
            {}});
  if (finished_)
    return std::nullopt;
  auto out = statement_of(0);
  if (out)
    return std::move(*out);
  refuse(out.error());
  return std::nullopt;
}

result<pending_statement> execution::statement_of(size_t i) const {
  const auto& step = plan_->steps[i];
  auto values = bind(*step.statement);
  if (!values) {
    auto why = values.error();
    why.locations = {prepared_->document.locate(step.shape.at)};
    return why;
  }
  return pending_statement{i, step.statement, std::move(*values)};
}

void execution::write_lines(const plan::row_set& rows) {
  constexpr size_t usual = 96 * 1024;
  out_.body.reserve(usual);
  project_lines(out_.body, plan_->steps[0], rows, lines_, prepared_->document,
                errors_);
  lines_ += rows.rows();
}

void execution::end_lines() {
  finished_ = true;
  if (errors_.empty())
    return;
  out_.outcome = outcome::partial;
  out_.code = errors_.front().code;
  out_.body.push_back('{');
  write_errors(out_.body, errors_);
  out_.body.append("}\n");
}

void execution::cut_lines(const error& why) {
  add_error(0, why);
  if (lines_ == 0) {
    out_.body.clear();
    return write_data();
  }
  // It says more than what was wrong with some rows.
  std::rotate(errors_.begin(), errors_.end() - 1, errors_.end());
  lines_cut_ = true;
  end_lines();
  out_.outcome = outcome::failed;
}

} // namespace troupe::runtime
