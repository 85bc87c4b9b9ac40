#include "tests/support/paths.hpp"

namespace troupe::tests {

const char* const source_dir = TROUPE_SOURCE_DIR;

} // namespace troupe::tests
