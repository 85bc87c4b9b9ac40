#include "actors/answer_cache.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace troupe::actors {

namespace {

/// The longest that a statement whose client gave up may still run.
constexpr std::chrono::seconds still_running{60};

constexpr size_t most_uncertain = 1'000;

/// Whether it is a UUID in the one form in which PostgreSQL writes it, but for
/// capitals.
bool plain_uuid(std::string_view x) noexcept {
  for (size_t i = 0; i < x.size(); ++i) {
    auto c = x[i];
    bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')
               || (c >= 'A' && c <= 'F');
    if (dash ? c != '-' : !hex)
      return false;
  }
  return x.size() == 36;
}

bool plain_text(std::string_view type) noexcept {
  return type.empty() || type == "text" || type.starts_with("varchar")
         || type.starts_with("character varying") || type == "TEXT";
}

bool whole_number(plan::base_type x) noexcept {
  return x == plan::base_type::int2 || x == plan::base_type::int4
         || x == plan::base_type::int8;
}

/// Writes the one text of a value, as the change log has it. Returns false for
/// types of which equal values may be written differently.
bool write_text(std::string& out, const plan::bound_value& x,
                const plan::column_type& type) {
  bool text = x.kind == plan::bound_kind::text;
  if (whole_number(type.base)) {
    auto n = x.integer;
    const auto* end = x.text.data() + x.text.size();
    if (text && std::from_chars(x.text.data(), end, n).ptr != end)
      return false;
    out = std::to_string(n);
    return x.kind == plan::bound_kind::integer || (text && !x.text.empty());
  }
  bool known = (type.base == plan::base_type::text && plain_text(type.name))
               || (type.base == plan::base_type::uuid && plain_uuid(x.text));
  if (!text || !known)
    return false;
  out = x.text;
  if (type.base == plan::base_type::uuid)
    for (auto& c : out)
      c = c >= 'A' && c <= 'F' ? static_cast<char>(c + ('a' - 'A')) : c;
  return true;
}

} // namespace

std::string row_key(std::vector<std::pair<std::string, std::string>> columns) {
  std::ranges::sort(columns);
  std::string out;
  for (const auto& [name, value] : columns)
    out += name + '=' + std::to_string(value.size()) + ':' + value;
  return out;
}

std::optional<std::string> row_key(const plan::step& step,
                                   const plan::bound_values& values,
                                   const plan::catalog& catalog,
                                   const table_facts& known) {
  if (step.keyed < 0)
    return std::nullopt;
  const auto& model = catalog.models[static_cast<size_t>(step.keyed)];
  const auto* fact = known.find(model.table);
  if (fact == nullptr || fact->view
      || fact->key.size() != model.primary_key.size())
    return std::nullopt;
  std::vector<std::pair<std::string, std::string>> columns;
  for (size_t i = 0; i < step.key.size(); ++i) {
    const auto& c = model.columns[static_cast<size_t>(model.primary_key[i])];
    // An author may have named another key than the database has.
    if (!std::ranges::binary_search(fact->key, c.name))
      return std::nullopt;
    std::string text;
    if (!write_text(text, values.values[static_cast<size_t>(step.key[i])],
                    c.type))
      return std::nullopt;
    columns.emplace_back(c.name, std::move(text));
  }
  return row_key(std::move(columns));
}

void answer_cache::written(std::string_view table, plan::write_kind how,
                           const std::optional<std::string>& key) {
  auto& changes = store.changes();
  auto known = facts();
  const auto* fact = known == nullptr ? nullptr : known->find(table);
  // What else it changed is not known. Nothing is kept here before the facts
  // are, but others may share what they keep.
  if (known == nullptr || table.empty() || (fact != nullptr && fact->triggers))
    return changes.forget_all();
  if (how == plan::write_kind::adds && key)
    changes.row_inserted(table, *key);
  else if (how == plan::write_kind::adds)
    changes.rows_inserted(table);
  else if (key)
    changes.row_changed(table, *key);
  else
    changes.table_changed(table);
  if (fact == nullptr)
    return;
  if (!fact->parts.empty())
    spread(*known, table);
  // What is written through a view goes to what it reads.
  if (fact->view)
    for (const auto& x : fact->reads) {
      changes.table_changed(x);
      cascade(*known, x, plan::write_kind::unknown);
    }
  // One row that keeps its key sets off nothing by an update, unless another
  // column is one that is pointed at.
  if (!(how == plan::write_kind::updates && key))
    cascade(*known, table, how);
  else
    for (const auto& x : fact->renames) {
      changes.table_changed(x);
      cascade(*known, x, plan::write_kind::updates);
    }
}

/// Counts all partitions of a table, theirs, and all that it is one of.
void answer_cache::spread(const table_facts& known, std::string_view from) {
  std::set<std::string_view> seen{from};
  std::vector<std::string_view> open{from};
  while (!open.empty()) {
    const auto* fact = known.find(open.back());
    open.pop_back();
    if (fact == nullptr)
      continue;
    for (const auto& x : fact->parts)
      if (seen.insert(x).second) {
        store.changes().table_changed(x);
        open.push_back(x);
      }
  }
}

/// Counts what foreign keys change along.
void answer_cache::cascade(const table_facts& known, std::string_view from,
                           plan::write_kind how) {
  if (how == plan::write_kind::adds)
    return;
  std::set<std::string_view> seen{from};
  std::vector<std::string_view> open{from};
  bool begun = false; // what follows changes in ways that nobody told
  auto go = [&](const std::vector<std::string>& to) {
    for (const auto& x : to)
      if (seen.insert(x).second) {
        store.changes().table_changed(x);
        open.push_back(x);
      }
  };
  while (!open.empty()) {
    const auto* fact = known.find(open.back());
    open.pop_back();
    if (fact == nullptr)
      continue;
    if (fact->triggers)
      return store.changes().forget_all();
    go(fact->parts);
    if (how != plan::write_kind::updates)
      go(fact->deletes);
    if (how != plan::write_kind::deletes || begun)
      go(fact->updates);
    begun = true;
  }
}

void answer_cache::uncertain(std::vector<std::string> tables) {
  auto until = steady::now() + still_running;
  std::lock_guard guard{mutex_};
  for (auto& x : tables) {
    auto i = std::ranges::find(
      uncertain_, x, &std::pair<steady::time_point, std::string>::second);
    if (i != uncertain_.end())
      i->first = until;
    else if (uncertain_.size() < most_uncertain)
      uncertain_.emplace_back(until, std::move(x));
    else // the last one is every table
      uncertain_.back() = {until, std::string{}};
  }
}

telemetry::cache_figures answer_cache::figures() const {
  telemetry::cache_figures out;
  auto x = store.counted();
  out.hits = x.hits;
  out.misses = x.misses;
  out.expired = x.expired;
  out.outdated = x.outdated;
  out.late_hits = x.late_hits;
  out.kept = x.kept;
  out.refused = x.refused;
  out.evicted = x.evicted;
  out.swept = x.swept;
  out.entries = x.entries;
  out.bytes = x.bytes;
  out.memory = store.reserved();
  out.open = store.open() && facts() != nullptr;
  out.own_writes = own_writes;
  out.heard = heard;
  out.losses = losses;
  out.asked = asked;
  if (remote != nullptr)
    out.shared = {remote->usable,  remote->hits, remote->misses,
                  remote->foreign, remote->late, remote->kept,
                  remote->refused, remote->told, remote->failures};
  return out;
}

void answer_cache::learn(table_facts_ptr x) {
  auto before = facts();
  if (before != nullptr && *before == *x)
    return;
  facts(std::move(x));
  // What was kept by other views, policies or keys is not what they say now.
  if (before != nullptr)
    store.changes().forget_all();
}

void answer_cache::settle(steady::time_point now) {
  std::vector<std::string> due;
  {
    std::lock_guard guard{mutex_};
    for (const auto& x : uncertain_)
      due.push_back(x.second);
    std::erase_if(uncertain_, [&](const auto& x) { return x.first < now; });
  }
  for (const auto& x : due)
    written(x, plan::write_kind::unknown, std::nullopt);
}

} // namespace troupe::actors
