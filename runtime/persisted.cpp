#include "runtime/persisted.hpp"

namespace troupe::runtime {

std::shared_ptr<const std::string>
persisted_store::find(std::string_view hash) {
  std::lock_guard guard{mutex_};
  auto known = by_hash_.find(hash);
  if (known == by_hash_.end())
    return nullptr;
  entries_.splice(entries_.begin(), entries_, known->second);
  return known->second->text;
}

void persisted_store::keep(std::string_view hash, std::string_view text) {
  entry fresh{std::string{hash}, std::make_shared<const std::string>(text)};
  if (fresh.size() > capacity_)
    return;
  std::lock_guard guard{mutex_};
  if (by_hash_.find(hash) != by_hash_.end())
    return;
  bytes_ += fresh.size();
  entries_.push_front(std::move(fresh));
  by_hash_.emplace(entries_.front().hash, entries_.begin());
  while (bytes_ > capacity_) {
    bytes_ -= entries_.back().size();
    by_hash_.erase(entries_.back().hash);
    entries_.pop_back();
  }
}

size_t persisted_store::bytes() const {
  std::lock_guard guard{mutex_};
  return bytes_;
}

} // namespace troupe::runtime
