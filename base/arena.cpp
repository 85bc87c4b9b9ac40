#include "base/arena.hpp"

#include <algorithm>

namespace troupe {

void* arena::allocate_slow(size_t size, size_t align) {
  // Small enough that malloc takes it from the heap: larger ones are mapped and
  // unmapped each time, which costs more than what goes into them.
  constexpr size_t largest = 64 * 1024;
  auto need = sizeof(block) + size + align;
  auto block_size = std::max(need, next_size_);
  // A large object gets a block of its own; the current block stays in use.
  auto* memory = static_cast<std::byte*>(::operator new(block_size));
  last_ = new (memory) block{last_};
  capacity_ += block_size;
  auto first = reinterpret_cast<uintptr_t>(memory + sizeof(block));
  auto* result =
    reinterpret_cast<std::byte*>((first + (align - 1)) & ~(align - 1));
  if (need < next_size_ || free_ == nullptr) {
    free_ = result + size;
    end_ = memory + block_size;
    next_size_ = std::min(largest, next_size_ * 2);
  }
  return result;
}

void arena::release() noexcept {
  while (last_ != nullptr)
    ::operator delete(std::exchange(last_, last_->previous));
}

} // namespace troupe
