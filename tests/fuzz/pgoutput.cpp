// Bytes of PostgreSQL's replication stream: a frame and what is in it, a
// message alone, and the values of its rows as JSON of many types.
#include "base/arena.hpp"
#include "base/json_read.hpp"
#include "db/postgres/replication_frames.hpp"
#include "db/postgres/text_json.hpp"
#include "tests/fuzz/target.hpp"

using namespace troupe;
using namespace troupe::db::postgres;

namespace {

// Of types whose text is not JSON by itself: what comes out must be. Numbers
// may be larger than what our reader takes.
constexpr uint32_t types[] = {16, 25, 1000, 1009, 1114, 1184, 1185, 2951};
constexpr uint32_t number_types[] = {20, 700, 1007, 1022, 1231, 1700};

void as_json(const replicated_row& row) {
  for (const auto& x : row) {
    if (x.kind != replicated_value::text)
      continue;
    for (auto type : types) {
      bytes out;
      write_text_json(out, x.bytes, type);
      arena memory{256};
      fuzz::require(bool{json::parse(out.view(), memory)});
      plain_text(x.bytes, type);
    }
    for (auto type : number_types) {
      bytes out;
      write_text_json(out, x.bytes, type);
      fuzz::require(!out.empty());
    }
  }
}

void read(std::string_view content) {
  auto message = parse_pgoutput(content);
  if (!message) {
    fuzz::require(!message.error().detail.empty());
    return;
  }
  if (const auto* added = std::get_if<insert_message>(&*message))
    as_json(added->row);
  else if (const auto* changed = std::get_if<update_message>(&*message)) {
    as_json(changed->before);
    as_json(changed->row);
  } else if (const auto* removed = std::get_if<delete_message>(&*message))
    as_json(removed->before);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto text = fuzz::text_of(data, size);
  auto frame = parse_replication_frame(text);
  if (!frame)
    fuzz::require(!frame.error().detail.empty());
  else if (const auto* log = std::get_if<log_frame>(&*frame))
    read(log->content);
  read(text);
  if (auto place = parse_lsn(text))
    fuzz::require(parse_lsn(to_text(*place)) == place);
  return 0;
}
