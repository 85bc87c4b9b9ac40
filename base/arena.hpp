#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace troupe {

/// Hands out memory that is freed all at once. Objects placed in it must be
/// trivially destructible: no destructor ever runs. Not thread safe.
class arena {
public:
  /// `first_block` is the size in bytes of the first block; later ones double
  /// up to 64 KiB.
  explicit arena(size_t first_block = 4096) : next_size_(first_block) {
    // nop
  }

  arena(arena&& other) noexcept
    : last_(std::exchange(other.last_, nullptr)),
      free_(std::exchange(other.free_, nullptr)),
      end_(std::exchange(other.end_, nullptr)),
      next_size_(other.next_size_),
      capacity_(std::exchange(other.capacity_, 0)) {
    // nop
  }

  arena& operator=(arena&& other) noexcept {
    std::swap(last_, other.last_);
    std::swap(free_, other.free_);
    std::swap(end_, other.end_);
    std::swap(next_size_, other.next_size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }

  arena(const arena&) = delete;
  arena& operator=(const arena&) = delete;

  ~arena() {
    release();
  }

  /// Returns `size` bytes aligned to `align` (a power of two).
  void* allocate(size_t size, size_t align) {
    auto at = (reinterpret_cast<uintptr_t>(free_) + (align - 1)) & ~(align - 1);
    auto end = reinterpret_cast<uintptr_t>(end_);
    if (free_ != nullptr && at <= end && size <= end - at) {
      free_ = reinterpret_cast<std::byte*>(at + size);
      return reinterpret_cast<void*>(at);
    }
    return allocate_slow(size, align);
  }

  template <class T, class... Ts>
  T* make(Ts&&... xs) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T{std::forward<Ts>(xs)...};
  }

  /// Returns a copy of `xs` that lives as long as the arena.
  template <class T>
  std::span<T> copy(std::span<const T> xs) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (xs.empty())
      return {};
    auto* first = static_cast<T*>(allocate(xs.size_bytes(), alignof(T)));
    std::uninitialized_copy(xs.begin(), xs.end(), first);
    return {first, xs.size()};
  }

  template <class T>
  std::span<T> copy(const std::vector<T>& xs) {
    return copy(std::span<const T>{xs});
  }

  std::string_view copy(std::string_view x) {
    if (x.empty())
      return {};
    auto* first = static_cast<char*>(allocate(x.size(), 1));
    std::memcpy(first, x.data(), x.size());
    return {first, x.size()};
  }

  /// Returns an uninitialised array of `n` trivially copyable objects.
  template <class T>
  std::span<T> make_array(size_t n) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (n == 0)
      return {};
    auto* first = static_cast<T*>(allocate(n * sizeof(T), alignof(T)));
    std::uninitialized_value_construct_n(first, n);
    return {first, n};
  }

  /// Returns the bytes held in blocks, used or not.
  size_t capacity() const noexcept {
    return capacity_;
  }

private:
  /// Stands at the start of each block: the blocks are a list of their own.
  struct block {
    block* previous;
  };

  void* allocate_slow(size_t size, size_t align);
  void release() noexcept;

  block* last_ = nullptr;
  std::byte* free_ = nullptr;
  std::byte* end_ = nullptr;
  size_t next_size_;
  size_t capacity_ = 0;
};

} // namespace troupe
