#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace troupe::telemetry {

/// Only grows. One thread writes it, any may read it: an add is a load and a
/// store, without a lock prefix.
class counter {
public:
  void add(uint64_t n = 1) noexcept {
    x_.store(x_.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
  }

  /// For the rare one that several threads write.
  void add_shared(uint64_t n = 1) noexcept {
    x_.fetch_add(n, std::memory_order_relaxed);
  }

  uint64_t value() const noexcept {
    return x_.load(std::memory_order_relaxed);
  }

private:
  std::atomic<uint64_t> x_{0};
};

/// The latest of a number.
class gauge {
public:
  explicit gauge(int64_t x = 0) noexcept : x_(x) {
    // nop
  }

  void set(int64_t x) noexcept {
    x_.store(x, std::memory_order_relaxed);
  }

  int64_t value() const noexcept {
    return x_.load(std::memory_order_relaxed);
  }

private:
  std::atomic<int64_t> x_;
};

/// How often values fell between bounds; written by one thread.
template <size_t N>
class histogram {
public:
  explicit constexpr histogram(const std::array<double, N>& bounds) noexcept
    : bounds_(&bounds) {
    // nop
  }

  void observe(double x) noexcept {
    size_t i = 0;
    while (i < N && x > (*bounds_)[i])
      ++i;
    buckets_[i].add();
    sum_.store(sum_.load(std::memory_order_relaxed) + x,
               std::memory_order_relaxed);
  }

  const std::array<double, N>& bounds() const noexcept {
    return *bounds_;
  }

  /// Of bucket `i` alone; `N` is what lies beyond the last bound.
  uint64_t count(size_t i) const noexcept {
    return buckets_[i].value();
  }

  double sum() const noexcept {
    return sum_.load(std::memory_order_relaxed);
  }

private:
  const std::array<double, N>* bounds_;
  std::array<counter, N + 1> buckets_;
  std::atomic<double> sum_{0};
};

/// Seconds, from a cache hit to the longest deadline.
inline constexpr std::array<double, 16> duration_bounds{
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
  0.05,   0.1,     0.25,   0.5,   1,      2.5,   5,    10};

/// Tenths of the time.
inline constexpr std::array<double, 10> ratio_bounds{0.1, 0.2, 0.3, 0.4, 0.5,
                                                     0.6, 0.7, 0.8, 0.9, 1};

struct duration_histogram : histogram<16> {
  constexpr duration_histogram() noexcept : histogram{duration_bounds} {
    // nop
  }

  void observe(std::chrono::nanoseconds x) noexcept {
    histogram::observe(static_cast<double>(x.count()) * 1e-9);
  }
};

struct ratio_histogram : histogram<10> {
  constexpr ratio_histogram() noexcept : histogram{ratio_bounds} {
    // nop
  }
};

} // namespace troupe::telemetry
