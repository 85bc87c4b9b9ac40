#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace troupe {

/// What the database session of one request is told (`set_config`): role,
/// tenant, claims. Immutable; statements share it.
struct session_settings {
  std::vector<std::pair<std::string, std::string>> list;

  friend bool operator==(const session_settings&,
                         const session_settings&) = default;
};

using session_settings_ptr = std::shared_ptr<const session_settings>;

/// Whether two requests may share a statement. Null stands for no settings.
inline bool same_session(const session_settings_ptr& a,
                         const session_settings_ptr& b) noexcept {
  return a == b || (a != nullptr && b != nullptr && *a == *b);
}

} // namespace troupe
