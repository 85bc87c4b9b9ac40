#pragma once

#include "base/result.hpp"
#include "base/session_settings.hpp"
#include "security/principal.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::security {

/// Where a setting of the database session comes from.
enum class session_source : uint8_t {
  header,  ///< a header of the request
  literal, ///< the configuration
  claim,   ///< a claim of the principal
  subject, ///< who the principal is
  role,    ///< the principal's role
};

/// One setting: `app.tenant` from header `x-tenant`.
struct session_rule {
  std::string name;
  session_source source = session_source::literal;
  std::string from;
};

/// Reads `NAME = SOURCE:FROM`, such as `app.tenant = header:X-Tenant`,
/// `role = literal:web`, `app.plan = claim:plan`, `app.user = subject`. Errors
/// are `invalid_config`.
result<session_rule> parse_session_rule(std::string_view text);

/// Returns the value of a header, empty if it is not there.
using header_lookup = std::function<std::string_view(std::string_view)>;

/// Returns the settings of a request; null if there are none. What a request
/// does not have is left as the connection has it.
session_settings_ptr make_session(const std::vector<session_rule>& rules,
                                  const header_lookup& header,
                                  const principal* who);

} // namespace troupe::security
