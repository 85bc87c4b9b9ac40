#include "base/hash.hpp"
#include "plan/plan_json.hpp"
#include "plan/plan_members.hpp"

#include <limits>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace troupe::plan {

namespace {

using statement_ptr = std::shared_ptr<const statement>;
using later_ptr = std::shared_ptr<const later_parts>;

class reader {
public:
  std::shared_ptr<const operation_plan> run(const json::value& x) {
    auto out = std::make_shared<operation_plan>();
    const auto* statements = x.find("statements");
    if (statements == nullptr || !statements->is_list()) {
      fail("statements");
      return nullptr;
    }
    for (const auto& item : statements->items) {
      statement made;
      read(item, made);
      made.id = hash64(made.sql);
      statements_.push_back(std::make_shared<statement>(std::move(made)));
    }
    object(x, *out, "statements");
    return out;
  }

  const std::string& failure() const noexcept {
    return failure_;
  }

private:
  bool fail(std::string_view name) {
    if (failure_.empty())
      failure_ = name;
    return false;
  }

  template <class T>
  bool object(const json::value& x, T& out, std::string_view skipped = {}) {
    if (!x.is_object())
      return false;
    for (const auto& m : x.members) {
      auto try_member = [&](const auto& known) {
        return known.name == m.key
               && (read(m.value, out.*(known.at)) || fail(m.key));
      };
      bool found = std::apply(
        [&](const auto&... known) { return (try_member(known) || ...); },
        members<T>::all);
      if (!found && m.key != skipped)
        return fail(m.key);
    }
    return true;
  }

  template <class T>
  bool read(const json::value& x, T& out) {
    if constexpr (described<T>) {
      return object(x, out);
    } else if constexpr (std::is_same_v<T, bool>) {
      out = x.boolean;
      return x.kind == json::kind::boolean;
    } else if constexpr (std::is_enum_v<T>) {
      return word(x, out);
    } else if constexpr (std::is_floating_point_v<T>) {
      out = x.kind == json::kind::integer ? static_cast<T>(x.integer) : x.real;
      return x.kind == json::kind::integer || x.kind == json::kind::real;
    } else {
      static_assert(std::is_integral_v<T>);
      out = static_cast<T>(x.integer);
      return x.kind == json::kind::integer && std::in_range<T>(x.integer);
    }
  }

  template <class E>
  static bool word(const json::value& x, E& out) {
    for (size_t i = 0; i < std::size(words<E>::all); ++i)
      if (x.is_string() && words<E>::all[i] == x.text) {
        out = static_cast<E>(i);
        return true;
      }
    return false;
  }

  static bool read(const json::value& x, base_type& out) {
    out = base_type_of(x.text);
    return x.is_string() && to_string(out) == x.text;
  }

  static bool read(const json::value& x, std::string& out) {
    out = x.text;
    return x.is_string();
  }

  static bool read(const json::value& x, std::optional<std::string>& out) {
    return read(x, out.emplace());
  }

  static bool read(const json::value& x,
                   std::pair<std::string, std::string>& out) {
    return x.is_list() && x.items.size() == 2 && read(x.items[0], out.first)
           && read(x.items[1], out.second);
  }

  /// What refers to a statement comes behind it.
  bool read(const json::value& x, statement_ptr& out) {
    if (x.kind != json::kind::integer || x.integer < 0
        || static_cast<size_t>(x.integer) >= statements_.size())
      return false;
    out = statements_[static_cast<size_t>(x.integer)];
    return true;
  }

  bool read(const json::value& x, later_ptr& out) {
    auto made = std::make_shared<later_parts>();
    bool good = object(x, *made);
    out = std::move(made);
    return good;
  }

  template <class T>
  bool read(const json::value& x, std::vector<T>& out) {
    out.resize(x.items.size());
    for (size_t i = 0; i < x.items.size(); ++i)
      if (!read(x.items[i], out[i]))
        return false;
    return x.is_list();
  }

  std::vector<statement_ptr> statements_;
  std::string failure_;
};

} // namespace

result<std::shared_ptr<const operation_plan>> read_plan(const json::value& x) {
  reader r;
  auto out = r.run(x);
  if (!r.failure().empty())
    return error{ec::invalid_schema,
                 "\"" + r.failure()
                   + "\" of a plan is unknown or has the wrong type",
                 {}};
  return out;
}

} // namespace troupe::plan
