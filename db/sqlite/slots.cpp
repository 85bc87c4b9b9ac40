#include "db/sqlite/slots.hpp"

#include <sqlite3.h>
#include <string_view>

namespace troupe::db::sqlite {

namespace {

std::string_view text_of(sqlite3_value* x) noexcept {
  const auto* data = reinterpret_cast<const char*>(sqlite3_value_text(x));
  return data == nullptr ? std::string_view{}
                         : std::string_view{
                           data, static_cast<size_t>(sqlite3_value_bytes(x))};
}

slots& slots_of(sqlite3_context* context) noexcept {
  return *static_cast<slots*>(sqlite3_user_data(context));
}

void remember(sqlite3_context* context, int, sqlite3_value** values) {
  auto& slot = slots_of(context)[std::string{text_of(values[0])}];
  slot += slot.empty() ? '[' : ',';
  slot += text_of(values[1]);
  sqlite3_result_null(context);
}

void recall(sqlite3_context* context, int, sqlite3_value** values) {
  const auto& all = slots_of(context);
  auto i = all.find(text_of(values[0]));
  auto text = i == all.end() ? std::string{"[]"} : i->second + "]";
  sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT,
                        SQLITE_UTF8);
}

/// Fails with a text unless the condition holds.
void demand(sqlite3_context* context, sqlite3_value** values,
            const char* or_else) {
  if (sqlite3_value_int(values[0]) == 0)
    return sqlite3_result_error(context, or_else, -1);
  sqlite3_result_int(context, 1);
}

void expect(sqlite3_context* context, int, sqlite3_value** values) {
  demand(context, values, expectation_failed);
}

void found(sqlite3_context* context, int, sqlite3_value** values) {
  demand(context, values, row_absent);
}

void single(sqlite3_context* context, int, sqlite3_value** values) {
  demand(context, values, rows_several);
}

} // namespace

bool register_slots(sqlite3* db, slots& x) {
  auto add = [&](const char* name, int count, auto f) {
    return sqlite3_create_function_v2(db, name, count,
                                      SQLITE_UTF8 | SQLITE_DIRECTONLY, &x, f,
                                      nullptr, nullptr, nullptr)
           == SQLITE_OK;
  };
  return add("troupe_remember", 2, remember) && add("troupe_recall", 1, recall)
         && add("troupe_expect", 1, expect) && add("troupe_found", 1, found)
         && add("troupe_single", 1, single);
}

} // namespace troupe::db::sqlite
