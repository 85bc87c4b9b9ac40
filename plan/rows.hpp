#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

/// Rows on their way from a driver to the response.
///
/// Every driver hands over cells in PostgreSQL's binary formats: network byte
/// order, a type OID each. SQLite's driver encodes INTEGER as int8 (20), REAL
/// as float8 (701), TEXT as text (25), BLOB as bytea (17); nested tuples are
/// records (2249) and arrays of records (2287). So one piece of code turns the
/// values of all databases into JSON.
namespace troupe::plan {

namespace oid {

constexpr uint32_t boolean = 16;
constexpr uint32_t bytea = 17;
constexpr uint32_t int8 = 20;
constexpr uint32_t int2 = 21;
constexpr uint32_t int4 = 23;
constexpr uint32_t text = 25;
constexpr uint32_t oid_ = 26;
constexpr uint32_t json = 114;
constexpr uint32_t float4 = 700;
constexpr uint32_t float8 = 701;
constexpr uint32_t bpchar = 1042;
constexpr uint32_t varchar = 1043;
constexpr uint32_t date = 1082;
constexpr uint32_t time = 1083;
constexpr uint32_t timestamp = 1114;
constexpr uint32_t timestamptz = 1184;
constexpr uint32_t interval = 1186;
constexpr uint32_t timetz = 1266;
constexpr uint32_t numeric = 1700;
constexpr uint32_t record = 2249;
constexpr uint32_t void_ = 2278;
constexpr uint32_t record_array = 2287;
constexpr uint32_t uuid = 2950;
constexpr uint32_t jsonb = 3802;
constexpr uint32_t cidr = 650;
constexpr uint32_t macaddr8 = 774;
constexpr uint32_t macaddr = 829;
constexpr uint32_t inet = 869;
constexpr uint32_t int4range = 3904;
constexpr uint32_t numrange = 3906;
constexpr uint32_t tsrange = 3908;
constexpr uint32_t tstzrange = 3910;
constexpr uint32_t daterange = 3912;
constexpr uint32_t int8range = 3926;
constexpr uint32_t int4multirange = 4451;
constexpr uint32_t nummultirange = 4532;
constexpr uint32_t tsmultirange = 4533;
constexpr uint32_t tstzmultirange = 4534;
constexpr uint32_t datemultirange = 4535;
constexpr uint32_t int8multirange = 4536;

} // namespace oid

/// One value of a row: borrowed bytes, size -1 for SQL NULL.
struct cell {
  const char* data = nullptr;
  int32_t size = -1;
  uint32_t type = 0; ///< OID

  bool null() const noexcept {
    return size < 0;
  }

  std::string_view view() const noexcept {
    return {data, static_cast<size_t>(size)};
  }
};

/// Reads a big-endian integer, as the binary formats have them.
template <class T>
T read_big_endian(const char* data) noexcept {
  T x;
  std::memcpy(&x, data, sizeof(T));
  if constexpr (sizeof(T) == 2)
    return static_cast<T>(__builtin_bswap16(static_cast<uint16_t>(x)));
  else if constexpr (sizeof(T) == 4)
    return static_cast<T>(__builtin_bswap32(static_cast<uint32_t>(x)));
  else if constexpr (sizeof(T) == 8)
    return static_cast<T>(__builtin_bswap64(static_cast<uint64_t>(x)));
  else
    return x;
}

/// A finished result. Immutable; may be read by any one thread at a time.
class row_set {
public:
  virtual ~row_set() = default;

  virtual size_t rows() const noexcept = 0;

  virtual size_t columns() const noexcept = 0;

  /// Fills `out` (room for `columns()`) with the cells of a row. They stay
  /// valid as long as the set does.
  virtual void read(size_t row, cell* out) const noexcept = 0;

  /// Of a script: the rows of one of its parts; this set for any other
  /// statement.
  virtual const row_set& part(size_t) const noexcept {
    return *this;
  }

  /// Rows inserted, updated or deleted.
  virtual uint64_t affected() const noexcept {
    return 0;
  }
};

using row_set_ptr = std::shared_ptr<const row_set>;

/// The results of a script.
class script_rows final : public row_set {
public:
  script_rows(std::vector<row_set_ptr> parts, size_t answer)
    : parts_(std::move(parts)), answer_(answer) {
    // nop
  }

  size_t rows() const noexcept override {
    return parts_[answer_]->rows();
  }

  size_t columns() const noexcept override {
    return parts_[answer_]->columns();
  }

  void read(size_t row, cell* out) const noexcept override {
    parts_[answer_]->read(row, out);
  }

  uint64_t affected() const noexcept override {
    return parts_[answer_]->affected();
  }

  const row_set& part(size_t i) const noexcept override {
    return *parts_[i];
  }

private:
  std::vector<row_set_ptr> parts_;
  size_t answer_;
};

} // namespace troupe::plan
