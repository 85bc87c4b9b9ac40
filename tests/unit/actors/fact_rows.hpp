#pragma once

#include "plan/rows.hpp"

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace troupe {

using fact_row = std::array<std::string, 3>; ///< what, table, other

/// Rows as a database answers `facts_statement` with.
class fact_row_set final : public plan::row_set {
public:
  explicit fact_row_set(std::vector<fact_row> all) : all_(std::move(all)) {
    // nop
  }

  size_t rows() const noexcept override {
    return all_.size();
  }

  size_t columns() const noexcept override {
    return 3;
  }

  void read(size_t row, plan::cell* out) const noexcept override {
    for (size_t i = 0; i < 3; ++i) {
      const auto& x = all_[row][i];
      out[i] = {x.data(), static_cast<int32_t>(x.size()), plan::oid::text};
    }
  }

private:
  std::vector<fact_row> all_;
};

inline plan::row_set_ptr fact_rows(std::vector<fact_row> all) {
  return std::make_shared<fact_row_set>(std::move(all));
}

} // namespace troupe
