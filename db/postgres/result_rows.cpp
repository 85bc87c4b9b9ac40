#include "db/postgres/result_rows.hpp"

#include <charconv>
#include <string_view>
#include <utility>

namespace troupe::db::postgres {

result_rows::result_rows(result_ptr from)
  : from_(std::move(from)),
    columns_(static_cast<size_t>(PQnfields(from_.get()))),
    count_(static_cast<size_t>(PQntuples(from_.get()))) {
  // nop
}

result_rows::result_rows(result_ptr from, size_t columns, size_t first,
                         size_t count)
  : from_(std::move(from)), columns_(columns), first_(first), count_(count) {
  // nop
}

void result_rows::read(size_t row, plan::cell* out) const noexcept {
  auto* r = from_.get();
  auto at = static_cast<int>(first_ + row);
  for (size_t i = 0; i < columns_; ++i) {
    auto column = static_cast<int>(i);
    out[i] = {PQgetvalue(r, at, column),
              PQgetisnull(r, at, column) ? -1 : PQgetlength(r, at, column),
              PQftype(r, column)};
  }
}

uint64_t result_rows::affected() const noexcept {
  std::string_view text = PQcmdTuples(from_.get());
  uint64_t n = 0;
  std::from_chars(text.data(), text.data() + text.size(), n);
  return n;
}

} // namespace troupe::db::postgres
