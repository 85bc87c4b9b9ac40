#include "db/postgres/pgoutput.hpp"

#include "db/postgres/wire_reader.hpp"

#include <string>

namespace troupe::db::postgres {

namespace {

error broken(std::string_view what, std::string_view why) {
  return {ec::database_error,
          "A replication message from the database is not understood: "
            + std::string{what} + " " + std::string{why},
          {}};
}

/// Reads a row (TupleData). Every column has a byte at least, so a count beyond
/// that is false and reserves nothing.
replicated_row read_row(wire_reader& in) {
  replicated_row out;
  size_t columns = in.u16();
  if (columns > in.left()) {
    in.fail();
    return out;
  }
  out.reserve(columns);
  for (size_t i = 0; i < columns && !in.failed(); ++i) {
    auto& x = out.emplace_back();
    auto kind = static_cast<char>(in.u8());
    if (kind == 'n')
      continue;
    if (kind == 'u') {
      x.kind = replicated_value::unchanged;
      continue;
    }
    if (kind != 't' && kind != 'b') {
      in.fail();
      break;
    }
    x.kind = kind == 't' ? replicated_value::text : replicated_value::binary;
    x.bytes = in.take(in.u32());
  }
  return out;
}

begin_message read_begin(wire_reader& in) {
  begin_message out;
  out.end = in.u64();
  out.committed_us = static_cast<int64_t>(in.u64());
  out.xid = in.u32();
  return out;
}

commit_message read_commit(wire_reader& in) {
  commit_message out;
  in.u8(); // flags, none of which is in use
  out.at = in.u64();
  out.end = in.u64();
  out.committed_us = static_cast<int64_t>(in.u64());
  return out;
}

relation_message read_relation(wire_reader& in) {
  relation_message out;
  out.id = in.u32();
  out.schema = in.text();
  out.name = in.text();
  out.identity = static_cast<char>(in.u8());
  size_t columns = in.u16();
  constexpr size_t least = 10; // flags, the end of the name, type, modifier
  if (columns * least > in.left()) {
    in.fail();
    return out;
  }
  out.columns.reserve(columns);
  for (size_t i = 0; i < columns; ++i) {
    auto& x = out.columns.emplace_back();
    x.key = (in.u8() & 1) != 0;
    x.name = in.text();
    x.type = in.u32();
    x.modifier = static_cast<int32_t>(in.u32());
  }
  return out;
}

type_message read_type(wire_reader& in) {
  type_message out;
  out.id = in.u32();
  out.schema = in.text();
  out.name = in.text();
  return out;
}

insert_message read_insert(wire_reader& in) {
  insert_message out;
  out.relation = in.u32();
  if (in.u8() != 'N')
    in.fail();
  out.row = read_row(in);
  return out;
}

before_kind before_of(uint8_t letter) noexcept {
  return letter == 'K'   ? before_kind::key
         : letter == 'O' ? before_kind::row
                         : before_kind::nothing;
}

update_message read_update(wire_reader& in) {
  update_message out;
  out.relation = in.u32();
  auto letter = in.u8();
  out.kind = before_of(letter);
  if (out.kind != before_kind::nothing) {
    out.before = read_row(in);
    letter = in.u8();
  }
  if (letter != 'N')
    in.fail();
  out.row = read_row(in);
  return out;
}

delete_message read_delete(wire_reader& in) {
  delete_message out;
  out.relation = in.u32();
  out.kind = before_of(in.u8());
  if (out.kind == before_kind::nothing)
    in.fail();
  out.before = read_row(in);
  return out;
}

truncate_message read_truncate(wire_reader& in) {
  truncate_message out;
  size_t count = in.u32();
  auto flags = in.u8();
  out.cascade = (flags & 1) != 0;
  out.restart_identity = (flags & 2) != 0;
  if (count > in.left() / sizeof(uint32_t)) {
    in.fail();
    return out;
  }
  out.relations.reserve(count);
  for (size_t i = 0; i < count; ++i)
    out.relations.push_back(in.u32());
  return out;
}

origin_message read_origin(wire_reader& in) {
  origin_message out;
  out.at = in.u64();
  out.name = in.text();
  return out;
}

logical_message read_logical(wire_reader& in) {
  logical_message out;
  out.transactional = (in.u8() & 1) != 0;
  out.at = in.u64();
  out.prefix = in.text();
  out.content = in.take(in.u32());
  return out;
}

template <class T>
result<pgoutput_message> checked(wire_reader& in, std::string_view name,
                                 T (*read)(wire_reader&)) {
  auto out = read(in);
  if (in.failed())
    return broken(name, "is cut short or malformed");
  if (in.left() > 0)
    return broken(name, "has " + std::to_string(in.left()) + " bytes too many");
  return pgoutput_message{std::move(out)};
}

} // namespace

result<pgoutput_message> parse_pgoutput(std::string_view bytes) {
  if (bytes.empty())
    return broken("it", "is empty");
  wire_reader in{bytes.substr(1)};
  switch (bytes.front()) {
    case 'B':
      return checked(in, "Begin", read_begin);
    case 'C':
      return checked(in, "Commit", read_commit);
    case 'D':
      return checked(in, "Delete", read_delete);
    case 'I':
      return checked(in, "Insert", read_insert);
    case 'M':
      return checked(in, "Message", read_logical);
    case 'O':
      return checked(in, "Origin", read_origin);
    case 'R':
      return checked(in, "Relation", read_relation);
    case 'T':
      return checked(in, "Truncate", read_truncate);
    case 'U':
      return checked(in, "Update", read_update);
    case 'Y':
      return checked(in, "Type", read_type);
    default:
      return broken("its kind, byte "
                      + std::to_string(static_cast<uint8_t>(bytes.front()))
                      + ",",
                    "is unknown");
  }
}

} // namespace troupe::db::postgres
