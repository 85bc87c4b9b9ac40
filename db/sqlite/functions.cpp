#include "db/sqlite/functions.hpp"

#include "base/utf8.hpp"
#include "db/encoded_rows.hpp"
#include "plan/rows.hpp"

#include <sqlite3.h>
#include <string_view>

namespace troupe::db::sqlite {

namespace {

// Marks of our blobs, so that a nested call knows a tuple from a user's BLOB.
constexpr unsigned row_subtype = 'R';
constexpr unsigned rows_subtype = 'A';

std::string_view text_of(sqlite3_value* x) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(x));
  return {text, static_cast<size_t>(sqlite3_value_bytes(x))};
}

void put_value(bytes& out, sqlite3_value* x) {
  auto subtype = sqlite3_value_subtype(x);
  switch (sqlite3_value_type(x)) {
    case SQLITE_NULL:
      put<uint32_t>(out, plan::oid::text);
      put<int32_t>(out, -1);
      return;
    case SQLITE_INTEGER:
      put<uint32_t>(out, plan::oid::int8);
      put<int32_t>(out, 8);
      put<int64_t>(out, sqlite3_value_int64(x));
      return;
    case SQLITE_FLOAT:
      put<uint32_t>(out, plan::oid::float8);
      put<int32_t>(out, 8);
      put<uint64_t>(out, std::bit_cast<uint64_t>(sqlite3_value_double(x)));
      return;
    case SQLITE_TEXT:
      put<uint32_t>(out, plan::oid::text);
      break;
    default:
      put<uint32_t>(out, subtype == row_subtype    ? plan::oid::record
                         : subtype == rows_subtype ? plan::oid::record_array
                                                   : plan::oid::bytea);
      const auto* data = static_cast<const char*>(sqlite3_value_blob(x));
      auto size = static_cast<size_t>(sqlite3_value_bytes(x));
      put<int32_t>(out, static_cast<int32_t>(size));
      out.append({data, size});
      return;
  }
  auto text = text_of(x);
  put<int32_t>(out, static_cast<int32_t>(text.size()));
  out.append(text);
}

void give(sqlite3_context* context, const bytes& out, unsigned subtype) {
  sqlite3_result_blob64(context, out.data(), out.size(), SQLITE_TRANSIENT);
  sqlite3_result_subtype(context, subtype);
}

/// record: int32 fields, then each uint32 type, int32 size, bytes
void row(sqlite3_context* context, int count, sqlite3_value** values) {
  bytes out{256};
  put<int32_t>(out, count);
  for (int i = 0; i < count; ++i)
    put_value(out, values[i]);
  give(context, out, row_subtype);
}

/// What the aggregate gathers; SQLite gives zeroed memory for it.
struct gathered {
  bytes* items;
  int32_t count;
};

void rows_step(sqlite3_context* context, int, sqlite3_value** values) {
  auto* state = static_cast<gathered*>(
    sqlite3_aggregate_context(context, sizeof(gathered)));
  if (state == nullptr)
    return sqlite3_result_error_nomem(context);
  if (state->items == nullptr)
    state->items = new bytes{1024};
  auto size = sqlite3_value_bytes(values[0]);
  put<int32_t>(*state->items, size);
  state->items->append({static_cast<const char*>(sqlite3_value_blob(values[0])),
                        static_cast<size_t>(size)});
  ++state->count;
}

/// array: int32 dimensions, int32 flags, uint32 type, int32 size, int32 lower
/// bound, items
void rows_final(sqlite3_context* context) {
  auto* state = static_cast<gathered*>(sqlite3_aggregate_context(context, 0));
  bytes out{32};
  bool any = state != nullptr && state->items != nullptr;
  put<int32_t>(out, any ? 1 : 0);
  put<int32_t>(out, 0);
  put<uint32_t>(out, plan::oid::record);
  if (any) {
    put<int32_t>(out, state->count);
    put<int32_t>(out, 1);
    out.append(state->items->view());
    delete state->items;
  }
  give(context, out, rows_subtype);
}

// -- LIKE ---------------------------------------------------------------------

uint32_t fold(uint32_t cp) noexcept {
  if (cp < 0x80)
    return cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
  // Latin-1, Greek and Cyrillic capitals sit at fixed distances.
  if ((cp >= 0xC0 && cp <= 0xDE && cp != 0xD7) || (cp >= 0x391 && cp <= 0x3A9)
      || (cp >= 0x410 && cp <= 0x42F))
    return cp + 32;
  if (cp >= 0x400 && cp <= 0x40F)
    return cp + 80;
  if (cp >= 0x100 && cp <= 0x17F && cp % 2 == 0 && cp != 0x130)
    return cp + 1;
  return cp;
}

/// Matches a pattern in linear time for one `%`, and by returning to the last
/// `%` otherwise.
bool matches(std::string_view text, std::string_view pattern, bool folded) {
  size_t t = 0;
  size_t p = 0;
  auto star = std::string_view::npos;
  size_t star_text = 0;
  auto decode = [](std::string_view x, size_t at) {
    auto cp = utf8::decode(x.substr(at));
    return cp.size == 0 ? utf8::decoded{static_cast<unsigned char>(x[at]), 1}
                        : cp;
  };
  while (t < text.size()) {
    auto in = decode(text, t);
    if (p < pattern.size() && pattern[p] == '%') {
      star = p++;
      star_text = t;
      continue;
    }
    if (p < pattern.size() && pattern[p] == '_') {
      ++p;
      t += in.size;
      continue;
    }
    if (p < pattern.size()) {
      auto escape = pattern[p] == '\\' && p + 1 < pattern.size();
      auto wanted = decode(pattern, p + (escape ? 1 : 0));
      if (folded ? fold(wanted.code_point) == fold(in.code_point)
                 : wanted.code_point == in.code_point) {
        p += wanted.size + (escape ? 1u : 0u);
        t += in.size;
        continue;
      }
    }
    if (star == std::string_view::npos)
      return false;
    p = star + 1;
    star_text += decode(text, star_text).size;
    t = star_text;
  }
  while (p < pattern.size() && pattern[p] == '%')
    ++p;
  return p == pattern.size();
}

template <bool folded>
void like(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) == SQLITE_NULL
      || sqlite3_value_type(values[1]) == SQLITE_NULL)
    return sqlite3_result_null(context);
  sqlite3_result_int(context,
                     matches(text_of(values[0]), text_of(values[1]), folded));
}

} // namespace

bool register_functions(sqlite3* db) {
  constexpr int pure = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  constexpr int tuple = pure | SQLITE_SUBTYPE;
  auto scalar = [&](const char* name, int count, int flags, auto f) {
    return sqlite3_create_function_v2(db, name, count, flags, nullptr, f,
                                      nullptr, nullptr, nullptr)
           == SQLITE_OK;
  };
  return register_statistics(db) && scalar("troupe_row", -1, tuple, row)
         && scalar("troupe_like", 2, pure, like<false>)
         && scalar("troupe_ilike", 2, pure, like<true>)
         && sqlite3_create_function_v2(db, "troupe_rows", 1, tuple, nullptr,
                                       nullptr, rows_step, rows_final, nullptr)
              == SQLITE_OK;
}

} // namespace troupe::db::sqlite
