#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace troupe::cache {

/// Memory for entries. A general allocator rounds a block of 1.2 KB up to
/// 1.25 or 1.5; this one has 32 bytes between sizes up to 2 KB and at most a
/// sixteenth above. What is free goes back to the system a megabyte at a time.
/// Blocks may be released by any thread.
class slab {
public:
  slab() = default;

  ~slab();

  slab(const slab&) = delete;
  slab& operator=(const slab&) = delete;

  /// Returns `size` bytes, aligned to 16.
  void* allocate(size_t size);

  /// Gives back what an `allocate(size)` of whichever slab returned.
  static void release(void* block, size_t size) noexcept;

  /// Returns how many bytes blocks of this size take.
  static size_t rounded(size_t size) noexcept;

  /// Returns how much was taken from the system for small blocks.
  size_t reserved() const;

private:
  struct page;
  struct chunk;

  static constexpr size_t classes = 64 + 2 * 16;

  static size_t class_of(size_t size) noexcept;
  static size_t size_of(size_t number) noexcept;
  page* new_page(size_t number);
  chunk* new_chunk();
  void put_back(page& from, void* block) noexcept;
  void drop(page& x) noexcept;

  mutable std::mutex mutex_;
  page* open_[classes] = {}; ///< pages with room, by class
  std::vector<chunk*> chunks_;
};

} // namespace troupe::cache
