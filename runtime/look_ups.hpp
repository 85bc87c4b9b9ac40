#pragma once

#include "plan/operation.hpp"
#include "plan/rows.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// What rows of a list have in common, looked up by its key (`plan::look_up`).
namespace troupe::runtime {

enum class look_up_policy : uint8_t { never, where_it_pays, always };

/// How many look-ups a list takes, and how many of them ask for what another
/// has asked for.
struct look_up_count {
  size_t all = 0;
  size_t repeated = 0;
};

/// The rows of `plan::step::once`, each with the values that it has in common
/// with others. Borrows both the step and the rows.
class looked_up_rows final : public plan::row_set {
public:
  looked_up_rows(const plan::step& step, const plan::row_set& rows);

  size_t rows() const noexcept override {
    return list_.size();
  }

  size_t columns() const noexcept override {
    return columns_;
  }

  void read(size_t row, plan::cell* out) const noexcept override;

  /// Bytes of all cells; what is had in common counts for each row.
  size_t size() const noexcept {
    return size_;
  }

  look_up_count look_ups() const noexcept {
    return count_;
  }

private:
  void find_rows();
  void find_values();

  const plan::step& step_;
  const plan::row_set& from_;
  size_t columns_; ///< without the one that says what a row is
  std::vector<size_t> list_;
  /// For each look-up the rows that have its values.
  std::vector<std::vector<size_t>> found_;
  /// For each row of the list and each look-up its values in `cells_`, or -1.
  std::vector<int64_t> at_;
  std::vector<plan::cell> cells_;
  size_t size_ = 0;
  look_up_count count_;
};

/// Counts the look-ups of rows that came with all their values; of a long list
/// the first rows say enough.
look_up_count count_look_ups(const plan::step& step, const plan::row_set& rows);

/// What was seen of a plan lately: whether asking once for what rows have in
/// common takes the database less time. Another look-up takes it as long as
/// five rows or so, and the form that asks once costs eight of them and a
/// little for each row (benches/nested).
class look_up_history {
public:
  /// Whether to count the look-ups of rows that came with all their values:
  /// every eighth time is enough.
  bool due() noexcept {
    return runs_++ % 8 == 0;
  }

  void note(const look_up_count& x) noexcept;

  bool worthwhile() const noexcept;

private:
  uint32_t runs_ = 0;
  /// Averages of the last few, in sixteenths; below zero: nothing was seen.
  int64_t all_ = -1;
  int64_t repeated_ = 0;
};

} // namespace troupe::runtime
