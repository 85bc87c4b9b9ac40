#pragma once

#include "plan/rows.hpp"

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace troupe::tests {

/// Rows of text, integers and nulls, encoded as a driver does.
class fake_rows final : public plan::row_set {
public:
  using value = std::variant<std::nullptr_t, int64_t, std::string>;

  explicit fake_rows(std::vector<std::vector<value>> rows)
    : rows_(std::move(rows)) {
    for (auto& row : rows_)
      for (auto& v : row) {
        auto& e = encoded_.emplace_back();
        if (auto* n = std::get_if<int64_t>(&v))
          for (int i = 7; i >= 0; --i)
            e += static_cast<char>(static_cast<uint64_t>(*n) >> (8 * i));
        else if (auto* s = std::get_if<std::string>(&v))
          e = *s;
      }
  }

  size_t rows() const noexcept override {
    return rows_.size();
  }

  size_t columns() const noexcept override {
    return rows_.empty() ? 0 : rows_[0].size();
  }

  void read(size_t row, plan::cell* out) const noexcept override {
    for (size_t i = 0; i < columns(); ++i) {
      const auto& v = rows_[row][i];
      const auto& e = encoded_[row * columns() + i];
      out[i] = {e.data(), v.index() == 0 ? -1 : static_cast<int32_t>(e.size()),
                v.index() == 1 ? plan::oid::int8 : plan::oid::text};
    }
  }

private:
  std::vector<std::vector<value>> rows_;
  std::vector<std::string> encoded_;
};

} // namespace troupe::tests
