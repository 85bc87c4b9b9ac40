#include "messages/error.hpp"

#include <caf/sec.hpp>

#include <string>

namespace troupe::messages {

caf::error to_caf(const error& x) {
  return caf::make_error(x.code, x.detail);
}

error from_caf(const caf::error& x, ec down) {
  if (x.category() == caf::detail::error_factory<ec>::category) {
    error out{static_cast<ec>(x.code()), {}, {}};
    if (x.context().match_elements<std::string>())
      out.detail = x.context().get_as<std::string>(0);
    return out;
  }
  if (x == caf::sec::request_timeout)
    return {ec::timeout, "The deadline of the request passed", {}};
  if (x == caf::sec::request_receiver_down)
    return {down, "The service is restarting; try again", {}};
  return {ec::internal, "An actor failed", {}};
}

} // namespace troupe::messages
