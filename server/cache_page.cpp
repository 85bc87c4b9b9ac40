#include "server/cache_page.hpp"

#include "base/json_read.hpp"
#include "base/json_write.hpp"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::server {

namespace {

using transport::reply;
using transport::text_reply;

constexpr std::string_view type = "application/json; charset=utf-8";

void field(bytes& out, std::string_view name, uint64_t x) {
  out.append(out.view().ends_with('{') ? "\"" : ",\"");
  out.append(name);
  out.append("\":");
  json::write_uint(out, x);
}

void rate(bytes& out, uint64_t hits, uint64_t misses) {
  out.append(",\"hitRate\":");
  auto all = static_cast<double>(hits + misses);
  json::write_double(out, all > 0 ? static_cast<double>(hits) / all : 0);
}

void shared(bytes& out, const telemetry::cache_figures::shared_figures& x) {
  out.append(",\"redis\":{\"up\":");
  out.append(x.up ? "true" : "false");
  field(out, "hits", x.hits);
  field(out, "misses", x.misses);
  rate(out, x.hits, x.misses);
  field(out, "foreign", x.foreign);
  field(out, "late", x.late);
  field(out, "kept", x.kept);
  field(out, "refused", x.refused);
  field(out, "told", x.told);
  field(out, "failures", x.failures);
  out.push_back('}');
}

reply refused(std::string_view why) {
  return text_reply(400, type,
                    "{\"errors\":[{\"message\":" + json::quoted(why)
                      + ",\"extensions\":{\"code\":\"BAD_REQUEST\"}}]}");
}

constexpr std::string_view usage =
  "Send {\"forget\": \"all\"}, {\"forget\": \"view\", \"view\": NAME} or "
  "{\"forget\": \"entity\", \"view\": NAME, \"key\": {COLUMN: VALUE}} as "
  "application/json.";

/// The key of a row from `{"id": 7}`.
std::optional<std::string> key_of(const json::value& x) {
  std::vector<std::pair<std::string, std::string>> columns;
  for (const auto& m : x.members) {
    if (m.value.kind != json::kind::integer
        && m.value.kind != json::kind::string)
      return std::nullopt;
    columns.emplace_back(m.key, m.value.text);
  }
  if (columns.empty())
    return std::nullopt;
  return actors::row_key(std::move(columns));
}

} // namespace

std::string describe_answers(actors::answer_cache& all) {
  constexpr size_t most = 100;
  constexpr size_t shown = 200;
  auto x = all.figures();
  bytes out;
  out.append("{\"open\":");
  out.append(x.open ? "true" : "false");
  field(out, "entries", x.entries);
  field(out, "bytes", x.bytes);
  field(out, "memory", x.memory);
  field(out, "hits", x.hits);
  field(out, "misses", x.misses);
  rate(out, x.hits, x.misses);
  field(out, "expired", x.expired);
  field(out, "changed", x.outdated);
  field(out, "evicted", x.evicted);
  field(out, "refused", x.refused);
  out.append(",\"invalidations\":{");
  field(out, "mutation", x.own_writes);
  field(out, "changeLog", x.heard);
  field(out, "loss", x.losses);
  field(out, "admin", x.asked);
  out.push_back('}');
  if (x.shared)
    shared(out, *x.shared);
  out.append(",\"operations\":[");
  bool first = true;
  for (const auto& op : all.store.operations().busiest(most)) {
    out.append(first ? "{\"name\":" : ",{\"name\":");
    first = false;
    json::write_string(out, op->name);
    out.append(op->by_id ? ",\"documentId\":" : ",\"document\":");
    json::write_string(out, std::string_view{op->text}.substr(0, shown));
    field(out, "hits", op->hits);
    field(out, "misses", op->misses);
    rate(out, op->hits, op->misses);
    out.push_back('}');
  }
  out.append("]}");
  return std::string{out.view()};
}

reply forget_answers(actors::answer_cache& all,
                     const transport::route_request& x) {
  // Pages of other origins cannot send this type without being asked first.
  if (!x.content_type.starts_with("application/json"))
    return refused(usage);
  arena memory{512};
  auto parsed = json::parse(x.body, memory);
  if (!parsed)
    return refused(usage);
  const auto* what = (*parsed)->find("forget");
  const auto* view = (*parsed)->find("view");
  const auto* key = (*parsed)->find("key");
  bool named = view != nullptr && view->is_string();
  if (what == nullptr)
    return refused(usage);
  if (what->text == "all") {
    all.store.changes().forget_all();
  } else if (what->text == "view" && named) {
    all.written(view->text, plan::write_kind::unknown, std::nullopt);
  } else if (what->text == "entity" && named && key != nullptr) {
    auto row = key_of(*key);
    if (!row)
      return refused(usage);
    all.written(view->text, plan::write_kind::updates, row);
  } else {
    return refused(usage);
  }
  ++all.asked;
  return text_reply(200, type, "{\"done\":true}");
}

} // namespace troupe::server
