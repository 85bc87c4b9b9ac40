#pragma once

#include "base/bytes.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

/// Big-endian writing, as PostgreSQL's binary formats have it.
namespace troupe::db::sqlite {

template <class T>
void put(bytes& out, T x) {
  char* to = out.prepare(sizeof(T));
  for (size_t i = 0; i < sizeof(T); ++i)
    to[i] =
      static_cast<char>(static_cast<uint64_t>(x) >> (8 * (sizeof(T) - 1 - i)));
  out.commit(sizeof(T));
}

} // namespace troupe::db::sqlite
