#include "base/json_write.hpp"
#include "plan/plan_json.hpp"
#include "plan/plan_members.hpp"

#include <algorithm>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace troupe::plan {

namespace {

using statement_ptr = std::shared_ptr<const statement>;
using later_ptr = std::shared_ptr<const later_parts>;

// -- members with their usual value, which are left out -----------------------

template <class T>
bool usual(const std::vector<T>& x, const std::vector<T>&) {
  return x.empty();
}

template <class T>
bool usual(const T& x, const T& of_default) {
  if constexpr (described<T>) {
    return std::apply(
      [&](const auto&... m) {
        return (usual(x.*(m.at), of_default.*(m.at)) && ...);
      },
      members<T>::all);
  } else {
    return x == of_default;
  }
}

class writer {
public:
  explicit writer(bytes& out) : out_(out) {
    // nop
  }

  void run(const operation_plan& x) {
    for (const auto& s : x.steps)
      note(s);
    if (x.later != nullptr)
      for (const auto& p : x.later->parts) {
        note(p.statement);
        for (const auto& s : p.steps)
          note(s);
      }
    note(x.transaction);
    out_.append("{\"statements\": ");
    lines(statements_, [&](const statement_ptr& s) { value(*s); });
    std::apply(
      [&](const auto&... m) { (member_of(x, m, std::string_view{", "}), ...); },
      members<operation_plan>::all);
    out_.push_back('}');
  }

private:
  void note(const step& x) {
    note(x.statement);
    note(x.once);
  }

  /// Parts come before what consists of them.
  void note(const statement_ptr& x) {
    if (x == nullptr || std::ranges::find(statements_, x) != statements_.end())
      return;
    for (const auto& part : x->parts)
      note(part);
    statements_.push_back(x);
  }

  template <class T, class M>
  bool member_of(const T& x, const plan_member<T, M>& m,
                 std::string_view comma) {
    static const T of_default;
    if (usual(x.*(m.at), of_default.*(m.at)))
      return false;
    out_.append(comma);
    json::write_string(out_, m.name);
    out_.append(": ");
    if constexpr (std::is_same_v<M, std::vector<step>>)
      lines(x.*(m.at), [&](const step& s) { value(s); });
    else
      value(x.*(m.at));
    return true;
  }

  template <class Range, class F>
  void lines(const Range& items, F write) {
    out_.push_back('[');
    size_t n = 0;
    for (const auto& x : items) {
      out_.append(n++ > 0 ? ",\n      " : "\n      ");
      write(x);
    }
    out_.push_back(']');
  }

  template <class T>
  void value(const T& x) {
    if constexpr (described<T>) {
      out_.push_back('{');
      std::string_view comma;
      std::apply(
        [&](const auto&... m) {
          ((member_of(x, m, comma) ? void(comma = ", ") : void()), ...);
        },
        members<T>::all);
      out_.push_back('}');
    } else if constexpr (std::is_same_v<T, bool>) {
      out_.append(x ? "true" : "false");
    } else if constexpr (std::is_enum_v<T>) {
      json::write_string(out_, words<T>::all[static_cast<size_t>(x)]);
    } else if constexpr (std::is_floating_point_v<T>) {
      json::write_double(out_, x);
    } else {
      static_assert(std::is_integral_v<T>);
      json::write_int(out_, static_cast<int64_t>(x));
    }
  }

  void value(const base_type& x) {
    json::write_string(out_, to_string(x));
  }

  void value(const std::string& x) {
    json::write_string(out_, x);
  }

  void value(const std::optional<std::string>& x) {
    json::write_string(out_, *x);
  }

  void value(const std::pair<std::string, std::string>& x) {
    out_.push_back('[');
    value(x.first);
    out_.append(", ");
    value(x.second);
    out_.push_back(']');
  }

  void value(const statement_ptr& x) {
    auto at = std::ranges::find(statements_, x) - statements_.begin();
    json::write_int(out_, at);
  }

  void value(const later_ptr& x) {
    value(*x);
  }

  template <class T>
  void value(const std::vector<T>& x) {
    out_.push_back('[');
    for (size_t i = 0; i < x.size(); ++i) {
      out_.append(i > 0 ? ", " : "");
      value(x[i]);
    }
    out_.push_back(']');
  }

  bytes& out_;
  std::vector<statement_ptr> statements_;
};

} // namespace

void write_plan(bytes& out, const operation_plan& x) {
  writer{out}.run(x);
}

} // namespace troupe::plan
