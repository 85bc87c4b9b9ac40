#include "base/json_write.hpp"
#include "runtime/execution.hpp"
#include "runtime/project.hpp"

#include <algorithm>

namespace troupe::runtime {

namespace {

bool is_list(const plan::step& x) noexcept {
  return x.kind == plan::step_kind::list && x.statement != nullptr;
}

bool is_literal(const plan::step& x) noexcept {
  return x.kind == plan::step_kind::literal;
}

bool is_nullable(const plan::step& x) noexcept {
  return is_list(x) ? x.list_nullable : x.shape.nullable;
}

} // namespace

bool execution::may_flow() const noexcept {
  if (plan_ == nullptr || plan_->serial || plan_->later != nullptr
      || explain_ != explanation::none || wants_cost_)
    return false;
  const auto& steps = plan_->steps;
  return std::ranges::any_of(steps, is_list)
         && std::ranges::all_of(steps, [](const plan::step& x) {
              return is_literal(x) || x.statement != nullptr;
            });
}

bool execution::may_flow(size_t step) const noexcept {
  return may_flow() && is_list(plan_->steps[step]);
}

bool execution::expects_much() const noexcept {
  return !finished_ && prepared_->large(plan_) && may_flow();
}

void execution::expect_much() {
  prepared_->note_size(plan_, true);
  finished_ = true; // what still comes in is of no use
}

void execution::note_size(size_t size) {
  auto large = prepared_->owner->options().large_answer;
  prepared_->note_size(plan_, large > 0 && size > large);
}

std::optional<pending_statement> execution::begin_pieces() {
  out_.body.append("{\"data\":{");
  return next_piece();
}

/// Writes what needs no rows, up to the next field that does.
std::optional<pending_statement> execution::next_piece() {
  while (!finished_ && piece_ < plan_->steps.size()) {
    const auto& step = plan_->steps[piece_];
    field_at_ = taken_ + out_.body.size();
    lines_ = 0;
    list_begun_ = false;
    if (is_literal(step)) {
      begin_field();
      out_.body.append(step.shape.literal);
      ++piece_;
      continue;
    }
    auto out = statement_of(piece_);
    if (out)
      return std::move(*out);
    cut_pieces(out.error());
  }
  if (!finished_)
    end_pieces();
  return std::nullopt;
}

void execution::begin_field() {
  if (piece_ > 0)
    out_.body.push_back(',');
  out_.body.append(plan_->steps[piece_].shape.key);
}

void execution::begin_list() {
  if (std::exchange(list_begun_, true))
    return;
  begin_field();
  out_.body.push_back('[');
}

bool execution::write_piece(const plan::row_set_ptr& rows) {
  const auto& step = plan_->steps[piece_];
  if (!is_list(step)) {
    auto& whole = answers_[piece_].rows;
    if (whole == nullptr || whole->rows() == 0)
      whole = rows;
    return true;
  }
  constexpr size_t usual = 96 * 1024;
  out_.body.reserve(usual);
  begin_list();
  if (lines_ > 0 && rows->rows() > 0)
    out_.body.push_back(',');
  response_path root;
  root.add(json::quoted(step.shape.name));
  std::vector<occurrence> none; // there are no later parts
  bool whole = project_rows(out_.body, step, *rows, 0, rows->rows(), root,
                            lines_, prepared_->document, errors_, none);
  lines_ += rows->rows();
  if (!whole)
    null_field();
  return whole;
}

void execution::end_rows() {
  const auto& step = plan_->steps[piece_];
  if (is_list(step)) {
    begin_list();
    out_.body.push_back(']');
    ++piece_;
    return;
  }
  begin_field();
  auto rows = std::exchange(answers_[piece_].rows, nullptr);
  if (rows == nullptr
      || !project(out_.body, step, *rows, prepared_->document, errors_))
    return null_field();
  ++piece_;
}

bytes execution::take_piece() {
  taken_ += out_.body.size();
  return std::move(out_.body);
}

/// The field has to be null, or worse. What has gone out cannot be taken back.
void execution::null_field() {
  answers_[piece_].failed = true;
  bool nullable = is_nullable(plan_->steps[piece_]);
  if (taken_ > field_at_ || (taken_ > 0 && !nullable)) {
    finished_ = lines_cut_ = true;
    out_.body.clear();
    out_.outcome = outcome::failed;
    if (!errors_.empty())
      out_.code = errors_.front().code;
    return;
  }
  out_.body.truncate(field_at_ - taken_);
  if (!nullable)
    return end_without_data();
  begin_field();
  out_.body.append("null");
  ++piece_;
}

void execution::end_without_data() {
  finished_ = true;
  out_.body.clear();
  write_data();
}

void execution::end_pieces() {
  bool anything = false;
  for (size_t i = 0; i < answers_.size(); ++i)
    anything = anything || !answers_[i].failed;
  if (!anything && taken_ == 0)
    return end_without_data();
  finished_ = true;
  auto& body = out_.body;
  body.push_back('}');
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
  add_error(piece_, why);
  null_field();
}

} // namespace troupe::runtime
