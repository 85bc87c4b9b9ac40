#pragma once

namespace troupe::tests {

/// The root of the source tree, absolute.
extern const char* const source_dir;

} // namespace troupe::tests
