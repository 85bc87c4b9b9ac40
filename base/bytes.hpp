#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace troupe {

/// A growing buffer of bytes that never zeroes what it is about to overwrite.
/// The response is written into one of these and sent from it.
class bytes {
public:
  bytes() = default;

  explicit bytes(size_t capacity) {
    reserve(capacity);
  }

  bytes(bytes&& other) noexcept
    : data_(std::move(other.data_)),
      size_(std::exchange(other.size_, 0)),
      capacity_(std::exchange(other.capacity_, 0)) {
    // nop
  }

  bytes& operator=(bytes&& other) noexcept {
    data_ = std::move(other.data_);
    size_ = std::exchange(other.size_, 0);
    capacity_ = std::exchange(other.capacity_, 0);
    return *this;
  }

  const char* data() const noexcept {
    return data_.get();
  }

  char* data() noexcept {
    return data_.get();
  }

  size_t size() const noexcept {
    return size_;
  }

  size_t capacity() const noexcept {
    return capacity_;
  }

  bool empty() const noexcept {
    return size_ == 0;
  }

  std::string_view view() const noexcept {
    return {data_.get(), size_};
  }

  /// Forgets the content beyond `size`, which must not exceed `size()`.
  void truncate(size_t size) noexcept {
    size_ = size;
  }

  void clear() noexcept {
    size_ = 0;
  }

  void reserve(size_t capacity) {
    if (capacity > capacity_)
      grow(capacity);
  }

  /// Makes room for `n` more bytes and returns where they go; `commit` what was
  /// written.
  char* prepare(size_t n) {
    if (capacity_ - size_ < n)
      grow(size_ + n);
    return data_.get() + size_;
  }

  void commit(size_t n) noexcept {
    size_ += n;
  }

  void append(std::string_view x) {
    // memcpy from a null view is undefined even for no bytes.
    if (x.empty())
      return;
    std::memcpy(prepare(x.size()), x.data(), x.size());
    size_ += x.size();
  }

  void push_back(char c) {
    *prepare(1) = c;
    ++size_;
  }

private:
  void grow(size_t at_least);

  std::unique_ptr<char[]> data_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

} // namespace troupe
