#pragma once

#include "telemetry/stats.hpp"

#include <memory>
#include <string>
#include <vector>

namespace troupe::telemetry {

/// Returns how many messages wait for an actor.
uint64_t mailbox(const actor_stats& x) noexcept;

/// The metric families of a scrape: names, help texts, label values.
class families {
public:
  families();

  ~families();

  void add(const actor_stats& x);
  void add(const connection_stats& x);
  void add(const pool_stats& x);
  void add(const cache_figures& x);
  void add(const change_stats& x);
  void add(const std::vector<std::shared_ptr<request_stats>>& reactors);

  /// Returns the text format, families in the order of the reference page.
  std::string text() const;

private:
  struct state;
  std::unique_ptr<state> state_;
};

} // namespace troupe::telemetry
