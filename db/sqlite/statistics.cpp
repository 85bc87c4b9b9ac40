#include "db/sqlite/functions.hpp"

#include <cmath>
#include <sqlite3.h>

/// Variance and standard deviation, which SQLite lacks, as aggregates and as
/// window functions.
namespace troupe::db::sqlite {

namespace {

/// Welford's method, which takes values out again too. SQLite gives zeroed
/// memory for it.
struct moments {
  int64_t count;
  double mean;
  double squares; ///< sum of squared distances from the mean
};

moments* state_of(sqlite3_context* context) {
  return static_cast<moments*>(
    sqlite3_aggregate_context(context, sizeof(moments)));
}

void step(sqlite3_context* context, int, sqlite3_value** values) {
  auto* x = state_of(context);
  if (x == nullptr || sqlite3_value_type(values[0]) == SQLITE_NULL)
    return;
  auto value = sqlite3_value_double(values[0]);
  ++x->count;
  auto distance = value - x->mean;
  x->mean += distance / static_cast<double>(x->count);
  x->squares += distance * (value - x->mean);
}

void inverse(sqlite3_context* context, int, sqlite3_value** values) {
  auto* x = state_of(context);
  if (x == nullptr || sqlite3_value_type(values[0]) == SQLITE_NULL)
    return;
  auto value = sqlite3_value_double(values[0]);
  if (--x->count == 0) {
    *x = {};
    return;
  }
  auto distance = value - x->mean;
  x->mean -= distance / static_cast<double>(x->count);
  x->squares -= distance * (value - x->mean);
}

template <bool sample, bool root>
void value(sqlite3_context* context) {
  const auto* x = state_of(context);
  auto freedom = x == nullptr ? 0 : x->count - (sample ? 1 : 0);
  if (freedom < 1)
    return sqlite3_result_null(context);
  // Rounding may leave a little below zero.
  auto variance = std::fmax(x->squares, 0) / static_cast<double>(freedom);
  sqlite3_result_double(context, root ? std::sqrt(variance) : variance);
}

template <bool sample, bool root>
bool add(sqlite3* db, const char* name) {
  constexpr int pure = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  return sqlite3_create_window_function(db, name, 1, pure, nullptr, step,
                                        value<sample, root>,
                                        value<sample, root>, inverse, nullptr)
         == SQLITE_OK;
}

} // namespace

bool register_statistics(sqlite3* db) {
  return add<true, true>(db, "troupe_stddev_samp")
         && add<false, true>(db, "troupe_stddev_pop")
         && add<true, false>(db, "troupe_var_samp")
         && add<false, false>(db, "troupe_var_pop");
}

} // namespace troupe::db::sqlite
