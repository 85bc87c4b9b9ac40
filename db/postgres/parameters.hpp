#pragma once

#include "plan/statement.hpp"

#include <string>
#include <vector>

namespace troupe::db::postgres {

/// Parameters in text form, as libpq takes them.
class parameters {
public:
  explicit parameters(const plan::bound_values& from);

  parameters(const parameters&) = delete;
  parameters& operator=(const parameters&) = delete;

  int count() const noexcept {
    return static_cast<int>(pointers_.size());
  }

  const char* const* data() const noexcept {
    return pointers_.data();
  }

private:
  void add(const plan::bound_value& x, std::string& text);

  std::vector<std::string> texts_;
  std::vector<const char*> pointers_;
};

} // namespace troupe::db::postgres
