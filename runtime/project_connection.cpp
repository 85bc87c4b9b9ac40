#include "base/json_write.hpp"
#include "plan/opaque.hpp"
#include "runtime/project_parts.hpp"
#include "runtime/scalar_text.hpp"

#include <algorithm>

namespace troupe::runtime {

namespace {

using plan::cell;
using plan::read_big_endian;
using plan::shape;
using plan::shape_kind;
namespace oid = plan::oid;

/// The value of a sort key as JSON, exactly: it comes back as a parameter.
void write_key(bytes& out, const cell& c) {
  if (c.null())
    return out.append("null");
  auto quoted = [&](auto f) {
    out.push_back('"');
    f();
    out.push_back('"');
  };
  switch (c.type) {
    case oid::boolean:
      return out.append(*c.data != 0 ? "true" : "false");
    case oid::int2:
      return json::write_int(out, read_big_endian<int16_t>(c.data));
    case oid::int4:
      return json::write_int(out, read_big_endian<int32_t>(c.data));
    case oid::int8:
      return json::write_int(out, read_big_endian<int64_t>(c.data));
    case oid::oid_:
      return json::write_int(out, read_big_endian<uint32_t>(c.data));
    case oid::float4:
      return json::write_float(
        out, std::bit_cast<float>(read_big_endian<uint32_t>(c.data)));
    case oid::float8: {
      auto before = out.size();
      json::write_double(
        out, std::bit_cast<double>(read_big_endian<uint64_t>(c.data)));
      // A whole number stays a floating one.
      if (out.view().substr(before).find_first_of(".en")
          == std::string_view::npos)
        out.append(".0");
      return;
    }
    case oid::numeric:
      return quoted([&] { write_numeric(out, c); });
    case oid::uuid:
      return quoted([&] { write_uuid(out, c.data); });
    case oid::date:
      return quoted([&] { write_date(out, read_big_endian<int32_t>(c.data)); });
    case oid::time:
      return quoted([&] { write_time(out, read_big_endian<int64_t>(c.data)); });
    case oid::timestamp:
    case oid::timestamptz:
      return quoted([&] {
        write_timestamp(out, read_big_endian<int64_t>(c.data));
        if (c.type == oid::timestamptz && out.view().back() != 'y')
          out.push_back('Z');
      });
    case oid::interval:
      return quoted([&] {
        write_interval(out, read_big_endian<int64_t>(c.data),
                       read_big_endian<int32_t>(c.data + 8),
                       read_big_endian<int32_t>(c.data + 12));
      });
    default:
      return json::write_string(out, c.view());
  }
}

/// A page under way.
class page_writer {
public:
  page_writer(projection& p, const shape& x, std::span<const cell> tuple)
    : p_(p), x_(x), tuple_(tuple) {
    // nop
  }

  bool run() {
    read();
    auto& out = p_.out();
    auto begin = out.size();
    out.push_back('{');
    for (size_t i = 0; i < x_.fields.size(); ++i) {
      const auto& f = x_.fields[i];
      if (i > 0)
        out.push_back(',');
      out.append(f.key);
      p_.enter(f.name);
      bool ok = part(f);
      p_.leave();
      if (!ok) {
        out.truncate(begin);
        return false;
      }
    }
    out.push_back('}');
    return true;
  }

private:
  void read() {
    if (x_.column >= 0)
      read_array(tuple_[static_cast<size_t>(x_.column)], rows_);
    auto size = x_.page;
    if (x_.page_column >= 0 && !rows_.empty()) {
      read_record(rows_.front(), cells_);
      const auto& c = cells_[static_cast<size_t>(x_.page_column)];
      size = c.type == oid::int8 ? read_big_endian<int64_t>(c.data)
                                 : read_big_endian<int32_t>(c.data);
    }
    more_ = !rows_.empty() && rows_.size() > static_cast<size_t>(size);
    if (more_)
      rows_.resize(static_cast<size_t>(size));
    if (x_.reversed)
      std::ranges::reverse(rows_);
  }

  bool part(const shape& f) {
    switch (f.kind) {
      case shape_kind::edges:
      case shape_kind::nodes:
        return list(f);
      case shape_kind::page_info:
        page_info(f);
        return true;
      default:
        return p_.write_field(f, tuple_);
    }
  }

  bool list(const shape& f) {
    auto& out = p_.out();
    auto begin = out.size();
    out.push_back('[');
    for (size_t i = 0; i < rows_.size(); ++i) {
      if (i > 0)
        out.push_back(',');
      read_record(rows_[i], cells_);
      p_.enter(i);
      bool ok = p_.write_object(f, cells_);
      p_.leave();
      if (!ok) {
        out.truncate(begin);
        return false;
      }
    }
    out.push_back(']');
    return true;
  }

  void page_info(const shape& f) {
    auto& out = p_.out();
    out.push_back('{');
    for (size_t i = 0; i < f.fields.size(); ++i) {
      const auto& item = f.fields[i];
      if (i > 0)
        out.push_back(',');
      out.append(item.key);
      switch (item.kind) {
        case shape_kind::has_next_page:
          flag(x_.reversed ? x_.bounded : more_);
          break;
        case shape_kind::has_previous_page:
          flag(x_.reversed ? more_ : x_.bounded);
          break;
        case shape_kind::start_cursor:
          cursor(item, 0);
          break;
        case shape_kind::end_cursor:
          cursor(item, rows_.size() - 1);
          break;
        default:
          out.append(item.literal);
      }
    }
    out.push_back('}');
  }

  void flag(bool x) {
    p_.out().append(x ? "true" : "false");
  }

  void cursor(const shape& item, size_t row) {
    if (rows_.empty())
      return p_.out().append("null");
    read_record(rows_[row], cells_);
    write_cursor(p_.out(), item, cells_);
  }

  projection& p_;
  const shape& x_;
  std::span<const cell> tuple_;
  std::vector<cell> rows_;
  std::vector<cell> cells_;
  bool more_ = false;
};

} // namespace

void read_record(const cell& x, std::vector<cell>& out) {
  out.resize(static_cast<size_t>(read_big_endian<int32_t>(x.data)));
  const auto* at = x.data + 4;
  for (auto& to : out) {
    to.type = read_big_endian<uint32_t>(at);
    to.size = read_big_endian<int32_t>(at + 4);
    to.data = at + 8;
    at += 8 + std::max(to.size, 0);
  }
}

void read_array(const cell& x, std::vector<cell>& out) {
  out.clear();
  if (x.null() || read_big_endian<int32_t>(x.data) == 0)
    return;
  auto type = read_big_endian<uint32_t>(x.data + 8);
  out.resize(static_cast<size_t>(read_big_endian<int32_t>(x.data + 12)));
  const auto* at = x.data + 20;
  for (auto& to : out) {
    to = {at + 4, read_big_endian<int32_t>(at), type};
    at += 4 + std::max(to.size, 0);
  }
}

bool write_connection(projection& p, const shape& x,
                      std::span<const cell> tuple) {
  return page_writer{p, x, tuple}.run();
}

void write_cursor(bytes& out, const shape& x, std::span<const cell> tuple) {
  bytes values;
  for (size_t i = 0; i < x.fields.size(); ++i) {
    values.push_back(i == 0 ? '[' : ',');
    write_key(values, tuple[static_cast<size_t>(x.fields[i].column)]);
  }
  values.push_back(']');
  out.push_back('"');
  out.append(plan::make_cursor(x.ordering, values.view()));
  out.push_back('"');
}

void write_global_id(bytes& out, const shape& x, std::span<const cell> tuple) {
  std::vector<std::string> key;
  for (const auto& f : x.fields) {
    bytes text;
    write_key(text, tuple[static_cast<size_t>(f.column)]);
    auto view = text.view();
    const auto& c = tuple[static_cast<size_t>(f.column)];
    // Strings as they are, not as JSON has them.
    if (view.starts_with('"'))
      view = c.type == oid::numeric || c.type == oid::uuid
                 || c.type == oid::date || c.type == oid::time
                 || c.type == oid::timestamp || c.type == oid::timestamptz
                 || c.type == oid::interval
               ? view.substr(1, view.size() - 2)
               : c.view();
    key.emplace_back(view);
  }
  out.push_back('"');
  out.append(plan::make_global_id(x.literal, key));
  out.push_back('"');
}

} // namespace troupe::runtime
