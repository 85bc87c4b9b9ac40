#include "cache/remote_entry.hpp"

#include "base/hash.hpp"

#include <type_traits>

namespace troupe::cache {

namespace {

constexpr std::string_view magic = "TRC1";
constexpr uint32_t unneeded = 1u << 31;
constexpr uint8_t says_age = 1;
constexpr uint8_t for_one = 2;
constexpr size_t checked_from = 12;

template <class T>
void put(bytes& to, T x) {
  for (size_t i = 0; i < sizeof(T); ++i)
    to.push_back(static_cast<char>(x >> (8 * i)));
}

/// Takes numbers from the front of a text, never more than there is.
class cursor {
public:
  explicit cursor(std::string_view x) : left_(x) {
    // nop
  }

  template <class T>
  T number() noexcept {
    auto from = text(sizeof(T));
    std::make_unsigned_t<T> out = 0;
    for (size_t i = 0; i < from.size(); ++i)
      out |= static_cast<std::make_unsigned_t<T>>(
        static_cast<std::make_unsigned_t<T>>(static_cast<uint8_t>(from[i]))
        << (8 * i));
    return out;
  }

  std::string_view text(size_t n) noexcept {
    if (n > left_.size()) {
      failed_ = true;
      return {};
    }
    auto out = left_.substr(0, n);
    left_.remove_prefix(n);
    return out;
  }

  std::string_view left() const noexcept {
    return left_;
  }

  bool failed() const noexcept {
    return failed_;
  }

private:
  std::string_view left_;
  bool failed_ = false;
};

} // namespace

std::string remote_name(std::string_view key) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (auto x : {hash64(key, 1), hash64(key, 2)})
    for (int i = 60; i >= 0; i -= 4)
      out += digits[(x >> i) & 15];
  return out;
}

void write_remote(bytes& to, const remote_entry& x) {
  to.clear();
  to.reserve(64 + 12 * x.dependencies.size() + x.key.size() + x.body.size());
  to.append(magic);
  put<uint64_t>(to, 0);
  put(to, static_cast<uint32_t>(x.key.size()));
  put(to, static_cast<uint32_t>(x.body.size()));
  put(to, x.ttl);
  put(to, x.mark);
  put(to, static_cast<uint8_t>(
            (x.age_said ? says_age : 0)
            | (x.reach == cache::reach::one_user ? for_one : 0)));
  put(to, static_cast<uint16_t>(x.dependencies.size()));
  for (const auto& d : x.dependencies) {
    put(to, d.slot | (d.needed ? 0 : unneeded));
    put(to, d.mark);
  }
  to.append(x.key);
  to.append(x.body);
  auto sum = hash64(to.view().substr(checked_from));
  for (size_t i = 0; i < sizeof(sum); ++i)
    to.data()[magic.size() + i] = static_cast<char>(sum >> (8 * i));
}

std::optional<remote_entry> read_remote(std::string_view from) {
  cursor in{from};
  if (in.text(magic.size()) != magic)
    return std::nullopt;
  auto sum = in.number<uint64_t>();
  if (in.failed() || sum != hash64(in.left()))
    return std::nullopt;
  remote_entry out;
  auto key_size = in.number<uint32_t>();
  auto body_size = in.number<uint32_t>();
  out.ttl = in.number<uint32_t>();
  out.mark = in.number<uint64_t>();
  auto flags = in.number<uint8_t>();
  auto count = in.number<uint16_t>();
  // Before any memory is taken: that much has to be there.
  auto rest = uint64_t{12} * count + key_size + body_size;
  if (in.failed() || rest != in.left().size() || (flags & ~3) != 0)
    return std::nullopt;
  out.dependencies.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    auto slot = in.number<uint32_t>();
    auto mark = in.number<uint64_t>();
    out.dependencies.push_back(
      {slot & ~unneeded, mark, (slot & unneeded) == 0});
  }
  out.key = in.text(key_size);
  out.body = in.text(body_size);
  out.age_said = (flags & says_age) != 0;
  out.reach =
    (flags & for_one) != 0 ? cache::reach::one_user : cache::reach::everybody;
  return out;
}

} // namespace troupe::cache
