#pragma once

#include "base/bytes.hpp"
#include "plan/rows.hpp"

#include <bit>
#include <cstdint>
#include <string_view>
#include <vector>

namespace troupe::db {

/// Appends a number in network byte order, as PostgreSQL's binary formats have
/// it.
template <class T>
void put(bytes& out, T x) {
  char* to = out.prepare(sizeof(T));
  for (size_t i = 0; i < sizeof(T); ++i)
    to[i] =
      static_cast<char>(static_cast<uint64_t>(x) >> (8 * (sizeof(T) - 1 - i)));
  out.commit(sizeof(T));
}

/// Rows that were copied from a driver: cells one after the other, with their
/// types. Cells are added row by row.
class encoded_rows final : public plan::row_set {
public:
  explicit encoded_rows(size_t columns) : columns_(columns) {
    // nop
  }

  size_t rows() const noexcept override {
    return columns_ == 0 ? 0 : slots_.size() / columns_;
  }

  size_t columns() const noexcept override {
    return columns_;
  }

  void read(size_t row, plan::cell* out) const noexcept override {
    const auto* first = &slots_[row * columns_];
    for (size_t i = 0; i < columns_; ++i)
      out[i] = {data_.data() + first[i].offset, first[i].size, first[i].type};
  }

  uint64_t affected() const noexcept override {
    return affected_;
  }

  void add_integer(int64_t x) {
    slots_.push_back({plan::oid::int8, 8, data_.size()});
    put<int64_t>(data_, x);
  }

  void add_real(double x) {
    slots_.push_back({plan::oid::float8, 8, data_.size()});
    put<uint64_t>(data_, std::bit_cast<uint64_t>(x));
  }

  void add_bytes(uint32_t type, std::string_view x) {
    slots_.push_back({type, static_cast<int32_t>(x.size()), data_.size()});
    data_.append(x);
  }

  void add_null() {
    slots_.push_back({plan::oid::text, -1, 0});
  }

  size_t bytes_used() const noexcept {
    return data_.size() + slots_.size() * sizeof(slot);
  }

  void affected(uint64_t n) noexcept {
    affected_ = n;
  }

private:
  /// `size` bytes at `offset` of `data_`; -1: null.
  struct slot {
    uint32_t type;
    int32_t size;
    size_t offset;
  };

  size_t columns_;
  std::vector<slot> slots_;
  bytes data_;
  uint64_t affected_ = 0;
};

} // namespace troupe::db
