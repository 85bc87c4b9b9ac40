#include "telemetry/metrics.hpp"

#include "base/json_write.hpp"
#include "telemetry/families.hpp"

#include <algorithm>

namespace troupe::telemetry {

namespace {

void field(bytes& out, std::string_view name, uint64_t x) {
  out.append(",\"");
  out.append(name);
  out.append("\":");
  json::write_uint(out, x);
}

void field(bytes& out, std::string_view name, std::string_view x) {
  out.append(",\"");
  out.append(name);
  out.append("\":");
  json::write_string(out, x);
}

uint64_t milliseconds(const counter& nanoseconds) {
  return nanoseconds.value() / 1'000'000;
}

/// The share of statements that did not wait for a connection to be made.
double reuse(const connection_stats& x) {
  auto n = static_cast<double>(x.statements.value());
  auto made = static_cast<double>(x.connects.value());
  return n <= made ? 0 : 1 - made / n;
}

} // namespace

std::shared_ptr<actor_stats> metrics::actor(std::string_view name,
                                            size_t reactor) {
  std::lock_guard guard{mutex_};
  auto i = std::ranges::find_if(actors_, [&](const auto& x) {
    return x->actor == name && x->reactor == reactor;
  });
  if (i != actors_.end())
    return *i;
  auto out = std::make_shared<actor_stats>();
  out->actor = name;
  out->reactor = reactor;
  actors_.push_back(out);
  return out;
}

std::shared_ptr<request_stats> metrics::requests(size_t reactor) {
  std::lock_guard guard{mutex_};
  while (requests_.size() <= reactor)
    requests_.push_back(std::make_shared<request_stats>());
  return requests_[reactor];
}

std::shared_ptr<connection_stats>
metrics::connection(std::string_view database, size_t reactor, size_t number) {
  std::lock_guard guard{mutex_};
  auto i = std::ranges::find_if(connections_, [&](const auto& x) {
    return x->database == database && x->number == number;
  });
  if (i != connections_.end())
    return *i;
  auto out = std::make_shared<connection_stats>();
  out->database = database;
  out->reactor = reactor;
  out->number = number;
  connections_.push_back(out);
  return out;
}

std::shared_ptr<pool_stats> metrics::pool(size_t reactor) {
  std::lock_guard guard{mutex_};
  while (pools_.size() <= reactor) {
    pools_.push_back(std::make_shared<pool_stats>());
    pools_.back()->reactor = pools_.size() - 1;
  }
  return pools_[reactor];
}

std::shared_ptr<change_stats> metrics::changes() {
  std::lock_guard guard{mutex_};
  if (changes_ == nullptr)
    changes_ = std::make_shared<change_stats>();
  return changes_;
}

void metrics::cache(std::function<cache_figures()> source) {
  std::lock_guard guard{mutex_};
  cache_ = std::move(source);
}

std::string metrics::scrape() const {
  std::lock_guard guard{mutex_};
  families out;
  if (cache_)
    out.add(cache_());
  if (changes_ != nullptr)
    out.add(*changes_);
  for (const auto& x : actors_)
    out.add(*x);
  for (const auto& x : connections_)
    out.add(*x);
  for (const auto& x : pools_)
    out.add(*x);
  out.add(requests_);
  return out.text();
}

std::string metrics::actors_json() const {
  std::lock_guard guard{mutex_};
  bytes out;
  out.append("{\"actors\":[");
  for (const auto& x : actors_) {
    out.append(x == actors_.front() ? "{\"actor\":" : ",{\"actor\":");
    json::write_string(out, x->actor);
    field(out, "reactor", x->reactor);
    field(out, "mailbox", mailbox(*x));
    field(out, "processed", x->processed.value());
    field(out, "busyMilliseconds", milliseconds(x->busy_nanoseconds));
    field(out, "running", x->starts.value() - x->ends.value());
    field(out, "restarts", x->starts.value() - x->peak.value());
    out.push_back('}');
  }
  out.append("]}");
  return std::string{out.view()};
}

std::string metrics::pools_json() const {
  std::lock_guard guard{mutex_};
  bytes out;
  out.append("{\"pools\":[");
  for (const auto& p : pools_) {
    out.append(p == pools_.front() ? "{\"reactor\":" : ",{\"reactor\":");
    json::write_uint(out, p->reactor);
    field(out, "waiting", static_cast<uint64_t>(p->waiting.value()));
    field(out, "circuit",
          p->open.value() != 0 ? std::string_view{"open"} : "closed");
    out.append(",\"connections\":[");
    bool first = true;
    for (const auto& x : connections_) {
      if (x->reactor != p->reactor)
        continue;
      out.append(first ? "{\"database\":" : ",{\"database\":");
      first = false;
      json::write_string(out, x->database);
      field(out, "number", x->number);
      field(out, "state",
            connection_phases[static_cast<size_t>(x->phase.value())]);
      field(out, "load", static_cast<uint64_t>(x->load.value()));
      field(out, "statements", x->statements.value());
      field(out, "failures", x->failures.value());
      field(out, "connects", x->connects.value());
      field(out, "losses", x->losses.value());
      field(out, "busyMilliseconds", milliseconds(x->busy_nanoseconds));
      out.append(",\"reuse\":");
      json::write_double(out, reuse(*x));
      out.push_back('}');
    }
    out.append("]}");
  }
  out.append("]}");
  return std::string{out.view()};
}

} // namespace troupe::telemetry
