#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>

namespace troupe::db::postgres {

/// Which named statements a connection has prepared, the least recently used
/// of which makes room for the next.
class statement_cache {
public:
  explicit statement_cache(size_t most) : most_(most) {
    // nop
  }

  /// Returns the name of a statement on the server: `t` and its id.
  static std::string name_of(uint64_t id);

  /// Notes a use; returns whether the statement is prepared.
  bool use(uint64_t id);

  /// Adds a statement; returns the one that must be deallocated for it.
  std::optional<uint64_t> add(uint64_t id);

  void forget(uint64_t id);

  size_t size() const noexcept {
    return known_.size();
  }

private:
  size_t most_;
  std::list<uint64_t> recent_; ///< last used first
  std::unordered_map<uint64_t, std::list<uint64_t>::iterator> known_;
};

} // namespace troupe::db::postgres
