#pragma once

#include "plan/rows.hpp"

#include <libpq-fe.h>

#include <memory>

namespace troupe::db::postgres {

using result_ptr = std::shared_ptr<PGresult>;

/// The rows of a PGresult where they are; a part of them after a merge.
class result_rows final : public plan::row_set {
public:
  explicit result_rows(result_ptr from);

  /// The first `columns` of `count` rows from `first` on.
  result_rows(result_ptr from, size_t columns, size_t first, size_t count);

  size_t rows() const noexcept override {
    return count_;
  }

  size_t columns() const noexcept override {
    return columns_;
  }

  void read(size_t row, plan::cell* out) const noexcept override;

  uint64_t affected() const noexcept override;

private:
  result_ptr from_;
  size_t columns_;
  size_t first_ = 0;
  size_t count_ = 0;
};

} // namespace troupe::db::postgres
