#include "db/postgres/statement_cache.hpp"

#include <algorithm>
#include <charconv>

namespace troupe::db::postgres {

namespace {

std::string hex(uint64_t x) {
  char text[16];
  auto end = std::to_chars(text, text + sizeof(text), x, 16);
  return {text, end.ptr};
}

} // namespace

statement_cache::statement_cache(size_t most, uint32_t tag)
  : most_(std::max<size_t>(1, most)), tag_("_" + hex(tag)) {
  // nop
}

const std::string* statement_cache::use(uint64_t id) {
  auto i = known_.find(id);
  if (i == known_.end())
    return nullptr;
  recent_.splice(recent_.begin(), recent_, i->second);
  return &i->second->name;
}

const std::string& statement_cache::add(uint64_t id) {
  if (known_.size() >= most_) {
    auto oldest = recent_.back();
    forget(oldest.id, oldest.name, true);
  }
  recent_.push_front({id, "t" + hex(++serial_) + tag_});
  known_[id] = recent_.begin();
  return recent_.front().name;
}

void statement_cache::forget(uint64_t id, const std::string& name,
                             bool exists) {
  auto i = known_.find(id);
  if (i == known_.end() || i->second->name != name)
    return;
  if (exists)
    garbage_.push_back(name);
  recent_.erase(i->second);
  known_.erase(i);
}

} // namespace troupe::db::postgres
