#pragma once

#include "base/bytes.hpp"
#include "cache/slab.hpp"
#include "cache/versions.hpp"

#include <atomic>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace troupe::cache {

class entry_ptr;

/// Who may keep an answer that was given over HTTP.
enum class reach : uint8_t { everybody, one_user };

/// What an entry is made from.
struct entry_parts {
  std::string_view key;
  std::string_view body;
  std::span<const dependency> dependencies;
  uint16_t epoch = 0;
  uint32_t born = 0;     ///< seconds of the steady clock
  uint32_t ttl = 0;      ///< seconds
  bool age_said = false; ///< `ttl` was the author's word, for clients too
  cache::reach reach = cache::reach::everybody;
};

/// An answer that is kept: one block of memory with its key, its dependencies
/// and its bytes. Immutable but for packed forms, which are added once each;
/// sessions of all reactors send from it while they hold it.
class entry {
public:
  /// Codings that a body may be kept in besides its own.
  static constexpr size_t codings = 4;

  static entry_ptr make(slab& memory, const entry_parts& x);

  entry(const entry&) = delete;
  entry& operator=(const entry&) = delete;

  std::string_view key() const noexcept {
    return {text(), key_size_};
  }

  std::string_view body() const noexcept {
    return {text() + key_size_, body_size_};
  }

  std::span<const dependency> dependencies() const noexcept {
    return {reinterpret_cast<const dependency*>(this + 1), dependencies_};
  }

  uint16_t epoch() const noexcept {
    return epoch_;
  }

  uint32_t born() const noexcept {
    return born_;
  }

  uint32_t ttl() const noexcept {
    return ttl_;
  }

  cache::reach reach() const noexcept {
    return flag(for_one) ? cache::reach::one_user : cache::reach::everybody;
  }

  bool age_said() const noexcept {
    return flag(says_age);
  }

  /// Returns the body in coding `i`, empty if it was not packed so.
  std::string_view packed(size_t i) const noexcept;

  /// Bytes of memory that it takes.
  size_t footprint() const noexcept;

  bool fits(uint32_t now) const noexcept {
    return now - born_ < ttl_;
  }

private:
  friend class entry_ptr;
  friend class shard;

  struct forms {
    std::atomic<bytes*> all[codings] = {};
  };

  static constexpr uint8_t for_one = 1;
  static constexpr uint8_t says_age = 2;

  entry() = default;

  ~entry();

  bool flag(uint8_t x) const noexcept {
    return (flags_.load(std::memory_order_relaxed) & x) != 0;
  }

  /// When it was last said that it should be read again: seconds, 6 bits of
  /// them, 0: not yet. One thread at a time.
  uint8_t asked() const noexcept {
    return flags_.load(std::memory_order_relaxed) >> 2;
  }

  void asked(uint8_t x) noexcept {
    auto said = flags_.load(std::memory_order_relaxed) & (for_one | says_age);
    flags_.store(static_cast<uint8_t>(said | (x << 2)),
                 std::memory_order_relaxed);
  }

  size_t size() const noexcept;

  const char* text() const noexcept {
    return reinterpret_cast<const char*>(this + 1)
           + dependencies_ * sizeof(dependency);
  }

  /// Takes a packed form unless there is one. Called by one thread at a time.
  bool pack(size_t i, bytes&& data);

  void release() noexcept;

  std::atomic<forms*> forms_{nullptr};
  std::atomic<uint32_t> holders_{0};
  uint32_t key_size_ = 0;
  uint32_t body_size_ = 0;
  uint32_t born_ = 0;
  uint32_t ttl_ = 0;
  uint16_t epoch_ = 0;
  uint8_t dependencies_ = 0;
  std::atomic<uint8_t> flags_{0};
};

static_assert(sizeof(entry) == 32);

/// A share in an entry.
class entry_ptr {
public:
  entry_ptr() = default;

  explicit entry_ptr(entry* x) noexcept : x_(x) {
    if (x_ != nullptr)
      x_->holders_.fetch_add(1, std::memory_order_relaxed);
  }

  entry_ptr(const entry_ptr& other) noexcept : entry_ptr(other.x_) {
    // nop
  }

  entry_ptr(entry_ptr&& other) noexcept : x_(std::exchange(other.x_, nullptr)) {
    // nop
  }

  entry_ptr& operator=(entry_ptr other) noexcept {
    std::swap(x_, other.x_);
    return *this;
  }

  ~entry_ptr() {
    if (x_ != nullptr)
      x_->release();
  }

  void reset() noexcept {
    entry_ptr{std::move(*this)};
  }

  const entry* operator->() const noexcept {
    return x_;
  }

  const entry& operator*() const noexcept {
    return *x_;
  }

  entry* get() const noexcept {
    return x_;
  }

  explicit operator bool() const noexcept {
    return x_ != nullptr;
  }

  /// Gives up the share without ending it, for `adopt`.
  entry* detach() noexcept {
    return std::exchange(x_, nullptr);
  }

  /// Takes over a share that was detached.
  static entry_ptr adopt(entry* x) noexcept {
    entry_ptr out;
    out.x_ = x;
    return out;
  }

private:
  entry* x_ = nullptr;
};

} // namespace troupe::cache
