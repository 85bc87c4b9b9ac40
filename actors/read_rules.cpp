#include "actors/read_rules.hpp"

#include <algorithm>

namespace troupe::actors {

namespace {

using cache::aspect;
using cache::versions;

/// More plans than documents have; then all are read again.
constexpr size_t most_plans = 4'096;

/// Calls `f` with each quoted identifier of a statement and what stands behind
/// it. Every table stands there quoted; columns of the same name do no harm.
template <class F>
void each_identifier(std::string_view sql, F f) {
  for (size_t i = 0; i < sql.size(); ++i) {
    auto quote = sql[i];
    if (quote != '"' && quote != '\'')
      continue;
    // Doubled it stands for itself.
    std::string name;
    auto end = i + 1;
    for (; end < sql.size(); ++end) {
      if (sql[end] == quote && !sql.substr(end + 1).starts_with(quote))
        break;
      end += sql[end] == quote ? 1 : 0;
      name += sql[end];
    }
    if (quote == '"')
      f(std::string_view{name}, sql.substr(std::min(end + 1, sql.size())));
    i = end;
  }
}

void add(std::vector<uint32_t>& to, uint32_t slot) {
  if (std::ranges::find(to, slot) == to.end())
    to.push_back(slot);
}

} // namespace

const read_rules*
plan_reader::find(const std::shared_ptr<const plan::operation_plan>& x,
                  const plan::catalog& catalog, const answer_cache& all) {
  auto now = all.facts();
  if (now == nullptr)
    return nullptr;
  if (now != facts_ || catalog_ != &catalog || plans_.size() >= most_plans) {
    plans_.clear();
    tables_.clear();
    facts_ = std::move(now);
    catalog_ = &catalog;
    for (const auto& m : catalog.models) {
      tables_.insert(m.table);
      if (m.fine)
        tables_.insert(m.fine->table);
    }
  }
  auto i = plans_.find(x.get());
  if (i == plans_.end())
    i =
      plans_
        .emplace(x.get(), known_plan{x, read(*x, catalog, all.store.options())})
        .first;
  return &i->second.rules;
}

read_rules plan_reader::read(const plan::operation_plan& x,
                             const plan::catalog& catalog,
                             const cache::store_options& options) const {
  read_rules out;
  if (x.operation != plan::operation::query || x.later != nullptr)
    return out;
  out.ttl = x.max_age >= 0 ? static_cast<uint32_t>(x.max_age) : options.ttl;
  for (size_t i = 0; i < x.steps.size(); ++i) {
    const auto& s = x.steps[i];
    if (s.statement == nullptr)
      continue;
    bool list = s.kind == plan::step_kind::list
                || s.shape.kind == plan::shape_kind::connection;
    if ((list && !options.lists) || !read_step(s, i, catalog, out))
      return {};
  }
  constexpr size_t most = 128;
  out.kept = out.ttl > 0 && out.slots.size() + 3 * out.rows.size() <= most;
  return out;
}

/// An author's SQL may read anything: it is kept for the time that the author
/// says, and no longer than until the next change.
bool plan_reader::read_step(const plan::step& x, size_t number,
                            const plan::catalog& catalog,
                            read_rules& out) const {
  const auto& statement = *x.statement;
  if (statement.writes)
    return false;
  if (statement.opaque) {
    if (x.max_age <= 0)
      return false;
    add(out.slots, versions::any_change);
  }
  std::string_view one;
  if (x.keyed >= 0)
    one = catalog.models[static_cast<size_t>(x.keyed)].table;
  bool good = true;
  size_t times = 0;
  each_identifier(statement.sql, [&](auto name, auto behind) {
    if (!tables_.contains(name))
      return;
    if (name == one && behind.starts_with(" AS "))
      ++times;
    else if (name != one)
      good = good && depend(name, out);
  });
  if (one.empty() || !good)
    return good;
  const auto* fact = facts_->find(one);
  if (times != 1 || fact == nullptr || fact->view || !fact->parts.empty())
    return depend(one, out);
  // The row itself has a counter of its own; policies may read others.
  if (fact->unstable)
    return false;
  if (fact->opaque)
    add(out.slots, versions::any_change);
  for (const auto& t : fact->reads)
    add(out.slots, versions::table_slot(t, aspect::any));
  out.rows.push_back({number, one, versions::table_slot(one, aspect::rows),
                      versions::table_slot(one, aspect::inserts),
                      versions::table_slot(one, aspect::any)});
  return true;
}

bool plan_reader::depend(std::string_view table, read_rules& out) const {
  const auto* fact = facts_->find(table);
  if (fact != nullptr && fact->unstable)
    return false;
  if (fact == nullptr || fact->opaque)
    add(out.slots, versions::any_change);
  add(out.slots, versions::table_slot(table, aspect::any));
  if (fact != nullptr)
    for (const auto& t : fact->reads)
      add(out.slots, versions::table_slot(t, aspect::any));
  return true;
}

} // namespace troupe::actors
