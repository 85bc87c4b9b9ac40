#include "cache/key.hpp"

#include <algorithm>
#include <vector>

namespace troupe::cache {

void key_writer::number(uint64_t x) {
  // Seven bits a byte, the last without the high one.
  for (; x > 127; x >>= 7)
    to_.push_back(static_cast<char>(x | 128));
  to_.push_back(static_cast<char>(x));
}

void key_writer::text(std::string_view x) {
  number(x.size());
  to_.append(x);
}

void key_writer::variables(const json::value* x) {
  if (x == nullptr || x->members.empty())
    return to_.push_back('-');
  object(*x);
}

void key_writer::value(const json::value& x) {
  switch (x.kind) {
    case json::kind::null:
      return to_.push_back('n');
    case json::kind::boolean:
      return to_.push_back(x.boolean ? 't' : 'f');
    case json::kind::integer:
    case json::kind::real:
      to_.push_back('#');
      return text(x.text);
    case json::kind::string:
      to_.push_back('s');
      return text(x.text);
    case json::kind::list:
      to_.push_back('[');
      number(x.items.size());
      for (const auto& item : x.items)
        value(item);
      return;
    case json::kind::object:
      return object(x);
  }
}

void key_writer::object(const json::value& x) {
  auto put = [this](const json::member& m) {
    text(m.key);
    value(m.value);
  };
  to_.push_back('{');
  if (x.members.size() <= 1) {
    number(x.members.size());
    for (const auto& m : x.members)
      put(m);
    return;
  }
  std::vector<const json::member*> order;
  order.reserve(x.members.size());
  for (const auto& m : x.members)
    order.push_back(&m);
  std::ranges::stable_sort(order, {}, [](const auto* m) { return m->key; });
  auto repeated = [&](size_t i) {
    return i + 1 < order.size() && order[i]->key == order[i + 1]->key;
  };
  uint64_t count = 0;
  for (size_t i = 0; i < order.size(); ++i)
    count += repeated(i) ? 0 : 1;
  number(count);
  for (size_t i = 0; i < order.size(); ++i)
    if (!repeated(i))
      put(*order[i]);
}

void key_writer::session(const session_settings* x) {
  if (x == nullptr)
    return number(0);
  number(x->list.size());
  for (const auto& [name, setting] : x->list) {
    text(name);
    text(setting);
  }
}

std::string_view without_numbers(std::string_view key, int count) noexcept {
  while (count > 0 && !key.empty()) {
    count -= static_cast<uint8_t>(key.front()) < 128 ? 1 : 0;
    key.remove_prefix(1);
  }
  return key;
}

} // namespace troupe::cache
