#include "base/json_write.hpp"
#include "runtime/cell_text.hpp"
#include "runtime/project_parts.hpp"
#include "runtime/scalar_text.hpp"

#include <charconv>
#include <cmath>
#include <limits>

namespace troupe::runtime {

namespace {

using plan::cell;
using plan::read_big_endian;
using plan::shape;
namespace oid = plan::oid;

/// Writes one cell as the scalar of its field.
class scalar_writer {
public:
  scalar_writer(projection& p, bytes& out) : p_(p), out_(out) {
    // nop
  }

  bool scalar(const shape& x, const cell& c) {
    switch (x.output) {
      case plan::output::int_:
        return whole(x, c);
      case plan::output::float_:
        return number(c);
      case plan::output::boolean:
        return boolean(c);
      case plan::output::json:
        return spliced(c);
      case plan::output::decimal:
        return decimal(x, c);
      case plan::output::enum_value:
        return enumeration(x, c);
      case plan::output::bytea:
        return quoted([&] { write_base64(out_, c.view()); });
      case plan::output::timestamp:
        return timestamp(c);
      default:
        return text(c);
    }
  }

private:
  template <class F>
  bool quoted(F f) {
    out_.push_back('"');
    f();
    out_.push_back('"');
    return true;
  }

  static bool textual(uint32_t type) noexcept {
    return type == oid::text || type == oid::varchar || type == oid::bpchar;
  }

  static bool integer(const cell& c, int64_t& out) noexcept {
    switch (c.type) {
      case oid::int2:
        out = read_big_endian<int16_t>(c.data);
        return true;
      case oid::int4:
        out = read_big_endian<int32_t>(c.data);
        return true;
      case oid::int8:
        out = read_big_endian<int64_t>(c.data);
        return true;
      case oid::oid_:
        out = read_big_endian<uint32_t>(c.data);
        return true;
      case oid::boolean:
        out = *c.data != 0;
        return true;
      default:
        return false;
    }
  }

  static double real(const cell& c) noexcept {
    if (c.type == oid::float4)
      return static_cast<double>(
        std::bit_cast<float>(read_big_endian<uint32_t>(c.data)));
    return std::bit_cast<double>(read_big_endian<uint64_t>(c.data));
  }

  bool whole(const shape& x, const cell& c) {
    int64_t n = 0;
    bool known = integer(c, n);
    if (!known && c.type == oid::float8) {
      auto r = real(c);
      known = std::trunc(r) == r && std::fabs(r) < 9e15;
      n = known ? static_cast<int64_t>(r) : 0;
    }
    if (known && n >= std::numeric_limits<int32_t>::min()
        && n <= std::numeric_limits<int32_t>::max()) {
      json::write_int(out_, n);
      return true;
    }
    p_.fail(x, known
                 ? "Int cannot represent non 32-bit signed integer value: "
                     + std::to_string(n)
                 : "Int cannot represent the value of " + x.coordinate + ".");
    return false;
  }

  bool number(const cell& c) {
    int64_t n = 0;
    if (integer(c, n)) {
      json::write_int(out_, n);
    } else if (c.type == oid::float4) {
      json::write_float(
        out_, std::bit_cast<float>(read_big_endian<uint32_t>(c.data)));
    } else if (c.type == oid::float8) {
      json::write_double(out_, real(c));
    } else if (c.type == oid::numeric) {
      auto begin = out_.size();
      write_numeric(out_, c);
      // NaN and infinities are no JSON numbers.
      if (out_.view().substr(begin).find_first_of("NI")
          != std::string_view::npos) {
        out_.truncate(begin);
        out_.append("null");
      }
    } else {
      return text(c);
    }
    return true;
  }

  bool boolean(const cell& c) {
    int64_t n = 0;
    // A function that returns nothing was called, which is what is asked.
    if (c.type == oid::void_)
      n = 1;
    else if (!integer(c, n))
      n = c.view() == "true" || c.view() == "t" || c.view() == "1";
    out_.append(n != 0 ? "true" : "false");
    return true;
  }

  bool spliced(const cell& c) {
    auto view = c.view();
    // jsonb begins with a version byte.
    if (c.type == oid::jsonb && !view.empty())
      view.remove_prefix(1);
    if (c.type == oid::json || c.type == oid::jsonb || textual(c.type)) {
      out_.append(view.empty() ? "null" : view);
      return true;
    }
    return number(c);
  }

  /// Digits with exactly the column's scale.
  bool decimal(const shape& x, const cell& c) {
    return quoted([&] {
      int64_t n = 0;
      if (c.type == oid::numeric) {
        write_numeric(out_, c);
      } else if (integer(c, n)) {
        json::write_int(out_, n);
        if (x.scale > 0) {
          out_.push_back('.');
          for (int32_t i = 0; i < x.scale; ++i)
            out_.push_back('0');
        }
      } else if (c.type == oid::float8 || c.type == oid::float4) {
        constexpr size_t longest = 400;
        auto* first = out_.prepare(longest);
        auto end = x.scale >= 0
                     ? std::to_chars(first, first + longest, real(c),
                                     std::chars_format::fixed, x.scale)
                     : std::to_chars(first, first + longest, real(c),
                                     std::chars_format::fixed);
        out_.commit(static_cast<size_t>(end.ptr - first));
      } else {
        json::write_escaped(out_, c.view());
      }
    });
  }

  bool enumeration(const shape& x, const cell& c) {
    for (const auto& [from, to] : x.renames)
      if (from == c.view())
        return quoted([&] { out_.append(to); });
    return quoted([&] { json::write_escaped(out_, c.view()); });
  }

  bool timestamp(const cell& c) {
    if (!textual(c.type))
      return text(c);
    return quoted([&] {
      auto view = c.view();
      if (view.size() > 10 && view[10] == ' ') {
        json::write_escaped(out_, view.substr(0, 10));
        out_.push_back('T');
        view.remove_prefix(11);
      }
      json::write_escaped(out_, view);
    });
  }

  /// A string, by the type that the database reports.
  bool text(const cell& c) {
    return quoted([&] { write_cell_text(out_, c); });
  }

  projection& p_;
  bytes& out_;
};

} // namespace

bool write_scalar(projection& p, bytes& out, const shape& x, const cell& c) {
  return scalar_writer{p, out}.scalar(x, c);
}

} // namespace troupe::runtime
