#include "runtime/project.hpp"

#include "base/json_write.hpp"
#include "runtime/project_parts.hpp"
#include "runtime/response_place.hpp"

#include <algorithm>

namespace troupe::runtime {

namespace {

using plan::cell;
using plan::read_big_endian;
using plan::shape;
using plan::shape_kind;

class projector final : public projection {
public:
  projector(bytes& out, const graphql::language::document& document,
            std::vector<field_error>& errors,
            std::vector<occurrence>* found = nullptr,
            const response_path* base = nullptr)
    : out_(out), place_(document, errors, found, base) {
    // nop
  }

  bool run(const plan::step& step, const plan::row_set& rows) {
    place_.enter(step.shape.name);
    std::vector<cell> cells(rows.columns());
    switch (step.kind) {
      case plan::step_kind::list:
        return list(step, rows, cells);
      case plan::step_kind::one:
        if (rows.rows() == 0)
          return absent(step.shape);
        rows.read(0, cells.data());
        return row(step.shape, cells) || nulled(step.shape);
      case plan::step_kind::scalar:
        if (rows.rows() == 0)
          return absent(step.shape);
        rows.read(0, cells.data());
        return value(step.shape, cells[0]) || nulled(step.shape);
      case plan::step_kind::answer:
        if (rows.rows() == 0)
          return absent(step.shape);
        rows.read(0, cells.data());
        return write_answer(*this, step, cells) || nulled(step.shape);
      case plan::step_kind::literal:
        break;
    }
    out_.append(step.shape.literal);
    return true;
  }

  bool one(const shape& x, const plan::row_set& rows, size_t row) {
    std::vector<cell> cells(rows.columns());
    rows.read(row, cells.data());
    return object(x, cells);
  }

  /// Items of a list without its brackets; the first has the given index.
  bool items(const shape& x, const plan::row_set& rows, size_t first,
             size_t end, size_t index) {
    std::vector<cell> cells(rows.columns());
    place_.enter(size_t{0});
    for (auto i = first; i < end; ++i) {
      if (i > first)
        out_.push_back(',');
      place_.at(index + (i - first));
      rows.read(i, cells.data());
      if (!row(x, cells) && !null_item_of(x))
        return false;
    }
    place_.leave();
    return true;
  }

  void lines(const plan::step& step, const plan::row_set& rows, size_t index) {
    std::vector<cell> cells(rows.columns());
    place_.enter(step.shape.name);
    place_.enter(size_t{0});
    for (size_t i = 0; i < rows.rows(); ++i) {
      place_.at(index + i);
      rows.read(i, cells.data());
      out_.append(row(step.shape, cells) ? "\n" : "null\n");
    }
  }

  /// Does what `items` does for a nested list.
  bool nested_items(const shape& x, const plan::row_set& rows, size_t row,
                    size_t index, size_t& count) {
    std::vector<cell> cells(rows.columns());
    rows.read(row, cells.data());
    const auto& c = cells[static_cast<size_t>(x.column)];
    count = c.null() ? 0 : array_size(c);
    return count == 0
           || elements(
             c,
             [&](const cell& item) {
               return record(x, item) || null_item_of(x);
             },
             index);
  }

  // -- projection -------------------------------------------------------------

  bytes& out() noexcept override {
    return out_;
  }

  bool write_object(const shape& x, std::span<const cell> tuple) override {
    return object(x, tuple);
  }

  bool write_field(const shape& x, std::span<const cell> tuple) override {
    return field(x, tuple);
  }

  bool write_null(const shape& x) override {
    return absent(x);
  }

  void fail(const shape& x, std::string message) override {
    place_.fail(x, {ec::internal, std::move(message), {}, {}});
  }

  void fail(const shape& x, field_error why) override {
    place_.fail(x, std::move(why));
  }

  void enter(const std::string& name) override {
    place_.enter(name);
  }

  void enter(size_t index) override {
    place_.enter(index);
  }

  void leave() override {
    place_.leave();
  }

private:
  /// A root's row: mostly an object.
  bool row(const shape& x, std::span<const cell> tuple) {
    switch (x.kind) {
      case shape_kind::connection:
        return write_connection(*this, x, tuple);
      case shape_kind::one_of:
        return alternative(x, tuple);
      default:
        return object(x, tuple);
    }
  }

  /// The first alternative that is there; null if none is.
  bool alternative(const shape& x, std::span<const cell> tuple) {
    for (const auto& f : x.fields) {
      const auto& c = tuple[static_cast<size_t>(f.column)];
      if (!c.null())
        return record(f, c);
    }
    out_.append("null");
    return true;
  }

  /// Takes back what was written and found since.
  void back(size_t size, size_t found) {
    out_.truncate(size);
    place_.forget(found);
  }

  bool list(const plan::step& step, const plan::row_set& rows,
            std::vector<cell>& cells) {
    auto begin = out_.size();
    auto found = place_.seen();
    out_.push_back('[');
    place_.enter(size_t{0});
    for (size_t i = 0; i < rows.rows(); ++i) {
      if (i > 0)
        out_.push_back(',');
      place_.at(i);
      rows.read(i, cells.data());
      if (!row(step.shape, cells) && !null_item_of(step.shape)) {
        // Items are non-null: the list goes.
        place_.leave();
        back(begin, found);
        return nulled(step.shape);
      }
    }
    place_.leave();
    out_.push_back(']');
    return true;
  }

  /// Writes null where that is allowed.
  bool nulled(const shape& x) {
    if (!x.nullable)
      return false;
    out_.append("null");
    return true;
  }

  /// The database has nothing here.
  bool absent(const shape& x) {
    if (x.nullable)
      return nulled(x);
    fail(x, "Cannot return null for non-nullable field " + x.coordinate + ".");
    return false;
  }

  bool object(const shape& x, std::span<const cell> tuple) {
    if (x.fields.size() == 1 && x.fields[0].kind == shape_kind::variants)
      return variant(x.fields[0], tuple);
    auto begin = out_.size();
    auto found = place_.seen();
    out_.push_back('{');
    bool first = true;
    for (const auto& f : x.fields) {
      if (f.kind == shape_kind::later) {
        place_.later(f, tuple);
        continue;
      }
      if (!first)
        out_.push_back(',');
      first = false;
      bool ok = false;
      if (f.kind == shape_kind::document_part) {
        ok =
          write_document_part(*this, f, tuple[static_cast<size_t>(f.column)]);
      } else {
        out_.append(f.key);
        place_.enter(f.name);
        ok = field(f, tuple);
        place_.leave();
      }
      if (!ok) {
        back(begin, found);
        return false;
      }
    }
    out_.push_back('}');
    return true;
  }

  bool field(const shape& x, std::span<const cell> tuple) {
    switch (x.kind) {
      case shape_kind::literal:
        out_.append(x.literal);
        return true;
      case shape_kind::value:
        return value(x, tuple[static_cast<size_t>(x.column)]) || nulled(x);
      case shape_kind::object:
        if (x.column >= 0 && tuple[static_cast<size_t>(x.column)].null())
          return absent(x);
        return object(x, tuple) || nulled(x);
      case shape_kind::row: {
        const auto& c = tuple[static_cast<size_t>(x.column)];
        if (c.null())
          return absent(x);
        return record(x, c) || nulled(x);
      }
      case shape_kind::later:
        return true;
      case shape_kind::variants:
        return variant(x, tuple);
      case shape_kind::rows:
        return records(x, tuple[static_cast<size_t>(x.column)]) || nulled(x);
      case shape_kind::connection:
        return write_connection(*this, x, tuple) || nulled(x);
      case shape_kind::one_of:
        return alternative(x, tuple);
      case shape_kind::global_id:
        write_global_id(out_, x, tuple);
        return true;
      case shape_kind::cursor:
        write_cursor(out_, x, tuple);
        return true;
      default: // within a connection only
        break;
    }
    return false;
  }

  /// One object of several: the one that is called like the text in `column`.
  bool variant(const shape& x, std::span<const cell> tuple) {
    const auto& name = tuple[static_cast<size_t>(x.column)];
    for (const auto& f : x.fields)
      if (!name.null() && f.name == name.view())
        return f.kind == shape_kind::row
                 ? record(f, tuple[static_cast<size_t>(f.column)])
                 : object(f, tuple);
    return absent(x);
  }

  /// record: int32 fields, then each uint32 type, int32 size, bytes
  bool record(const shape& x, const cell& c) {
    auto count = static_cast<size_t>(read_big_endian<int32_t>(c.data));
    constexpr size_t few = 32;
    cell local[few];
    std::vector<cell> many;
    std::span<cell> cells{local, std::min(count, few)};
    if (count > few) {
      many.resize(count);
      cells = many;
    }
    const auto* at = c.data + 4;
    for (auto& to : cells) {
      to.type = read_big_endian<uint32_t>(at);
      to.size = read_big_endian<int32_t>(at + 4);
      to.data = at + 8;
      at += 8 + std::max(to.size, 0);
    }
    return object(x, cells);
  }

  /// Writes an array with `item(cell)`.
  template <class F>
  bool bracketed(const cell& c, F item) {
    out_.push_back('[');
    bool ok = elements(c, item, 0);
    out_.push_back(']');
    return ok;
  }

  /// Calls `item(cell)` for each element of a one-dimensional array, the first
  /// of which has the given index.
  template <class F>
  bool elements(const cell& c, F item, size_t index) {
    auto dimensions = read_big_endian<int32_t>(c.data);
    auto type = read_big_endian<uint32_t>(c.data + 8);
    auto count = array_size(c);
    const auto* at = c.data + 12 + 8 * dimensions;
    place_.enter(size_t{0});
    bool ok = true;
    for (size_t i = 0; i < count && ok; ++i) {
      if (i > 0)
        out_.push_back(',');
      place_.at(index + i);
      cell x{at + 4, read_big_endian<int32_t>(at), type};
      at += 4 + std::max(x.size, 0);
      ok = item(x);
    }
    place_.leave();
    return ok;
  }

  bool records(const shape& x, const cell& c) {
    auto begin = out_.size();
    auto found = place_.seen();
    if (c.null()) {
      out_.append("[]");
      return true;
    }
    if (bracketed(c, [&](const cell& item) {
          return record(x, item) || null_item_of(x);
        }))
      return true;
    back(begin, found);
    return false;
  }

  /// Returns false if the value is null or cannot be written and the place may
  /// not be null, or after an error; nothing is written then.
  bool value(const shape& x, const cell& c) {
    bool called =
      c.type == plan::oid::void_ && x.output == plan::output::boolean;
    if (c.null() && !called)
      return absent(x);
    auto begin = out_.size();
    bool ok =
      x.list ? bracketed(c,
                         [&](const cell& item) {
                           return item.null() ? null_item(x) : scalar(x, item);
                         })
             : scalar(x, c);
    if (!ok)
      out_.truncate(begin);
    return ok;
  }

  /// An object that had to be null takes its list along, unless items may be.
  bool null_item_of(const shape& list) {
    if (list.items_nullable)
      out_.append("null");
    return list.items_nullable;
  }

  bool null_item(const shape& x) {
    if (x.items_nullable) {
      out_.append("null");
      return true;
    }
    fail(x, "Cannot return null for non-nullable field " + x.coordinate + ".");
    return false;
  }

  bool scalar(const shape& x, const cell& c) {
    return write_scalar(*this, out_, x, c);
  }

  bytes& out_;
  response_place place_;
};

} // namespace

bool project(bytes& out, const plan::step& step, const plan::row_set& rows,
             const graphql::language::document& document,
             std::vector<field_error>& errors, std::vector<occurrence>* found) {
  return projector{out, document, errors, found}.run(step, rows);
}

bool project_object(bytes& out, const plan::shape& shape,
                    const plan::row_set& rows, size_t row,
                    const response_path& path,
                    const graphql::language::document& document,
                    std::vector<field_error>& errors,
                    std::vector<occurrence>& found) {
  return projector{out, document, errors, &found, &path}.one(shape, rows, row);
}

bool project_rows(bytes& out, const plan::step& step, const plan::row_set& rows,
                  size_t first, size_t end, const response_path& path,
                  size_t index, const graphql::language::document& document,
                  std::vector<field_error>& errors,
                  std::vector<occurrence>& found) {
  return projector{out, document, errors, &found, &path}.items(
    step.shape, rows, first, end, index);
}

void project_lines(bytes& out, const plan::step& step,
                   const plan::row_set& rows, size_t index,
                   const graphql::language::document& document,
                   std::vector<field_error>& errors) {
  projector{out, document, errors}.lines(step, rows, index);
}

bool project_items(bytes& out, const plan::shape& list,
                   const plan::row_set& rows, size_t row,
                   const response_path& path, size_t index,
                   const graphql::language::document& document,
                   std::vector<field_error>& errors,
                   std::vector<occurrence>& found, size_t& count) {
  return projector{out, document, errors, &found, &path}.nested_items(
    list, rows, row, index, count);
}

} // namespace troupe::runtime
