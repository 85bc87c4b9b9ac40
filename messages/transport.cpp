#include "messages/transport.hpp"

#include <unistd.h>

namespace troupe::messages {

accepted_connection::~accepted_connection() {
  if (handle >= 0)
    ::close(handle);
}

} // namespace troupe::messages
