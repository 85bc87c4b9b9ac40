#include "runtime/execution.hpp"

#include "base/json_write.hpp"
#include "compiler/planner/bind.hpp"
#include "compiler/planner/planner.hpp"
#include "runtime/cost.hpp"
#include "runtime/function_response.hpp"
#include "runtime/project.hpp"
#include "runtime/project_parts.hpp"
#include "runtime/violations.hpp"

#include <algorithm>

namespace troupe::runtime {

namespace {

using graphql::language::operation_definition;
using graphql::language::operation_kind;

bool rows_missing(const plan::step& x) noexcept {
  return x.kind != plan::step_kind::literal;
}

/// Where in the arguments stands what a part of a script writes.
std::string place_of(const plan::step& x, int32_t part) {
  if (x.statement == nullptr || part < 0
      || static_cast<size_t>(part) >= x.statement->parts.size())
    return {};
  return x.statement->parts[static_cast<size_t>(part)]->place;
}

void name_place(field_error& to, const std::string& place) {
  if (to.message.ends_with('.'))
    to.message.insert(to.message.size() - 1, " (" + place + ")");
  to.more += ",\"input\":" + json::quoted(place);
}

/// Makes a variable's value parameter `i`.
result<void> put(plan::bound_values& out, size_t i,
                 const graphql::types::input& from, const plan::parameter& p,
                 plan::dialect dialect) {
  auto bound = compiler::planner::bind_input(from, p, dialect);
  if (!bound)
    return bound.error();
  auto& to = out.values[i];
  to = bound->value;
  if (to.kind == plan::bound_kind::text)
    to.text = out.texts.emplace_front(std::move(bound->text));
  return {};
}

} // namespace

execution::execution(document_cache& documents, const request& x)
  : documents_(documents), explain_(x.explain) {
  prepare(documents, x);
}

void execution::prepare(document_cache& documents, const request& x) {
  auto found = documents.resolve({x.query, x.document_id, x.persist});
  if (!found)
    return refuse(found.error());
  prepared_ = std::move(*found);
  if (!prepared_->errors.empty()) {
    std::vector<field_error> errors;
    for (const auto& why : prepared_->errors)
      errors.push_back(to_field_error(why));
    return refuse(std::move(errors));
  }
  const auto* operation = find_operation(x.operation_name);
  if (operation == nullptr)
    return;
  out_.operation = operation->name.text;
  if (operation->kind == operation_kind::subscription)
    return refuse({ec::bad_request,
                   "Subscriptions are not answered over this transport.",
                   {}});
  if (x.read_only && operation->kind != operation_kind::query) {
    refuse({ec::method_not_allowed,
            "Can only perform a mutation operation from a POST request.",
            {}});
    out_.outcome = outcome::mutation_over_get;
    return;
  }
  if (x.explain == explanation::analyze
      && operation->kind != operation_kind::query)
    return refuse({ec::bad_request,
                   "Only a query can be analyzed: it would be executed.",
                   {}});
  coerce(*operation, x.variables);
  wants_cost_ = x.wants_cost;
  if (prepared_->owner->options().incremental)
    parts_ = x.parts;
  if (!finished_)
    find_plan(documents, *operation);
  if (!finished_)
    check_cost();
}

/// What was compiled ahead may cost what it costs.
void execution::check_cost() {
  const auto& options = prepared_->owner->options();
  auto limit = prepared_->trusted ? 0 : options.max_cost;
  if (limit == 0 && !wants_cost_)
    return;
  cost_ = expected_rows(*plan_, variables_, options.unlimited_rows);
  if (limit > 0 && cost_ > limit)
    refuse({ec::too_costly,
            "The operation's cost of " + std::to_string(cost_)
              + " exceeds the limit of " + std::to_string(limit)
              + ": it may read that many rows. Give its lists a limit.",
            {}});
}

void execution::write_cost(bytes& body) const {
  body.append(",\"extensions\":{\"cost\":{\"expectedRows\":");
  json::write_uint(body, cost_);
  body.append(",\"limit\":");
  auto limit = prepared_->trusted ? 0 : prepared_->owner->options().max_cost;
  if (limit > 0)
    json::write_uint(body, limit);
  else
    body.append("null");
  body.append("}}");
}

const operation_definition* execution::find_operation(std::string_view name) {
  const operation_definition* found = nullptr;
  for (const auto& x : prepared_->document.definitions) {
    if (x.operation == nullptr)
      continue;
    if (name.empty() && found != nullptr) {
      refuse({ec::operation_not_found,
              "Must provide operation name if query contains multiple "
              "operations.",
              {}});
      return nullptr;
    }
    if (name.empty() || x.operation->name.text == name)
      found = x.operation;
  }
  if (found == nullptr)
    refuse({ec::operation_not_found,
            name.empty()
              ? std::string{"Must provide an operation."}
              : "Unknown operation named \"" + std::string{name} + "\".",
            {}});
  return found;
}

void execution::coerce(const operation_definition& operation,
                       const json::value* variables) {
  if (operation.variables.empty())
    return;
  std::vector<error> problems;
  variables_ = graphql::validation::coerce_variables(
    prepared_->owner->schema(), prepared_->document, operation,
    prepared_->conditional, variables, memory_, problems);
  if (problems.empty())
    return;
  std::vector<field_error> errors;
  for (const auto& why : problems)
    errors.push_back(to_field_error(why));
  refuse(std::move(errors));
}

void execution::find_plan(document_cache& documents,
                          const operation_definition& operation) {
  bool incremental = parts_ != part_format::none && prepared_->incremental;
  if (const auto* known =
        prepared_->find_plan(operation, variables_.signature, incremental)) {
    plan_ = *known;
  } else {
    const auto& engine = *prepared_->owner;
    auto made =
      compiler::planner::plan_operation({engine.catalog(),
                                         engine.schema(),
                                         prepared_->document,
                                         operation,
                                         variables_,
                                         {engine.options().log_changes},
                                         incremental});
    if (!made)
      return refuse(made.error());
    plan_ = *made;
    prepared_->keep_plan(operation, variables_.signature, incremental, plan_,
                         documents.owner()->options().plans_per_document);
  }
  answers_.resize(plan_->steps.size());
  choose_form();
  if (explain_ == explanation::none)
    return;
  for (const auto& step : plan_->steps)
    explained_.emplace_back().step = &step;
}

std::vector<pending_statement> execution::next() {
  std::vector<pending_statement> out;
  if (finished_ || waiting_ > 0)
    return out;
  if (in_transaction())
    return next_transaction();
  if (later_ != nullptr) {
    out = later_->next([this](const auto& x) { return bind(x); });
    write_part(); // what needs no statement is there
    return out;
  }
  while (asked_ < plan_->steps.size()) {
    auto i = asked_++;
    const auto& step = plan_->steps[i];
    if (!rows_missing(step) || step.statement == nullptr)
      continue;
    auto values = bind(*step.statement);
    if (!values) {
      // A wrong limit in a variable concerns its field alone.
      auto why = values.error();
      why.locations = {prepared_->document.locate(step.shape.at)};
      ++waiting_;
      fail(i, why);
      continue;
    }
    if (explain_ != explanation::none)
      explained_[i].values = *values;
    if (explain_ == explanation::plan)
      continue;
    if (explain_ != explanation::none && !step.statement->parts.empty()) {
      // Its later parts need what the earlier ones did.
      explained_[i].failure = "Several statements, which need each other: the "
                              "database can plan none alone.";
      continue;
    }
    ++waiting_;
    out.push_back({i,
                   explain_ == explanation::none
                     ? form_of(step)
                     : explain_statement(*step.statement, explain_),
                   std::move(*values)});
    if (plan_->serial)
      break;
  }
  if (out.empty() && waiting_ == 0 && asked_ == plan_->steps.size()
      && !finished_)
    finish();
  return out;
}

result<std::shared_ptr<const plan::bound_values>>
execution::bind(const plan::statement& statement) const {
  auto out = std::make_shared<plan::bound_values>();
  const auto& parameters = statement.parameters;
  out->values.resize(parameters.size());
  for (size_t i = 0; i < parameters.size(); ++i) {
    const auto& p = parameters[i];
    auto& to = out->values[i];
    if (p.leaf < 0) {
      to = p.constant;
      to.text = p.constant_text;
      continue;
    }
    auto fits = put(*out, i, *variables_.leaves[static_cast<size_t>(p.leaf)], p,
                    statement.dialect);
    if (!fits)
      return fits.error();
  }
  // Constants live in the plan, which the statement's owner keeps.
  out->memory = plan_;
  return std::shared_ptr<const plan::bound_values>{std::move(out)};
}

void execution::deliver(size_t step, plan::row_set_ptr rows) {
  if (in_transaction())
    return deliver_transaction(rows);
  if (later_ != nullptr) {
    later_->deliver(step, std::move(rows));
    return write_part();
  }
  answers_[step].rows = std::move(rows);
  arrived();
}

void execution::fail(size_t step, const error& why) {
  if (in_transaction())
    return fail_transaction(why);
  if (later_ != nullptr) {
    later_->fail(step, why);
    return write_part();
  }
  add_error(step, why);
  arrived();
}

void execution::add_error(size_t step, const error& why) {
  const auto& shape = plan_->steps[step].shape;
  auto e = to_field_error(why);
  if (auto said = refusal_in(why)) {
    auto failure = failure_in(plan_->steps[step], *said);
    if (!failure) {
      answers_[step].rows = std::move(said);
      return;
    }
    e = std::move(*failure);
  }
  if (why.broken != nullptr) {
    e.fields = fields_of(prepared_->owner->catalog(), *why.broken);
    e.message = words_of(*why.broken, e.fields);
  }
  if (auto place = place_of(plan_->steps[step], why.part); !place.empty())
    name_place(e, place);
  if (e.locations.empty())
    e.locations.push_back(prepared_->document.locate(shape.at));
  e.path = "[" + json::quoted(shape.name) + "]";
  errors_.push_back(std::move(e));
  answers_[step].failed = true;
  if (explain_ != explanation::none)
    explained_[step].failure = errors_.back().message;
  if (why.code == ec::overloaded || why.code == ec::database_unavailable)
    out_.retry_after = 1;
}

void execution::arrived() {
  if (--waiting_ == 0 && asked_ == plan_->steps.size() && !finished_)
    finish();
}

void execution::refuse(const error& why) {
  refuse(std::vector{to_field_error(why)});
}

void execution::refuse(std::vector<field_error> errors) {
  out_.outcome = outcome::request_error;
  out_.code = errors.front().code;
  out_.body.push_back('{');
  write_errors(out_.body, errors);
  if (wants_cost_ && plan_ != nullptr)
    write_cost(out_.body);
  out_.body.push_back('}');
  finished_ = true;
}

void execution::explain() {
  for (size_t i = 0; i < explained_.size(); ++i)
    explained_[i].database_plan = answers_[i].rows;
  auto rows = expected_rows(*plan_, variables_,
                            prepared_->owner->options().unlimited_rows);
  write_explanation(out_.body, *plan_, rows, explained_);
}

void execution::finish() {
  finished_ = true;
  if (explain_ != explanation::none)
    return explain();
  if (finish_as_last())
    return;
  look_up_all();
  write_data();
  if (may_flow())
    note_size(out_.body.size());
  keep_as_last();
}

/// Copies the answer to the same plan from the same rows, if that was the last.
bool execution::finish_as_last() {
  const auto& last = documents_.last();
  if (last.plan != plan_ || wants_cost_ || answers_.size() != 1
      || answers_[0].rows != last.rows || answers_[0].failed)
    return false;
  out_.body.append(last.body.view());
  return true;
}

/// Besides us the message that brought the rows has them; more holders mean
/// that other requests get the same.
void execution::keep_as_last() {
  auto& last = documents_.last();
  bool shared = answers_.size() == 1 && answers_[0].rows.use_count() > 2;
  if (!shared || !errors_.empty() || wants_cost_ || plan_->later != nullptr) {
    if (last.plan != nullptr)
      last = {};
    return;
  }
  last.plan = plan_;
  last.rows = answers_[0].rows;
  last.body.clear();
  last.body.append(out_.body.view());
}

void execution::write_data() {
  auto& body = out_.body;
  body.reserve(1024);
  std::vector<occurrence> found;
  bool parts = plan_->later != nullptr;
  auto written =
    write_answer(body, *plan_, prepared_->document, answers_, errors_,
                 plan_->steps.size(), parts ? &found : nullptr);
  if (!errors_.empty()) {
    out_.outcome = written.outcome;
    out_.code = written.code;
  }
  if (wants_cost_)
    write_cost(body);
  if (written.whole && parts)
    begin_later(std::move(found));
  body.push_back('}');
}

void execution::begin_later(std::vector<occurrence> found) {
  later_ = std::make_unique<later_execution>(prepared_, plan_, parts_);
  std::vector<std::pair<std::string_view, size_t>> lists;
  for (size_t i = 0; i < plan_->steps.size(); ++i)
    if (plan_->steps[i].kind == plan::step_kind::list && !answers_[i].failed)
      lists.emplace_back(plan_->steps[i].shape.name, answers_[i].rows->rows());
  later_->begin(out_.body, std::move(found), lists);
  answers_.clear();
  if (later_->done())
    later_.reset();
}

void execution::resume() {
  finished_ = false;
  write_part();
}

/// Writes what has come in, unless nothing has or nobody asked yet.
void execution::write_part() {
  if (finished_ || !later_->ready())
    return;
  finished_ = true;
  out_ = {};
  later_->write(out_.body);
  if (later_->done())
    later_.reset();
}

response execution::take() {
  return std::move(out_);
}

} // namespace troupe::runtime
