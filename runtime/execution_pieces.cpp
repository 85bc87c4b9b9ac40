#include "base/json_write.hpp"
#include "runtime/execution.hpp"
#include "runtime/project.hpp"

namespace troupe::runtime {

bool execution::is_list() const noexcept {
  return plan_ != nullptr && !plan_->serial && plan_->later == nullptr
         && plan_->steps.size() == 1
         && plan_->steps[0].kind == plan::step_kind::list
         && plan_->steps[0].statement != nullptr
         && explain_ == explanation::none && !wants_cost_;
}

bool execution::expects_much() const noexcept {
  return !finished_ && is_list() && prepared_->large(plan_);
}

void execution::expect_much() {
  prepared_->note_size(plan_, true);
}

void execution::note_size(size_t size) {
  auto large = prepared_->owner->options().large_answer;
  prepared_->note_size(plan_, large > 0 && size > large);
}

std::optional<pending_statement> execution::begin_pieces() {
  auto out = statement_of_list();
  if (out)
    return std::move(*out);
  cut_pieces(out.error());
  return std::nullopt;
}

void execution::begin_list() {
  if (list_begun_)
    return;
  list_begun_ = true;
  out_.body.append("{\"data\":{");
  out_.body.append(plan_->steps[0].shape.key);
  out_.body.push_back('[');
}

bool execution::write_piece(const plan::row_set& rows) {
  constexpr size_t usual = 96 * 1024;
  out_.body.reserve(usual);
  begin_list();
  if (lines_ > 0 && rows.rows() > 0)
    out_.body.push_back(',');
  const auto& step = plan_->steps[0];
  response_path root;
  root.add(json::quoted(step.shape.name));
  std::vector<occurrence> none; // there are no later parts
  bool whole = project_rows(out_.body, step, rows, 0, rows.rows(), root, lines_,
                            prepared_->document, errors_, none);
  lines_ += rows.rows();
  if (!whole)
    spoil();
  return whole;
}

bytes execution::take_piece() {
  taken_ += out_.body.size();
  return std::move(out_.body);
}

/// The list has to be null, or worse. Where nothing of it has gone out yet, it
/// is.
void execution::spoil() {
  finished_ = true;
  if (taken_ > 0) {
    lines_cut_ = true;
    out_.body.clear();
    out_.outcome = outcome::failed;
    out_.code = errors_.front().code;
    return;
  }
  out_.body.clear();
  answers_[0].failed = true;
  write_data();
}

void execution::end_pieces() {
  finished_ = true;
  begin_list();
  auto& body = out_.body;
  body.append("]}");
  if (!errors_.empty()) {
    out_.outcome = outcome::partial;
    out_.code = errors_.front().code;
    body.push_back(',');
    write_errors(body, errors_);
  }
  body.push_back('}');
  note_size(taken_ + body.size());
}

void execution::cut_pieces(const error& why) {
  add_error(0, why);
  spoil();
}

} // namespace troupe::runtime
