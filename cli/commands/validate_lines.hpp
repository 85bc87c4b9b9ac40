#pragma once

#include <iosfwd>

namespace troupe::cli {

/// Answers questions about documents, a JSON object a line in and out, in
/// order, until the input ends. A question has `id` and `op`: `capabilities`,
/// `parse`, `validate` or `lex`; the answer echoes `id` and has `errors` (and
/// for `lex` the `tokens`), `unsupported` for an op that is none of these, or
/// `failed` with the reason where the question itself is wrong.
void validate_lines(std::istream& in, std::ostream& out);

} // namespace troupe::cli
