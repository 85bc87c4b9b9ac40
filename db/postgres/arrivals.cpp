#include "db/postgres/arrivals.hpp"

#include <algorithm>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace troupe::db::postgres {

namespace {

/// Returns how many bytes wait in a socket.
uint64_t waiting_in(int socket) noexcept {
  int waits = 0;
  return ioctl(socket, FIONREAD, &waits) == 0 && waits > 0
           ? static_cast<uint64_t>(waits)
           : 0;
}

/// Returns the bytes that were read from a TCP connection so far, 0 if it is
/// none.
uint64_t read_from(int socket) noexcept {
  tcp_info info{};
  socklen_t size = sizeof info;
  // What comes between the two questions counts as read. The other way round it
  // would be taken off, though it never was counted.
  auto waiting = waiting_in(socket);
  if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
    return 0;
  return info.tcpi_bytes_received - waiting;
}

} // namespace

bool arrivals::any(int socket) noexcept {
  return waiting_in(socket) > 0;
}

size_t arrivals::count(int socket) noexcept {
  constexpr uint64_t room = 8192; // that libpq makes before it reads
  auto now = read_from(socket);
  if (now == 0)
    return count_ += std::min(waiting_in(socket), room);
  if (before_ == 0)
    before_ = now;
  return count_ = static_cast<size_t>(now - std::min(now, before_));
}

} // namespace troupe::db::postgres
