#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace troupe::redis {

/// Where a Redis is and how to be let in.
struct url {
  std::string host;
  uint16_t port = 6379;
  std::string user;     ///< empty: the default one
  std::string password; ///< empty: none is asked for
  uint32_t database = 0;
  std::string shown; ///< without user and password, for people
};

/// Reads `redis://[[user]:password@]host[:port][/database]`. Errors are
/// `invalid_config` and never repeat a password.
result<url> parse_url(std::string_view text);

} // namespace troupe::redis
