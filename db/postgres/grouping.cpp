#include "db/postgres/grouping.hpp"

#include "db/postgres/merging.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <unordered_map>
#include <utility>

namespace troupe::db::postgres {

namespace {

constexpr size_t most_shared = 1024;

void mix(uint64_t& seed, uint64_t x) noexcept {
  seed = (seed ^ x) * 0x9e3779b97f4a7c15u;
  seed ^= seed >> 29;
}

bool same(const plan::bound_value& a, const plan::bound_value& b) noexcept {
  if (a.kind != b.kind)
    return false;
  switch (a.kind) {
    case plan::bound_kind::null:
      return true;
    case plan::bound_kind::boolean:
      return a.boolean == b.boolean;
    case plan::bound_kind::integer:
      return a.integer == b.integer;
    case plan::bound_kind::real:
      // Zero and minus zero are not the same text.
      return std::signbit(a.real) == std::signbit(b.real) && a.real == b.real;
    case plan::bound_kind::text:
      return a.text == b.text;
  }
  return false;
}

uint64_t hash_of(const plan::bound_value& x) noexcept {
  switch (x.kind) {
    case plan::bound_kind::boolean:
      return x.boolean ? 1 : 2;
    case plan::bound_kind::integer:
      return static_cast<uint64_t>(x.integer);
    case plan::bound_kind::real:
      return std::hash<double>{}(x.real);
    case plan::bound_kind::text:
      return std::hash<std::string_view>{}(x.text);
    default:
      return 0;
  }
}

/// How a job could go with others.
together way_of(const job& x, const connection_options& options) {
  if (x.statement->writes || x.attempts > 0)
    return together::alone;
  if (options.merge && is_mergeable(x))
    return together::merged;
  return options.coalesce && x.statement->repeatable ? together::shared
                                                     : together::alone;
}

uint64_t key_of(const job& x, together way) {
  auto out = x.statement->id;
  if (x.session != nullptr)
    for (const auto& [name, value] : x.session->list)
      mix(out, std::hash<std::string>{}(value));
  if (way == together::shared)
    for (const auto& v : x.values->values)
      mix(out, hash_of(v));
  return out;
}

bool fits(const job& x, together way, const group& g) {
  const auto& first = g.jobs.front();
  if (g.together != way || first.statement->id != x.statement->id
      || !same_session(first.session, x.session))
    return false;
  if (way == together::merged)
    return g.jobs.size() < x.statement->merged_most;
  return g.jobs.size() < most_shared
         && std::ranges::equal(first.values->values, x.values->values, same);
}

} // namespace

std::vector<group> take_groups(std::deque<job>& waiting, size_t most,
                               const connection_options& options) {
  std::vector<group> out;
  std::unordered_map<uint64_t, size_t> open;
  std::deque<job> rest;
  for (auto& x : waiting) {
    auto way = waiting.size() > 1 ? way_of(x, options) : together::alone;
    auto key = key_of(x, way);
    if (way != together::alone) {
      auto known = open.find(key);
      if (known != open.end() && fits(x, way, out[known->second])) {
        out[known->second].jobs.push_back(std::move(x));
        continue;
      }
    }
    if (out.size() == most) {
      rest.push_back(std::move(x));
      continue;
    }
    if (way != together::alone)
      open[key] = out.size();
    out.push_back({way, {}});
    out.back().jobs.push_back(std::move(x));
  }
  waiting.swap(rest);
  for (auto& g : out)
    if (g.jobs.size() == 1)
      g.together = together::alone;
  return out;
}

} // namespace troupe::db::postgres
