#pragma once

#include "base/bytes.hpp"
#include "plan/rows.hpp"

namespace troupe::runtime {

/// Appends the text of a value by the type that the database reports, escaped
/// for a JSON string, without its quotes. Types that are not known are taken
/// for text: PostgreSQL sends enums, and what selects cast to text, that way.
///
/// Ranges and multiranges are as PostgreSQL writes them, with bounds as ours:
/// `[2026-01-31T10:00:00Z,)`. Network addresses: `10.0.0.1/8`.
void write_cell_text(bytes& out, const plan::cell& x);

} // namespace troupe::runtime
