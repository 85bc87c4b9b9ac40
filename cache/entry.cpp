#include "cache/entry.hpp"

#include <cstring>
#include <new>

namespace troupe::cache {

entry_ptr entry::make(slab& memory, const entry_parts& x) {
  auto size =
    sizeof(entry) + x.dependencies.size_bytes() + x.key.size() + x.body.size();
  auto* out = new (memory.allocate(size)) entry;
  out->key_size_ = static_cast<uint32_t>(x.key.size());
  out->body_size_ = static_cast<uint32_t>(x.body.size());
  out->dependencies_ = static_cast<uint8_t>(x.dependencies.size());
  out->epoch_ = x.epoch;
  out->born_ = x.born;
  out->ttl_ = x.ttl;
  auto one = x.reach == cache::reach::one_user ? for_one : uint8_t{0};
  auto age = x.age_said ? says_age : uint8_t{0};
  out->flags_.store(one | age, std::memory_order_relaxed);
  auto* to = reinterpret_cast<char*>(out + 1);
  auto put = [&](const void* from, size_t n) {
    if (n > 0)
      std::memcpy(to, from, n);
    to += n;
  };
  put(x.dependencies.data(), x.dependencies.size_bytes());
  put(x.key.data(), x.key.size());
  put(x.body.data(), x.body.size());
  return entry_ptr{out};
}

entry::~entry() {
  auto* all = forms_.load(std::memory_order_acquire);
  if (all == nullptr)
    return;
  for (auto& x : all->all)
    delete x.load(std::memory_order_relaxed);
  delete all;
}

size_t entry::size() const noexcept {
  return sizeof(entry) + dependencies_ * sizeof(dependency) + key_size_
         + body_size_;
}

size_t entry::footprint() const noexcept {
  auto out = slab::rounded(size());
  if (const auto* all = forms_.load(std::memory_order_acquire)) {
    out += sizeof(forms);
    for (const auto& x : all->all)
      if (const auto* data = x.load(std::memory_order_acquire))
        out += sizeof(bytes) + data->capacity();
  }
  return out;
}

std::string_view entry::packed(size_t i) const noexcept {
  const auto* all = forms_.load(std::memory_order_acquire);
  const auto* data =
    all == nullptr ? nullptr : all->all[i].load(std::memory_order_acquire);
  return data == nullptr ? std::string_view{} : data->view();
}

bool entry::pack(size_t i, bytes&& data) {
  auto* all = forms_.load(std::memory_order_acquire);
  if (all == nullptr) {
    all = new forms;
    forms_.store(all, std::memory_order_release);
  }
  if (all->all[i].load(std::memory_order_relaxed) != nullptr)
    return false;
  all->all[i].store(new bytes{std::move(data)}, std::memory_order_release);
  return true;
}

void entry::release() noexcept {
  if (holders_.fetch_sub(1, std::memory_order_acq_rel) > 1)
    return;
  auto n = size();
  this->~entry();
  slab::release(this, n);
}

} // namespace troupe::cache
