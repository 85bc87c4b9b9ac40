#include "runtime/response_place.hpp"

#include "base/json_write.hpp"
#include "runtime/key_text.hpp"

namespace troupe::runtime {

size_t array_size(const plan::cell& c) noexcept {
  using plan::read_big_endian;
  auto dimensions = read_big_endian<int32_t>(c.data);
  size_t count = dimensions == 0 ? 0 : 1;
  for (int32_t d = 0; d < dimensions; ++d)
    count *= static_cast<size_t>(read_big_endian<int32_t>(c.data + 12 + 8 * d));
  return count;
}

response_path response_place::here() const {
  response_path out;
  if (base_ != nullptr)
    out = *base_;
  for (const auto& x : path_)
    out.add(x.name != nullptr ? json::quoted(*x.name)
                              : std::to_string(x.index));
  return out;
}

void response_place::fail(const plan::shape& x, field_error why) {
  // A broken column would repeat itself in every row.
  constexpr size_t most = 100;
  if (errors_.size() >= most)
    return;
  why.locations = {document_.locate(x.at)};
  why.path = "[" + here().text + "]";
  errors_.push_back(std::move(why));
}

void response_place::later(const plan::shape& mark,
                           std::span<const plan::cell> tuple) {
  if (found_ == nullptr)
    return;
  auto& x = found_->emplace_back();
  x.part = mark.part;
  x.path = here();
  for (const auto& k : mark.fields)
    x.key.push_back(key_of(tuple[static_cast<size_t>(k.column)]));
  if (mark.column < 0)
    return;
  // The rest of a list: how much of it is there?
  x.path.add(json::quoted(mark.name));
  const auto& c = tuple[static_cast<size_t>(mark.column)];
  x.index = c.null() ? 0 : array_size(c);
}

} // namespace troupe::runtime
