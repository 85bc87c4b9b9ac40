#include "runtime/answer.hpp"

namespace troupe::runtime {

namespace {

struct written_fields {
  bool whole = true;
  bool anything = false;
};

written_fields write_fields(bytes& body, const plan::operation_plan& plan,
                            const graphql::language::document& document,
                            std::vector<step_answer>& answers,
                            std::vector<field_error>& errors, size_t count,
                            std::vector<occurrence>* found) {
  written_fields out;
  for (size_t i = 0; i < count; ++i) {
    const auto& step = plan.steps[i];
    body.append(i > 0 ? "," : "");
    body.append(step.shape.key);
    bool ok = false;
    if (step.kind == plan::step_kind::literal) {
      body.append(step.shape.literal);
      ok = true;
    } else if (!answers[i].failed && answers[i].rows != nullptr) {
      const plan::row_set* rows = answers[i].looked_up.get();
      ok = project(body, step, rows != nullptr ? *rows : *answers[i].rows,
                   document, errors, found);
    }
    bool nullable = step.kind == plan::step_kind::list ? step.list_nullable
                                                       : step.shape.nullable;
    out.anything = out.anything || ok;
    if (!ok && !nullable) {
      out.whole = false;
      return out;
    }
    if (!ok) {
      body.append("null");
      answers[i].failed = true;
    }
  }
  return out;
}

} // namespace

written_answer write_answer(bytes& to, const plan::operation_plan& plan,
                            const graphql::language::document& document,
                            std::vector<step_answer>& answers,
                            std::vector<field_error>& errors, size_t count,
                            std::vector<occurrence>* found) {
  constexpr std::string_view head = "{\"data\":";
  auto begin = to.size();
  to.append(head);
  to.push_back('{');
  auto fields = write_fields(to, plan, document, answers, errors, count, found);
  written_answer out;
  out.whole = fields.whole;
  if (out.whole) {
    to.push_back('}');
  } else {
    to.truncate(begin + head.size());
    to.append("null");
  }
  if (errors.empty())
    return out;
  out.outcome =
    fields.anything && out.whole ? outcome::partial : outcome::failed;
  out.code = errors.front().code;
  to.push_back(',');
  write_errors(to, errors);
  return out;
}

void share_transaction(const plan::operation_plan& plan,
                       const plan::row_set_ptr& rows,
                       std::vector<step_answer>& answers) {
  for (size_t i = 0; i < plan.steps.size(); ++i)
    if (plan.answers[i] >= 0)
      answers[i].rows = plan::row_set_ptr{
        rows, &rows->part(static_cast<size_t>(plan.answers[i]))};
}

} // namespace troupe::runtime
