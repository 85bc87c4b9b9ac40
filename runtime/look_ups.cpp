#include "runtime/look_ups.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace troupe::runtime {

namespace {

/// Writes the cells of a key one after the other, each with its size. Returns
/// false if one is null: nothing is looked up by it.
bool write_key(std::string& out, const std::vector<int32_t>& keys,
               const std::vector<plan::cell>& row) {
  out.clear();
  for (auto i : keys) {
    const auto& c = row[static_cast<size_t>(i)];
    if (c.null())
      return false;
    out.append(reinterpret_cast<const char*>(&c.size), sizeof(c.size));
    out.append(c.view());
  }
  return true;
}

/// The last cell of a row; integers of the drivers differ in size.
size_t number_in(const plan::cell& x) {
  return static_cast<size_t>(x.size == 8
                               ? plan::read_big_endian<int64_t>(x.data)
                               : plan::read_big_endian<int32_t>(x.data));
}

} // namespace

looked_up_rows::looked_up_rows(const plan::step& step,
                               const plan::row_set& rows)
  : step_(step),
    from_(rows),
    columns_(std::max<size_t>(rows.columns(), 1) - 1) {
  find_rows();
  find_values();
}

void looked_up_rows::find_rows() {
  found_.resize(step_.look_ups.size());
  std::vector<plan::cell> row(columns_ + 1);
  list_.reserve(from_.rows());
  for (size_t i = 0; i < from_.rows(); ++i) {
    from_.read(i, row.data());
    auto number = number_in(row.back());
    (number == 0 ? list_ : found_[number - 1]).push_back(i);
  }
}

void looked_up_rows::find_values() {
  auto look_ups = step_.look_ups.size();
  at_.assign(list_.size() * look_ups, -1);
  std::vector<plan::cell> row(columns_ + 1);
  std::string key;
  struct place {
    int64_t at;
    size_t size;
  };
  std::vector<std::unordered_map<std::string, place>> known(look_ups);
  for (size_t k = 0; k < look_ups; ++k)
    for (auto i : found_[k]) {
      from_.read(i, row.data());
      if (!write_key(key, step_.look_ups[k].keys, row))
        continue;
      place x{static_cast<int64_t>(cells_.size()), 0};
      for (auto column : step_.look_ups[k].values) {
        cells_.push_back(row[static_cast<size_t>(column)]);
        x.size += static_cast<size_t>(std::max(cells_.back().size, 0));
      }
      known[k].emplace(key, x);
    }
  for (size_t i = 0; i < list_.size(); ++i) {
    from_.read(list_[i], row.data());
    for (const auto& c : row)
      size_ += static_cast<size_t>(std::max(c.size, 0));
    for (size_t k = 0; k < look_ups; ++k) {
      if (!write_key(key, step_.look_ups[k].keys, row))
        continue;
      ++count_.all;
      auto found = known[k].find(key);
      if (found == known[k].end())
        continue;
      at_[i * look_ups + k] = found->second.at;
      size_ += found->second.size;
    }
  }
  for (const auto& k : known)
    count_.repeated += k.size();
  count_.repeated = count_.all - std::min(count_.all, count_.repeated);
}

void looked_up_rows::read(size_t row, plan::cell* out) const noexcept {
  constexpr size_t usual = 32;
  plan::cell local[usual];
  std::vector<plan::cell> many;
  auto* cells = local;
  if (columns_ + 1 > usual) {
    many.resize(columns_ + 1);
    cells = many.data();
  }
  from_.read(list_[row], cells);
  std::copy_n(cells, columns_, out);
  for (size_t k = 0; k < step_.look_ups.size(); ++k) {
    auto at = at_[row * step_.look_ups.size() + k];
    if (at < 0)
      continue;
    for (auto column : step_.look_ups[k].values)
      out[column] = cells_[static_cast<size_t>(at++)];
  }
}

look_up_count count_look_ups(const plan::step& step,
                             const plan::row_set& rows) {
  look_up_count out;
  std::vector<plan::cell> row(rows.columns());
  std::vector<std::unordered_set<std::string>> known(step.look_ups.size());
  std::string key;
  constexpr size_t enough = 1'024;
  for (size_t i = 0; i < std::min(rows.rows(), enough); ++i) {
    rows.read(i, row.data());
    for (size_t k = 0; k < known.size(); ++k)
      if (write_key(key, step.look_ups[k].keys, row)) {
        ++out.all;
        out.repeated += known[k].insert(key).second ? 0 : 1;
      }
  }
  return out;
}

void look_up_history::note(const look_up_count& x) noexcept {
  constexpr int64_t scale = 16;
  auto all = scale * static_cast<int64_t>(x.all);
  auto repeated = scale * static_cast<int64_t>(x.repeated);
  if (all_ < 0) {
    all_ = all;
    repeated_ = repeated;
    return;
  }
  constexpr int64_t share = 4;
  all_ += (all - all_) / share;
  repeated_ += (repeated - repeated_) / share;
}

bool look_up_history::worthwhile() const noexcept {
  constexpr int64_t fixed = 16 * 8;
  constexpr int64_t rows_for_one = 8;
  return all_ >= 0 && repeated_ > fixed + all_ / rows_for_one;
}

} // namespace troupe::runtime
