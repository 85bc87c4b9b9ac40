#include "actors/query_running.hpp"
#include "cache/key.hpp"
#include "cache/remote_entry.hpp"

#include <algorithm>

namespace troupe::actors {

namespace {

/// A look-up is answered in time or not at all; this is for an actor that
/// hangs.
constexpr std::chrono::seconds patience{2};

/// Writes everything that an answer depends on but the data, in words that all
/// nodes share: the key of this node has numbers of its own in front.
void write_key(bytes& to, const runtime::execution& execution,
               const messages::graphql_request& request,
               const std::string& database, const plan::catalog& catalog) {
  cache::key_writer key{to};
  key.text(database);
  key.text(catalog.hash);
  key.text(execution.document());
  key.text(request.operation_name);
  // Nodes may be set up to ask in other ways.
  for (const auto& s : execution.plan()->steps)
    key.number(s.statement == nullptr ? 0 : s.statement->id);
  to.append(cache::without_numbers(request.cache_key, 2));
}

} // namespace

/// Asks the second level for an answer that this node does not have. Returns
/// whether it does: then `all` is sent when there is none.
bool query::look_further(const std::shared_ptr<running>& x,
                         std::vector<runtime::pending_statement>& all) {
  if (remote_ == nullptr || !x->reading || all.empty() || x->looked_further)
    return false;
  auto& level = *kept_->remote;
  auto database = level.database();
  x->looked_further = true;
  if (!level.usable || database == nullptr || x->request->skips_cache)
    return false;
  write_key(x->remote_key, x->execution, *x->request, *database,
            documents_->owner()->catalog());
  x->remote_name = cache::remote_name(x->remote_key.view());
  auto& slots = x->remote_slots;
  for (const auto& d : x->reading->dependencies)
    slots.push_back(d.slot);
  std::ranges::sort(slots);
  slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
  auto waiting =
    std::make_shared<std::vector<runtime::pending_statement>>(std::move(all));
  request(remote_, patience, messages::find_remote{x->remote_name, slots})
    .then(
      [this, x, waiting](const messages::remote_found& found) {
        if (!take_shared(*x, found))
          send_all(x, *waiting);
      },
      [this, x, waiting](caf::error&) { send_all(x, *waiting); });
  return true;
}

/// Answers with what was found, if it is this answer and nothing that it was
/// read from has changed.
bool query::take_shared(running& x, const messages::remote_found& found) {
  auto& level = *kept_->remote;
  x.marks = found.marks;
  auto miss = [&level](bool foreign) {
    ++level.misses;
    level.foreign += foreign ? 1 : 0;
    return false;
  };
  if (found.value == nullptr || x.marks.size() != x.remote_slots.size() + 1)
    return miss(false);
  auto entry = cache::read_remote(*found.value);
  if (!entry || entry->key != x.remote_key.view())
    return miss(true);
  if (entry->mark != x.marks[0]
      || entry->dependencies.size() != x.remote_slots.size())
    return miss(false);
  auto optional = [&x](uint32_t slot) {
    return std::ranges::find(x.missing, slot,
                             &std::pair<size_t, uint32_t>::second)
           != x.missing.end();
  };
  for (size_t i = 0; i < x.remote_slots.size(); ++i) {
    const auto& d = entry->dependencies[i];
    bool same = d.slot == x.remote_slots[i]
                && (d.needed ? d.mark == x.marks[i + 1] : optional(d.slot));
    if (!same)
      return miss(false);
  }
  ++level.hits;
  for (const auto& d : entry->dependencies)
    if (!d.needed)
      for (const auto& [step, slot] : x.missing)
        if (slot == d.slot)
          x.present.push_back(slot);
  auto lived = uint64_t{entry->ttl} * 1'000
               - std::min<uint64_t>(found.left, uint64_t{entry->ttl} * 1'000);
  // Rounded up: it must not live longer for having been moved.
  x.age = static_cast<uint32_t>((lived + 999) / 1'000);
  x.ttl = std::min(x.ttl, entry->ttl);
  x.marks.clear();
  auto out = std::make_shared<messages::graphql_response>();
  const auto& plan = *x.execution.plan();
  out->body.append(entry->body);
  out->operation = plan.name;
  out->max_age = plan.max_age < 0
                   ? -1
                   : std::max(0, plan.max_age - static_cast<int32_t>(x.age));
  out->one_user = plan.one_user;
  x.count(steady::now());
  keep(x, *out);
  end(x, {std::move(out)});
  return true;
}

/// Gives an answer that was just kept to the others. What it was read from is
/// as new as the marks or newer.
void query::share(running& x, const messages::graphql_response& out,
                  const cache::reading& from) {
  if (x.marks.empty() || remote_ == nullptr)
    return;
  auto& level = *kept_->remote;
  cache::remote_entry entry;
  entry.key = x.remote_key.view();
  entry.body = out.body.view();
  entry.mark = x.marks[0];
  entry.ttl = x.ttl;
  entry.age_said = out.max_age >= 0;
  entry.reach = out.one_user ? cache::reach::one_user : cache::reach::everybody;
  if (entry.key.size() + entry.body.size() > level.options.entry_bytes
      || !level.usable) {
    ++level.refused;
    return;
  }
  for (size_t i = 0; i < x.remote_slots.size(); ++i) {
    auto slot = x.remote_slots[i];
    bool needed =
      std::ranges::find(from.dependencies, slot, &cache::dependency::slot)
      != from.dependencies.end();
    entry.dependencies.push_back({slot, x.marks[i + 1], needed});
  }
  auto value = std::make_shared<bytes>();
  cache::write_remote(*value, entry);
  send(remote_, messages::keep_remote{x.remote_name, std::move(value), x.ttl});
}

} // namespace troupe::actors
