#include "runtime/later.hpp"

#include "base/json_write.hpp"
#include "runtime/execution.hpp"
#include "runtime/key_text.hpp"
#include "runtime/project.hpp"

#include <algorithm>
#include <map>

namespace troupe::runtime {

namespace {

/// Objects whose parts one statement reads at the most.
constexpr size_t most_keys = 1'000;

/// Items that one message has at the most.
constexpr size_t most_items = 100;

bool nullable(const plan::step& x) noexcept {
  return x.kind == plan::step_kind::list ? x.list_nullable : x.shape.nullable;
}

/// Keeps the memory of bound values together with the texts of keys.
struct key_memory {
  std::shared_ptr<const void> bound;
  std::vector<std::string> texts;
};

} // namespace

later_execution::later_execution(
  std::shared_ptr<const prepared_document> document,
  std::shared_ptr<const plan::operation_plan> plan, part_format format)
  : document_(std::move(document)),
    plan_(std::move(plan)),
    delivery_(*plan_->later, format) {
  // nop
}

void later_execution::begin(
  bytes& body, std::vector<occurrence> found,
  const std::vector<std::pair<std::string_view, size_t>>& lists) {
  for (auto number : plan_->later->root) {
    const auto& p = plan_->later->parts[static_cast<size_t>(number)];
    occurrence x;
    x.part = number;
    if (p.items) {
      const auto& name = p.steps.front().shape.name;
      auto list = std::ranges::find_if(
        lists, [&](const auto& l) { return l.first == name; });
      if (list == lists.end())
        continue;
      x.path.add(json::quoted(name));
      x.index = list->second;
    }
    delivery_.add(std::move(x));
  }
  for (auto& x : found)
    delivery_.add(std::move(x));
  delivery_.write_first(body);
}

std::vector<pending_statement> later_execution::next(const binder& bind) {
  std::vector<pending_statement> out;
  std::map<int32_t, std::vector<size_t>> objects;
  for (auto task : delivery_.start()) {
    auto number = delivery_.at(task).what.part;
    if (plan_->later->parts[static_cast<size_t>(number)].steps.empty())
      objects[number].push_back(task);
    else
      ask_root(out, task, bind);
  }
  for (auto& [number, tasks] : objects)
    for (size_t i = 0; i < tasks.size(); i += most_keys) {
      auto end = std::min(tasks.size(), i + most_keys);
      ask_objects(out, number,
                  {tasks.begin() + static_cast<ptrdiff_t>(i),
                   tasks.begin() + static_cast<ptrdiff_t>(end)},
                  bind);
    }
  return out;
}

void later_execution::ask_root(std::vector<pending_statement>& out, size_t task,
                               const binder& bind) {
  auto number = delivery_.at(task).what.part;
  const auto& steps = plan_->later->parts[static_cast<size_t>(number)].steps;
  auto owner = jobs_.size();
  for (size_t i = 0; i < steps.size(); ++i) {
    auto& j = jobs_.emplace_back();
    j.part = number;
    j.tasks = {task};
    j.step = i;
    j.owner = owner;
  }
  jobs_[owner].answers.resize(steps.size());
  jobs_[owner].failed.resize(steps.size());
  jobs_[owner].missing = steps.size() + 1;
  for (size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].kind == plan::step_kind::literal) {
      arrived_root(owner);
      continue;
    }
    auto values = bind(*steps[i].statement);
    if (values)
      out.push_back({owner + i, steps[i].statement, std::move(*values)});
    else
      fail(owner + i, values.error());
  }
  arrived_root(owner);
}

void later_execution::ask_objects(std::vector<pending_statement>& out,
                                  int32_t number, std::vector<size_t> tasks,
                                  const binder& bind) {
  const auto& p = plan_->later->parts[static_cast<size_t>(number)];
  auto& j = jobs_.emplace_back();
  j.part = number;
  j.owner = jobs_.size() - 1;
  j.tasks = std::move(tasks);
  auto bound = bind(*p.statement);
  if (!bound)
    return fail(j.owner, bound.error());
  auto values = std::make_shared<plan::bound_values>(**bound);
  auto memory = std::make_shared<key_memory>();
  memory->bound = values->memory;
  const auto& parameters = p.statement->parameters;
  memory->texts.resize(parameters.size());
  for (size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].leaf > -2)
      continue;
    auto column = static_cast<size_t>(-2 - parameters[i].leaf);
    key_list list{p.statement->dialect};
    for (auto task : j.tasks)
      list.add(delivery_.at(task).what.key[column]);
    memory->texts[i] = list.take();
    values->values[i].kind = plan::bound_kind::text;
    values->values[i].text = memory->texts[i];
  }
  values->memory = std::move(memory);
  out.push_back({j.owner, p.statement, std::move(values)});
}

void later_execution::deliver(size_t number, plan::row_set_ptr rows) {
  auto& j = jobs_[number];
  const auto& p = part_of(number);
  if (p.steps.empty())
    return write_objects(number, *rows);
  if (p.items) {
    streams_.push_back({j.tasks.front(), std::move(rows), 0});
    return;
  }
  auto owner = j.owner;
  jobs_[owner].answers[j.step] = std::move(rows);
  arrived_root(owner);
}

void later_execution::fail(size_t number, const error& why) {
  auto& j = jobs_[number];
  const auto& p = part_of(number);
  if (p.steps.empty()) {
    const auto& shape = p.items ? p.shape.fields.front() : p.shape;
    for (auto task : j.tasks)
      delivery_.fail(task,
                     {error_at(why, delivery_.at(task).what, {}, shape.at)});
    return;
  }
  const auto& shape = p.steps[j.step].shape;
  const auto& where = delivery_.at(j.tasks.front()).what;
  auto e = error_at(
    why, where, p.items ? std::string{} : json::quoted(shape.name), shape.at);
  if (p.items)
    return delivery_.fail(j.tasks.front(), {std::move(e)});
  auto owner = j.owner;
  jobs_[owner].errors.push_back(std::move(e));
  jobs_[owner].failed[j.step] = true;
  arrived_root(owner);
}

field_error later_execution::error_at(const error& why, const occurrence& x,
                                      std::string_view below,
                                      uint32_t at) const {
  auto out = to_field_error(why);
  if (out.locations.empty())
    out.locations.push_back(document_->document.locate(at));
  auto path = x.path;
  if (!below.empty())
    path.add(below);
  out.path = "[" + path.text + "]";
  return out;
}

void later_execution::arrived_root(size_t owner) {
  if (--jobs_[owner].missing == 0)
    write_root(owner);
}

/// As `execution` writes the first answer.
void later_execution::write_root(size_t owner) {
  auto& j = jobs_[owner];
  const auto& p = part_of(owner);
  auto task = j.tasks.front();
  bytes data;
  std::vector<occurrence> found;
  data.push_back('{');
  for (size_t i = 0; i < p.steps.size(); ++i) {
    const auto& step = p.steps[i];
    data.append(i > 0 ? "," : "");
    data.append(step.shape.key);
    bool ok = false;
    if (step.kind == plan::step_kind::literal) {
      data.append(step.shape.literal);
      ok = true;
    } else if (!j.failed[i]) {
      ok = project(data, step, *j.answers[i], document_->document, j.errors,
                   &found);
    }
    if (!ok && !nullable(step))
      return delivery_.fail(task, std::move(j.errors));
    if (!ok)
      data.append("null");
  }
  data.push_back('}');
  j.answers.clear();
  delivery_.finish(task, std::move(data), std::move(j.errors),
                   std::move(found));
}

void later_execution::write_objects(size_t number, const plan::row_set& rows) {
  const auto& p = part_of(number);
  std::map<std::vector<std::string>, size_t> by_key;
  std::vector<plan::cell> cells(rows.columns());
  for (size_t i = 0; i < rows.rows(); ++i) {
    rows.read(i, cells.data());
    std::vector<std::string> key;
    for (auto column : p.keys)
      key.push_back(key_of(cells[static_cast<size_t>(column)]));
    by_key.emplace(std::move(key), i);
  }
  auto tasks = jobs_[number].tasks;
  for (auto task : tasks) {
    const auto& what = delivery_.at(task).what;
    auto row = by_key.find(what.key);
    if (row != by_key.end()) {
      write_object(task, p, rows, row->second);
      continue;
    }
    const auto& shape = p.items ? p.shape.fields.front() : p.shape;
    delivery_.fail(
      task, {error_at({ec::not_found, "The object is not there any more.", {}},
                      what, {}, shape.at)});
  }
}

void later_execution::write_object(size_t task, const plan::later_part& p,
                                   const plan::row_set& rows, size_t row) {
  bytes data;
  std::vector<field_error> errors;
  std::vector<occurrence> found;
  const auto& what = delivery_.at(task).what;
  size_t count = 0;
  bool ok = p.items ? project_items(data, p.shape.fields.front(), rows, row,
                                    what.path, what.index, document_->document,
                                    errors, found, count)
                    : project_object(data, p.shape, rows, row, what.path,
                                     document_->document, errors, found);
  if (!ok)
    return delivery_.fail(task, std::move(errors));
  if (p.items)
    delivery_.items(task, std::move(data), count, std::move(errors),
                    std::move(found));
  delivery_.finish(task, std::move(data), std::move(errors), std::move(found));
}

bool later_execution::ready() const noexcept {
  return !streams_.empty() || delivery_.ready();
}

/// The next items of each list.
void later_execution::write_items() {
  auto all = std::move(streams_);
  streams_.clear();
  for (auto& s : all) {
    const auto& what = delivery_.at(s.task).what;
    const auto& step =
      plan_->later->parts[static_cast<size_t>(what.part)].steps.front();
    bytes data;
    std::vector<field_error> errors;
    std::vector<occurrence> found;
    auto first = s.next;
    auto end = std::min(s.rows->rows(), first + most_items);
    if (!project_rows(data, step, *s.rows, first, end, what.path, what.index,
                      document_->document, errors, found)) {
      delivery_.fail(s.task, std::move(errors));
      continue;
    }
    delivery_.items(s.task, std::move(data), end - first, std::move(errors),
                    std::move(found));
    s.next = end;
    if (s.next < s.rows->rows())
      streams_.push_back(std::move(s));
    else
      delivery_.finish(s.task, {}, {}, {});
  }
}

void later_execution::write(bytes& out) {
  write_items();
  delivery_.write(out);
}

} // namespace troupe::runtime
