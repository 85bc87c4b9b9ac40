#pragma once

#include <map>
#include <memory>
#include <string>

namespace troupe::security {

/// Who is asking. Immutable once made; requests share it.
struct principal {
  std::string subject; ///< empty: anonymous
  std::string role;
  std::map<std::string, std::string> claims;
};

using principal_ptr = std::shared_ptr<const principal>;

} // namespace troupe::security
