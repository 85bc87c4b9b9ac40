#include "base/bytes.hpp"

#include <algorithm>

namespace troupe {

void bytes::grow(size_t at_least) {
  auto capacity = std::max({at_least, capacity_ + capacity_ / 2, size_t{256}});
  auto data = std::make_unique_for_overwrite<char[]>(capacity);
  if (size_ > 0)
    std::memcpy(data.get(), data_.get(), size_);
  data_ = std::move(data);
  capacity_ = capacity;
}

} // namespace troupe
