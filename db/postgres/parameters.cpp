#include "db/postgres/parameters.hpp"

#include <charconv>

namespace troupe::db::postgres {

parameters::parameters(const plan::bound_values& from) {
  pointers_.reserve(from.values.size());
  texts_.resize(from.values.size());
  for (size_t i = 0; i < from.values.size(); ++i)
    add(from.values[i], texts_[i]);
}

void parameters::add(const plan::bound_value& x, std::string& text) {
  switch (x.kind) {
    case plan::bound_kind::null:
      pointers_.push_back(nullptr);
      return;
    case plan::bound_kind::boolean:
      text = x.boolean ? "t" : "f";
      break;
    case plan::bound_kind::integer:
      text = std::to_string(x.integer);
      break;
    case plan::bound_kind::real: {
      char digits[40];
      auto end = std::to_chars(digits, digits + sizeof(digits), x.real);
      text.assign(digits, end.ptr);
      break;
    }
    case plan::bound_kind::text:
      text = x.text;
      break;
  }
  pointers_.push_back(text.c_str());
}

} // namespace troupe::db::postgres
