#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace troupe::db::postgres {

/// Which named statements a connection has prepared, the least recently used
/// of which makes room for the next.
///
/// A name is used once: a statement that is prepared again gets another, and
/// connections that meet behind a pooler do not share any.
class statement_cache {
public:
  /// `tag` tells the names of this connection from those of others.
  statement_cache(size_t most, uint32_t tag);

  /// Notes a use; returns the name of a statement, null if it is not prepared.
  const std::string* use(uint64_t id);

  /// Names a statement that is about to be prepared. The reference is valid
  /// until the next call.
  const std::string& add(uint64_t id);

  /// Forgets a statement unless it was prepared anew meanwhile. `exists` says
  /// whether the server still has it.
  void forget(uint64_t id, const std::string& name, bool exists);

  /// Returns what the server should deallocate, once.
  std::vector<std::string> take_garbage() {
    return std::exchange(garbage_, {});
  }

  size_t size() const noexcept {
    return known_.size();
  }

private:
  struct entry {
    uint64_t id = 0;
    std::string name;
  };

  size_t most_;
  std::string tag_;
  uint64_t serial_ = 0;
  std::list<entry> recent_; ///< last used first
  std::unordered_map<uint64_t, std::list<entry>::iterator> known_;
  std::vector<std::string> garbage_;
};

} // namespace troupe::db::postgres
