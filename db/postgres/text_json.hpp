#pragma once

#include "base/bytes.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace troupe::db::postgres {

/// Appends a value as JSON, from the text that its type's output function
/// makes (datestyle ISO), as to_jsonb would: numbers, booleans, JSON, ISO 8601
/// times, arrays of those; everything else is a string. `type` is an OID.
void write_text_json(bytes& out, std::string_view text, uint32_t type);

/// Returns a value as the text that `jsonb ->>` would give.
std::string plain_text(std::string_view text, uint32_t type);

} // namespace troupe::db::postgres
