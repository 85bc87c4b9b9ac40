#pragma once

#include "base/bytes.hpp"
#include "cache/entry.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::cache {

/// A counter of the second level, as an answer saw it. Marks are random: no two
/// states of a counter have the same, though it be forgotten in between.
struct remote_dependency {
  uint32_t slot = 0;
  uint64_t mark = 0;
  /// False: the answer turned out not to depend on it.
  bool needed = true;

  friend bool operator==(const remote_dependency&,
                         const remote_dependency&) = default;
};

/// An answer as the second level keeps it.
struct remote_entry {
  std::string_view key; ///< in full: names are hashes of it
  std::string_view body;
  uint64_t mark = 0; ///< of the counter of everything
  std::vector<remote_dependency> dependencies;
  uint32_t ttl = 0; ///< seconds
  bool age_said = false;
  cache::reach reach = cache::reach::everybody;
};

/// Returns the name that an answer with this key has: 128 bits of hash, in hex.
std::string remote_name(std::string_view key);

/// Writes an entry:
///
///     magic 4 | checksum 8 | key 4 | body 4 | ttl 4 | mark 8 | flags 1 |
///     dependencies 2 | (slot 4 | mark 8) ... | key ... | body ...
///
/// Numbers are little-endian; the checksum is of all that follows it, and the
/// highest bit of a slot says that it is not needed.
void write_remote(bytes& to, const remote_entry& x);

/// Reads one. Nothing if it is not exactly one: whoever wrote it may have been
/// anybody. The texts are views into `from`.
std::optional<remote_entry> read_remote(std::string_view from);

} // namespace troupe::cache
