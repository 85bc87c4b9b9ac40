#pragma once

#include "base/bytes.hpp"
#include "plan/rows.hpp"

#include <cstdint>

/// PostgreSQL's binary values as text, without quotes.
namespace troupe::runtime {

/// numeric: exact, with its own scale. `NaN` and infinities by name.
void write_numeric(bytes& out, const plan::cell& x);

/// `2026-01-31`, `infinity`; years before 1 as `-0043-03-15` (ISO 8601).
void write_date(bytes& out, int32_t days);

/// `23:59:59.25`
void write_time(bytes& out, int64_t microseconds);

/// `2026-01-31T23:59:59.25`
void write_timestamp(bytes& out, int64_t microseconds);

/// ISO 8601: `P1Y2M3DT4H5M6.7S`
void write_interval(bytes& out, int64_t microseconds, int32_t days,
                    int32_t months);

void write_uuid(bytes& out, const char* sixteen_bytes);

/// RFC 4648 §4
void write_base64(bytes& out, std::string_view x);

} // namespace troupe::runtime
