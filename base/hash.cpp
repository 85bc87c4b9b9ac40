#include "base/hash.hpp"

#include <openssl/evp.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace troupe {

uint64_t hash64(std::string_view x, uint64_t seed) noexcept {
  return XXH3_64bits_withSeed(x.data(), x.size(), seed);
}

std::string sha256_hex(std::string_view x) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(x.data(), x.size(), digest, &size, EVP_sha256(), nullptr);
  constexpr char hex[] = "0123456789abcdef";
  std::string out;
  for (unsigned int i = 0; i < size; ++i) {
    out += hex[digest[i] >> 4];
    out += hex[digest[i] & 15];
  }
  return out;
}

} // namespace troupe
