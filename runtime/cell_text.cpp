#include "runtime/cell_text.hpp"

#include "base/json_write.hpp"
#include "runtime/scalar_text.hpp"

#include <arpa/inet.h>
#include <bit>
#include <cstdlib>

namespace troupe::runtime {

namespace {

using plan::cell;
using plan::read_big_endian;
namespace oid = plan::oid;

void time_with_zone(bytes& out, const cell& x) {
  constexpr int64_t second = 1'000'000;
  write_time(out, read_big_endian<int64_t>(x.data));
  auto west = read_big_endian<int32_t>(x.data + 8);
  if (west == 0)
    return out.push_back('Z');
  out.push_back(west > 0 ? '-' : '+');
  bytes zone;
  write_time(zone, std::abs(west) * second);
  out.append(zone.view().substr(0, 5));
}

void timestamp_with_zone(bytes& out, const cell& x) {
  write_timestamp(out, read_big_endian<int64_t>(x.data));
  // infinity has no zone
  if (out.view().back() != 'y')
    out.push_back('Z');
}

/// inet and cidr: family, bits, whether cidr, size, address
void network(bytes& out, const cell& x) {
  constexpr char ipv4 = 2;
  char text[INET6_ADDRSTRLEN] = "";
  bool four = x.data[0] == ipv4;
  ::inet_ntop(four ? AF_INET : AF_INET6, x.data + 4, text, sizeof(text));
  out.append(text);
  auto bits = static_cast<unsigned char>(x.data[1]);
  if (x.data[2] != 0 || bits != (four ? 32 : 128)) {
    out.push_back('/');
    json::write_uint(out, bits);
  }
}

/// macaddr and macaddr8
void hardware(bytes& out, const cell& x) {
  constexpr char hex[] = "0123456789abcdef";
  for (int32_t i = 0; i < x.size; ++i) {
    if (i > 0)
      out.push_back(':');
    auto byte = static_cast<unsigned char>(x.data[i]);
    out.push_back(hex[byte >> 4]);
    out.push_back(hex[byte & 15]);
  }
}

/// Returns the type of a range's bounds, 0 if `type` is no range of
/// PostgreSQL's own; the same for multiranges.
uint32_t bound_of(uint32_t type) noexcept {
  switch (type) {
    case oid::int4range:
    case oid::int4multirange:
      return oid::int4;
    case oid::int8range:
    case oid::int8multirange:
      return oid::int8;
    case oid::numrange:
    case oid::nummultirange:
      return oid::numeric;
    case oid::daterange:
    case oid::datemultirange:
      return oid::date;
    case oid::tsrange:
    case oid::tsmultirange:
      return oid::timestamp;
    case oid::tstzrange:
    case oid::tstzmultirange:
      return oid::timestamptz;
    default:
      return 0;
  }
}

/// Flags, then each finite bound as size and bytes.
void range(bytes& out, const char* at, uint32_t bound) {
  constexpr unsigned empty = 1;
  constexpr unsigned lower_inclusive = 2;
  constexpr unsigned upper_inclusive = 4;
  constexpr unsigned lower_infinite = 8;
  constexpr unsigned upper_infinite = 16;
  auto flags = static_cast<unsigned char>(*at++);
  if ((flags & empty) != 0)
    return out.append("empty");
  auto write_bound = [&] {
    cell x{at + 4, read_big_endian<int32_t>(at), bound};
    at += 4 + x.size;
    write_cell_text(out, x);
  };
  out.push_back((flags & lower_inclusive) != 0 ? '[' : '(');
  if ((flags & lower_infinite) == 0)
    write_bound();
  out.push_back(',');
  if ((flags & upper_infinite) == 0)
    write_bound();
  out.push_back((flags & upper_inclusive) != 0 ? ']' : ')');
}

void multirange(bytes& out, const cell& x, uint32_t bound) {
  auto count = read_big_endian<int32_t>(x.data);
  const auto* at = x.data + 4;
  out.push_back('{');
  for (int32_t i = 0; i < count; ++i) {
    if (i > 0)
      out.push_back(',');
    range(out, at + 4, bound);
    at += 4 + read_big_endian<int32_t>(at);
  }
  out.push_back('}');
}

bool is_multirange(uint32_t type) noexcept {
  return type == oid::int4multirange
         || (type >= oid::nummultirange && type <= oid::int8multirange);
}

} // namespace

void write_cell_text(bytes& out, const cell& x) {
  switch (x.type) {
    case oid::boolean:
      return out.append(*x.data != 0 ? "true" : "false");
    case oid::int2:
      return json::write_int(out, read_big_endian<int16_t>(x.data));
    case oid::int4:
      return json::write_int(out, read_big_endian<int32_t>(x.data));
    case oid::int8:
      return json::write_int(out, read_big_endian<int64_t>(x.data));
    case oid::oid_:
      return json::write_uint(out, read_big_endian<uint32_t>(x.data));
    case oid::float4:
      return json::write_float(
        out, std::bit_cast<float>(read_big_endian<uint32_t>(x.data)));
    case oid::float8:
      return json::write_double(
        out, std::bit_cast<double>(read_big_endian<uint64_t>(x.data)));
    case oid::numeric:
      return write_numeric(out, x);
    case oid::uuid:
      return write_uuid(out, x.data);
    case oid::bytea:
      return write_base64(out, x.view());
    case oid::date:
      return write_date(out, read_big_endian<int32_t>(x.data));
    case oid::time:
      return write_time(out, read_big_endian<int64_t>(x.data));
    case oid::timetz:
      return time_with_zone(out, x);
    case oid::timestamp:
      return write_timestamp(out, read_big_endian<int64_t>(x.data));
    case oid::timestamptz:
      return timestamp_with_zone(out, x);
    case oid::interval:
      return write_interval(out, read_big_endian<int64_t>(x.data),
                            read_big_endian<int32_t>(x.data + 8),
                            read_big_endian<int32_t>(x.data + 12));
    case oid::inet:
    case oid::cidr:
      return network(out, x);
    case oid::macaddr:
    case oid::macaddr8:
      return hardware(out, x);
    case oid::jsonb: // begins with a version byte
      return json::write_escaped(out, x.view().substr(1));
    default:
      break;
  }
  auto bound = bound_of(x.type);
  if (bound == 0)
    return json::write_escaped(out, x.view());
  if (is_multirange(x.type))
    multirange(out, x, bound);
  else
    range(out, x.data, bound);
}

} // namespace troupe::runtime
