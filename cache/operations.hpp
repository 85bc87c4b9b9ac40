#pragma once

#include "base/hash.hpp"

#include <atomic>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace troupe::cache {

/// What a request asks for, without its variables.
struct operation_name {
  std::string_view text; ///< of the document, or its id
  std::string_view name; ///< of the operation; may be empty
  bool by_id = false;    ///< `text` is an id

  friend bool operator==(const operation_name&,
                         const operation_name&) = default;
};

/// An operation with a short name: keys hold `id` rather than the document. An
/// id is never given twice.
struct operation {
  uint64_t id = 0;
  std::string text;
  std::string name;
  bool by_id = false;
  std::atomic<uint64_t> hits{0};
  std::atomic<uint64_t> misses{0};

  operation_name said() const noexcept {
    return {text, name, by_id};
  }
};

using operation_ptr = std::shared_ptr<operation>;

struct operation_hash {
  size_t operator()(const operation_name& x) const noexcept {
    return hash64(x.text, hash64(x.name, x.by_id ? 1 : 0));
  }
};

/// The operations of a node, least recently asked for out first. What was kept
/// under a forgotten id is found no more and ages out.
class operations {
public:
  operations(size_t entries, size_t bytes) : entries_(entries), bytes_(bytes) {
    // nop
  }

  /// Returns the operation of this name, a new one at first sight.
  operation_ptr find(const operation_name& x);

  /// Returns those that were asked for most often, `count` at the most.
  std::vector<operation_ptr> busiest(size_t count) const;

private:
  using order = std::list<operation_ptr>;

  size_t entries_;
  size_t bytes_;
  mutable std::mutex mutex_; ///< of everything below
  order order_;              ///< most recently asked for first
  std::unordered_map<operation_name, order::iterator, operation_hash> index_;
  size_t held_ = 0; ///< bytes of texts
  uint64_t last_ = 0;
};

/// What one reactor knows of them: no lock for what it has seen.
class known_operations {
public:
  explicit known_operations(operations& all) : all_(all) {
    // nop
  }

  const operation_ptr& find(const operation_name& x);

private:
  operations& all_;
  operation_ptr last_;
  std::unordered_map<operation_name, operation_ptr, operation_hash> known_;
  size_t held_ = 0; ///< bytes of texts, which live as long as they are known
};

} // namespace troupe::cache
