#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::graphql::validation {

/// A map from names to values for tables that are built, asked and thrown away
/// within one document: a scan while small, a hash table beyond, and no
/// allocation per entry. Entries keep the order of insertion.
template <class T>
class name_table {
public:
  struct entry {
    std::string_view name;
    T value;
  };

  /// Adds a name unless it is there. Returns its value and whether it is new.
  /// The reference holds until the next insertion.
  std::pair<T*, bool> insert(std::string_view name, T value) {
    if (auto* known = find(name))
      return {known, false};
    entries_.push_back({name, std::move(value)});
    if (entries_.size() * 2 > slots_.size() && entries_.size() > small)
      grow();
    else if (!slots_.empty())
      place(static_cast<uint32_t>(entries_.size()));
    return {&entries_.back().value, true};
  }

  T* find(std::string_view name) noexcept {
    return const_cast<T*>(std::as_const(*this).find(name));
  }

  const T* find(std::string_view name) const noexcept {
    if (slots_.empty()) {
      for (const auto& x : entries_)
        if (x.name == name)
          return &x.value;
      return nullptr;
    }
    for (auto i = hash(name) & mask();; i = (i + 1) & mask()) {
      if (slots_[i] == 0)
        return nullptr;
      const auto& x = entries_[slots_[i] - 1];
      if (x.name == name)
        return &x.value;
    }
  }

  bool contains(std::string_view name) const noexcept {
    return find(name) != nullptr;
  }

  /// Forgets all entries, keeps the memory.
  void clear() noexcept {
    entries_.clear();
    slots_.clear();
  }

  size_t size() const noexcept {
    return entries_.size();
  }

  auto begin() const noexcept {
    return entries_.begin();
  }

  auto end() const noexcept {
    return entries_.end();
  }

private:
  static constexpr size_t small = 8;

  static size_t hash(std::string_view name) noexcept {
    return std::hash<std::string_view>{}(name);
  }

  size_t mask() const noexcept {
    return slots_.size() - 1;
  }

  void grow() {
    slots_.assign(slots_.empty() ? small * 8 : slots_.size() * 2, 0);
    for (uint32_t i = 1; i <= entries_.size(); ++i)
      place(i);
  }

  void place(uint32_t number) noexcept {
    auto i = hash(entries_[number - 1].name) & mask();
    while (slots_[i] != 0)
      i = (i + 1) & mask();
    slots_[i] = number;
  }

  std::vector<entry> entries_;
  std::vector<uint32_t> slots_; ///< numbers of entries from 1; 0 is free
};

} // namespace troupe::graphql::validation
