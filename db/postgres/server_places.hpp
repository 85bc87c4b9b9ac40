#pragma once

#include "base/result.hpp"

#include <string>
#include <vector>

namespace troupe::db::postgres {

/// Where the servers of a conninfo are, in libpq's lists with commas, an entry
/// for each address. Empty: where the conninfo says.
struct server_places {
  std::string host;
  std::string hostaddr;
  std::string port;
};

/// A name and the addresses that were found for it.
struct named_host {
  std::string name;
  std::vector<std::string> addresses;
};

/// Returns the names that libpq would look up to connect, which blocks; none
/// where it has addresses or sockets of the file system, or finds the names
/// itself (`service`).
std::vector<std::string> server_names(const std::string& conninfo);

/// Puts addresses for names, in the order of the conninfo. Hosts without any
/// are left out; that none is left is `database_unavailable`.
result<server_places> places_of(const std::string& conninfo,
                                const std::vector<named_host>& found);

} // namespace troupe::db::postgres
