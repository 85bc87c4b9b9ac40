#pragma once

#include "base/hash.hpp"

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace troupe::runtime {

/// Which documents may run.
enum class document_policy : uint8_t {
  any,
  persisted, ///< text only together with its hash
  trusted,   ///< only documents that were compiled ahead
};

/// The texts of automatic persisted queries, least recently used out first.
/// One for the node, so that whichever reactor a client meets knows what it
/// sent to another; reactors ask it only for what they have not prepared
/// themselves.
class persisted_store {
public:
  /// Keeps texts of at most `capacity` bytes; 0 keeps nothing.
  explicit persisted_store(size_t capacity) : capacity_(capacity) {
    // nop
  }

  bool enabled() const noexcept {
    return capacity_ > 0;
  }

  /// Returns the text with this SHA-256 (lower-case hex), or null.
  std::shared_ptr<const std::string> find(std::string_view hash);

  /// Keeps a text under its hash, which the caller has checked.
  void keep(std::string_view hash, std::string_view text);

  size_t bytes() const;

private:
  struct entry {
    std::string hash;
    std::shared_ptr<const std::string> text;

    size_t size() const noexcept {
      return hash.size() + text->size();
    }
  };

  size_t capacity_;
  mutable std::mutex mutex_; ///< of everything below
  std::list<entry> entries_; ///< most recently used first
  std::unordered_map<std::string_view, std::list<entry>::iterator, string_hash,
                     std::equal_to<>>
    by_hash_;
  size_t bytes_ = 0;
};

} // namespace troupe::runtime
