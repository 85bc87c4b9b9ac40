#pragma once

#include "base/bytes.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace troupe::json {

/// Appends `x` as a JSON string with its quotes (RFC 8259 §7). The input must
/// be UTF-8; bytes that are not are written as U+FFFD, so the output always is.
void write_string(bytes& out, std::string_view x);

/// Appends the content of a JSON string without the quotes, for strings that
/// arrive in pieces.
void write_escaped(bytes& out, std::string_view x);

void write_int(bytes& out, int64_t x);

void write_uint(bytes& out, uint64_t x);

/// Appends the shortest text that reads back as `x`. A whole number is written
/// without a fraction (`2`, not `2.0`); infinities and NaN, which JSON does not
/// have, become `null`.
void write_double(bytes& out, double x);

/// The same for single precision, which has shorter texts.
void write_float(bytes& out, float x);

/// Returns `x` as a JSON string with its quotes.
std::string quoted(std::string_view x);

} // namespace troupe::json
