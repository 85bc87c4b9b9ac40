#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace troupe::plan {

/// A list whose items may be made when they are first looked at. Looking is
/// safe from several threads; everything else is for one.
template <class T>
class lazy_list {
public:
  using value_type = T;
  /// Makes the item at a position; called by any thread, perhaps twice.
  using maker = std::function<T(size_t)>;

  lazy_list() = default;

  /// A list of `size` items that `make` makes.
  lazy_list(size_t size, maker make)
    : slots_(size), make_(std::make_shared<const maker>(std::move(make))) {
    // nop
  }

  /// Whether items are made when they are looked at.
  bool later() const noexcept {
    return make_ != nullptr;
  }

  size_t size() const noexcept {
    return slots_.size();
  }

  bool empty() const noexcept {
    return slots_.empty();
  }

  const T& operator[](size_t i) const {
    return at(i);
  }

  T& operator[](size_t i) {
    return at(i);
  }

  const T& back() const {
    return at(size() - 1);
  }

  T& back() {
    return at(size() - 1);
  }

  void push_back(T x) {
    slots_.emplace_back().item = new T(std::move(x));
  }

  T& emplace_back() {
    push_back({});
    return back();
  }

  void resize(size_t n) {
    auto before = slots_.size();
    slots_.resize(n);
    for (auto i = before; i < n; ++i)
      slots_[i].item = new T;
  }

  void clear() {
    slots_.clear();
  }

  template <class List, class Item>
  struct iterator_over {
    using iterator_category = std::forward_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = Item*;
    using reference = Item&;

    Item& operator*() const {
      return (*list)[i];
    }

    Item* operator->() const {
      return &(*list)[i];
    }

    iterator_over& operator++() {
      ++i;
      return *this;
    }

    iterator_over operator++(int) {
      auto before = *this;
      ++i;
      return before;
    }

    bool operator==(const iterator_over&) const = default;

    List* list = nullptr;
    size_t i = 0;
  };

  using iterator = iterator_over<lazy_list, T>;
  using const_iterator = iterator_over<const lazy_list, const T>;

  iterator begin() {
    return {this, 0};
  }

  iterator end() {
    return {this, size()};
  }

  const_iterator begin() const {
    return {this, 0};
  }

  const_iterator end() const {
    return {this, size()};
  }

private:
  struct slot {
    slot() = default;

    slot(const slot& x) {
      if (const auto* other = x.item.load(std::memory_order_acquire))
        item = new T(*other);
    }

    slot(slot&& x) noexcept : item(x.item.exchange(nullptr)) {
      // nop
    }

    slot& operator=(slot x) noexcept {
      x.item = item.exchange(x.item);
      return *this;
    }

    ~slot() {
      delete item.load();
    }

    mutable std::atomic<T*> item = nullptr;
  };

  T& at(size_t i) const {
    auto& place = slots_[i].item;
    auto* x = place.load(std::memory_order_acquire);
    if (x != nullptr)
      return *x;
    auto made = std::make_unique<T>((*make_)(i));
    if (place.compare_exchange_strong(x, made.get(), std::memory_order_acq_rel))
      x = made.release();
    return *x;
  }

  std::vector<slot> slots_;
  std::shared_ptr<const maker> make_;
};

} // namespace troupe::plan
