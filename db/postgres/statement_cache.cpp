#include "db/postgres/statement_cache.hpp"

#include <charconv>

namespace troupe::db::postgres {

std::string statement_cache::name_of(uint64_t id) {
  char text[20] = "t";
  auto end = std::to_chars(text + 1, text + sizeof(text), id, 16);
  return {text, end.ptr};
}

bool statement_cache::use(uint64_t id) {
  auto i = known_.find(id);
  if (i == known_.end())
    return false;
  recent_.splice(recent_.begin(), recent_, i->second);
  return true;
}

std::optional<uint64_t> statement_cache::add(uint64_t id) {
  std::optional<uint64_t> out;
  if (!recent_.empty() && known_.size() >= most_) {
    out = recent_.back();
    forget(*out);
  }
  recent_.push_front(id);
  known_.emplace(id, recent_.begin());
  return out;
}

void statement_cache::forget(uint64_t id) {
  auto i = known_.find(id);
  if (i == known_.end())
    return;
  recent_.erase(i->second);
  known_.erase(i);
}

} // namespace troupe::db::postgres
