#include "base/arena.hpp"

#include <algorithm>

namespace troupe {

void* arena::allocate_slow(size_t size, size_t align) {
  constexpr size_t largest = 1u << 20;
  auto need = size + align;
  auto block_size = std::max(need, next_size_);
  // A large object gets a block of its own; the current block stays in use.
  auto* block =
    blocks_
      .emplace_back(std::make_unique_for_overwrite<std::byte[]>(block_size))
      .get();
  capacity_ += block_size;
  auto at = (reinterpret_cast<uintptr_t>(block) + (align - 1)) & ~(align - 1);
  auto* result = reinterpret_cast<std::byte*>(at);
  if (need < next_size_ || free_ == nullptr) {
    free_ = result + size;
    end_ = block + block_size;
    next_size_ = std::min(largest, next_size_ * 2);
  }
  return result;
}

} // namespace troupe
