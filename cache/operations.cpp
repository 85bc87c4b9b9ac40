#include "cache/operations.hpp"

#include <algorithm>

namespace troupe::cache {

namespace {

/// A reactor that has seen more begins anew: what it forgets costs a lock.
constexpr size_t most_known = 1'000;
constexpr size_t most_text = 4 * 1024 * 1024;

uint64_t asked(const operation& x) noexcept {
  return x.hits.load(std::memory_order_relaxed)
         + x.misses.load(std::memory_order_relaxed);
}

} // namespace

operation_ptr operations::find(const operation_name& x) {
  std::lock_guard guard{mutex_};
  if (auto i = index_.find(x); i != index_.end()) {
    order_.splice(order_.begin(), order_, i->second);
    return *i->second;
  }
  auto made = std::make_shared<operation>();
  made->id = ++last_;
  made->text = x.text;
  made->name = x.name;
  made->by_id = x.by_id;
  held_ += made->text.size();
  order_.push_front(made);
  index_.emplace(made->said(), order_.begin());
  while (order_.size() > entries_ || (held_ > bytes_ && order_.size() > 1)) {
    held_ -= order_.back()->text.size();
    index_.erase(order_.back()->said());
    order_.pop_back();
  }
  return made;
}

std::vector<operation_ptr> operations::busiest(size_t count) const {
  std::vector<operation_ptr> out;
  {
    std::lock_guard guard{mutex_};
    out.assign(order_.begin(), order_.end());
  }
  std::ranges::sort(
    out, [](const auto& a, const auto& b) { return asked(*a) > asked(*b); });
  if (out.size() > count)
    out.resize(count);
  return out;
}

const operation_ptr& known_operations::find(const operation_name& x) {
  if (last_ != nullptr && last_->said() == x)
    return last_;
  auto i = known_.find(x);
  if (i == known_.end()) {
    auto made = all_.find(x);
    held_ += made->text.size();
    if (known_.size() >= most_known || held_ > most_text) {
      known_.clear();
      held_ = made->text.size();
    }
    auto said = made->said();
    i = known_.emplace(said, std::move(made)).first;
  }
  last_ = i->second;
  return last_;
}

} // namespace troupe::cache
