#pragma once

#include "telemetry/counter.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

/// What is counted. Each block has one writer, the reactor that it belongs to,
/// but where a member says otherwise; scrapes read all of them. Blocks begin at
/// a cache line, so that reactors do not take each other's.
namespace troupe::telemetry {

/// The actors of one kind on one reactor.
struct alignas(64) actor_stats {
  std::string actor;
  size_t reactor = 0;
  counter arrived;         ///< from its own reactor
  counter arrived_foreign; ///< from other threads: several writers
  counter processed;
  counter lost; ///< in the mailbox when the actor ended: several writers
  counter busy_nanoseconds;
  counter starts;
  counter ends; ///< several writers
  counter peak; ///< most that were there at the same time

  void start() noexcept {
    starts.add_shared();
    auto here = starts.value() - ends.value();
    if (here > peak.value())
      peak.add(here - peak.value());
  }

  void end(uint64_t unread) noexcept {
    ends.add_shared();
    lost.add_shared(unread);
  }
};

/// How requests end; the names are label values.
inline constexpr std::array<std::string_view, 5> outcomes{
  "success", "partial", "request_error", "mutation_over_get", "failed"};

inline constexpr std::array<std::string_view, 3> operation_kinds{
  "query", "mutation", "none"};

/// With all values in each row, or what rows have in common once.
inline constexpr std::array<std::string_view, 2> list_forms{"rows", "once"};

/// GraphQL requests of one reactor. Operations count by kind: clients choose
/// their names, so names would have no bound.
struct alignas(64) request_stats {
  std::array<std::array<counter, outcomes.size()>, operation_kinds.size()>
    requests;
  duration_histogram duration;
  /// Queries of lists whose rows may have values in common: as they were asked
  /// for, by `list_forms`.
  std::array<counter, list_forms.size()> lists;
};

enum class connection_phase : uint8_t { dormant, connecting, up, down };

inline constexpr std::array<std::string_view, 4> connection_phases{
  "dormant", "connecting", "up", "down"};

/// One connection to a database.
struct alignas(64) connection_stats {
  std::string database; ///< `primary`, `replica/0`
  size_t reactor = 0;
  size_t number = 0;
  gauge phase;
  gauge load; ///< statements queued or in flight
  gauge lag_milliseconds;
  counter statements;
  counter failures;
  counter connects;
  counter losses; ///< connections that broke, or could not be made
  counter recycled;
  counter cancels;
  counter busy_nanoseconds;
  duration_histogram acquire; ///< from arrival to the socket
  ratio_histogram utilisation;
};

/// The queue of one reactor's pool.
struct alignas(64) pool_stats {
  size_t reactor = 0;
  gauge waiting;
  gauge open;    ///< 1: the circuit is open, statements are refused
  gauge streams; ///< results that are read a few rows at a time
  counter refused;
  counter timeouts;
  counter grown;
};

/// The change listener of a node.
struct alignas(64) change_stats {
  gauge connected; ///< 1: it can read
  /// Bytes of the database's log that are not delivered yet; -1: not known.
  gauge behind{-1};
  counter changes;
  counter batches;
  counter losses;
  counter connects; ///< begun from a known position
};

/// What the answers of a node that are kept come to.
struct cache_figures {
  uint64_t hits = 0;
  uint64_t misses = 0;
  uint64_t expired = 0;  ///< of the misses
  uint64_t outdated = 0; ///< of the misses
  uint64_t late_hits = 0;
  uint64_t kept = 0;
  uint64_t refused = 0;
  uint64_t evicted = 0;
  uint64_t swept = 0;
  uint64_t entries = 0;
  uint64_t bytes = 0;
  uint64_t memory = 0;
  bool open = false;
  /// Invalidations by cause.
  uint64_t own_writes = 0;
  uint64_t heard = 0;
  uint64_t losses = 0;
  uint64_t asked = 0;

  /// What nodes share.
  struct shared_figures {
    bool up = false;
    uint64_t hits = 0;
    uint64_t misses = 0;
    uint64_t foreign = 0; ///< of the misses
    uint64_t late = 0;
    uint64_t kept = 0;
    uint64_t refused = 0;
    uint64_t told = 0;
    uint64_t failures = 0;
  };
  std::optional<shared_figures> shared; ///< nothing: they do not
};

} // namespace troupe::telemetry
