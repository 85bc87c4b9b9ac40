#include "runtime/function_response.hpp"

#include "base/json_read.hpp"
#include "base/json_write.hpp"
#include "runtime/cascade.hpp"
#include "runtime/json_cut.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace troupe::runtime {

namespace {

struct error_class {
  std::string_view name;
  std::string_view code;
  int32_t http_status;
  ec nearest;
};

constexpr error_class classes[] = {
  {"validation", "VALIDATION_ERROR", 422, ec::bad_user_input},
  {"conflict", "CONFLICT", 409, ec::conflict},
  {"not_found", "NOT_FOUND", 404, ec::not_found},
  {"unauthorized", "UNAUTHORIZED", 401, ec::unauthenticated},
  {"forbidden", "FORBIDDEN", 403, ec::forbidden},
  {"internal", "INTERNAL_ERROR", 500, ec::database_error},
  {"transaction_failed", "TRANSACTION_FAILED", 500, ec::transaction_conflict},
  {"timeout", "TIMEOUT", 504, ec::timeout},
  {"rate_limited", "RATE_LIMITED", 429, ec::rate_limited},
  {"service_unavailable", "SERVICE_UNAVAILABLE", 503, ec::overloaded},
  // The older form has failures without a class.
  {"failed", "MUTATION_FAILED", 422, ec::constraint_violation},
};

const error_class* find_class(std::string_view name) noexcept {
  const auto* i = std::ranges::find(classes, name, &error_class::name);
  return i == std::end(classes) ? nullptr : i;
}

bool done_word(std::string_view x) noexcept {
  constexpr std::string_view words[] = {"success", "ok",      "new",
                                        "created", "updated", "deleted"};
  return std::ranges::find(words, x) != std::end(words);
}

/// What a JSON string says; empty for anything else.
std::string text_of(std::string_view json) {
  if (json.empty() || json.front() != '"')
    return {};
  arena memory{256};
  auto parsed = json::parse(json, memory);
  return parsed ? std::string{(*parsed)->text} : std::string{};
}

/// Members that the forms have, as JSON text.
struct columns {
  std::string_view succeeded, state_changed, error_class, http_status, message,
    entity_id, entity_type, entity, updated_fields, cascade, error_detail,
    metadata, status;
  bool has_succeeded = false;
  bool has_state_changed = false;
  bool has_entity = false;
  size_t older = 0; ///< how many of the five that tell the older form
};

columns read_columns(std::string_view json, std::string_view document_column,
                     std::string_view& document) {
  columns out;
  if (json.empty() || json.front() != '{')
    return out;
  const std::pair<std::string_view, std::string_view*> known[] = {
    {"succeeded", &out.succeeded},
    {"state_changed", &out.state_changed},
    {"error_class", &out.error_class},
    {"http_status", &out.http_status},
    {"message", &out.message},
    {"entity_id", &out.entity_id},
    {"entity_type", &out.entity_type},
    {"entity", &out.entity},
    {"updated_fields", &out.updated_fields},
    {"cascade", &out.cascade},
    {"error_detail", &out.error_detail},
    {"metadata", &out.metadata},
    {"status", &out.status},
  };
  json_cut::walker walk{json};
  std::string_view key;
  std::string_view value;
  while (walk.member(key, value)) {
    if (!document_column.empty() && key == document_column)
      document = value;
    const auto* i = std::ranges::find(
      known, key, &std::pair<std::string_view, std::string_view*>::first);
    if (i == std::end(known))
      continue;
    out.has_succeeded = out.has_succeeded || key == "succeeded";
    out.has_state_changed = out.has_state_changed || key == "state_changed";
    out.has_entity = out.has_entity || key == "entity";
    out.older += key == "status" || key == "message" || key == "entity_id"
                 || key == "entity_type" || key == "entity";
    if (value != "null")
      *i->second = value;
  }
  return out;
}

void check(function_response& x, const columns& c) {
  if (c.succeeded.empty())
    x.broken = "\"succeeded\" is null";
  else if (x.succeeded && !c.error_class.empty())
    x.broken = "it succeeded with an error_class";
  else if (!x.succeeded && c.error_class.empty())
    x.broken = "it failed without an error_class";
  else if (!x.succeeded && x.changed)
    x.broken = "it failed and has state_changed";
  else if (!x.succeeded && find_class(x.error_class) == nullptr)
    x.broken = "\"" + x.error_class + "\" is no error_class";
  else if (x.http_status != 0 && (x.http_status < 100 || x.http_status > 599))
    x.broken = "its http_status is not from 100 to 599";
}

void read_current(function_response& x, const columns& c) {
  x.succeeded = c.succeeded == "true";
  x.changed = c.state_changed == "true";
  x.error_class = text_of(c.error_class);
  std::from_chars(c.http_status.data(),
                  c.http_status.data() + c.http_status.size(), x.http_status);
  check(x, c);
}

/// `success`, `noop:same`, `not_found:user`, `failed:validation`: a word and
/// more.
void read_older(function_response& x, const columns& c) {
  auto status = text_of(c.status);
  auto colon = status.find(':');
  auto word = status.substr(0, colon);
  auto more = colon == std::string::npos ? "" : status.substr(colon + 1);
  x.changed = done_word(word);
  x.succeeded = x.changed || word == "noop";
  if (status.empty())
    x.broken = "\"status\" is null";
  if (x.succeeded)
    return;
  x.error_class = "failed";
  if (word == "failed" && find_class(more) != nullptr)
    x.error_class = more;
  else if (find_class(word) != nullptr)
    x.error_class = word;
}

void member(bytes& out, std::string_view name, std::string_view value) {
  out.append(out.size() == 1 ? "\"" : ",\"");
  out.append(name);
  out.append("\":");
  out.append(value.empty() ? "null" : value);
}

/// `success`, `noop`, or the class of the error.
std::string_view status_of(const function_response& x) noexcept {
  return !x.succeeded ? std::string_view{x.error_class}
         : x.changed  ? "success"
                      : "noop";
}

std::string normal_form(const function_response& x, const columns& c) {
  bytes out;
  out.push_back('{');
  member(out, "succeeded", x.succeeded ? "true" : "false");
  member(out, "state_changed", x.changed ? "true" : "false");
  member(out, "status", json::quoted(status_of(x)));
  member(out, "error_class",
         x.error_class.empty() ? "" : json::quoted(x.error_class));
  member(out, "http_status", c.http_status);
  member(out, "message", c.message);
  member(out, "entity_id", c.entity_id);
  member(out, "entity_type", c.entity_type);
  member(out, "entity", x.entity);
  member(out, "updated_fields", c.updated_fields);
  member(out, "cascade", c.cascade.empty() ? "" : canonical_cascade(c.cascade));
  member(out, "error_detail", c.error_detail);
  member(out, "metadata", c.metadata);
  out.push_back('}');
  return std::string{out.view()};
}

} // namespace

function_response read_response(std::string_view json,
                                std::string_view document_column) {
  function_response out;
  std::string_view document;
  auto c = read_columns(json, document_column, document);
  constexpr size_t all_of_older = 5;
  if (c.has_succeeded && c.has_state_changed && c.has_entity) {
    out.entity = c.entity;
    read_current(out, c);
  } else if (c.older == all_of_older) {
    out.entity = c.entity;
    read_older(out, c);
  } else {
    out.entity = document.empty() ? json : document;
    c = {};
  }
  out.message = text_of(c.message);
  out.entity_type = text_of(c.entity_type);
  out.error_detail = c.error_detail;
  out.metadata = c.metadata;
  out.json = normal_form(out, c);
  return out;
}

field_error failure_of(const function_response& x) {
  field_error out;
  const auto* c = find_class(x.error_class);
  out.code = c == nullptr ? ec::database_error : c->nearest;
  out.named_code = c == nullptr ? "INTERNAL_ERROR" : c->code;
  out.message = x.message.empty() ? "The mutation failed." : x.message;
  bytes more;
  more.append(",\"status\":");
  json::write_int(more, x.http_status != 0 ? x.http_status
                        : c == nullptr     ? 500
                                           : c->http_status);
  if (!x.error_detail.empty()) {
    more.append(",\"detail\":");
    more.append(x.error_detail);
  }
  out.more = more.view();
  return out;
}

std::string failure_json(const function_response& x) {
  const auto* c = find_class(x.error_class);
  std::string out = x.json;
  out.pop_back();
  if (c != nullptr) {
    out += ",\"code\":\"" + std::string{c->code} + "\"";
    if (x.http_status == 0)
      out += ",\"http_status\":" + std::to_string(c->http_status);
  }
  // The last of a name counts: what the function says of this error.
  for (auto more : {x.metadata, x.error_detail})
    if (more.size() > 2 && more.front() == '{')
      out += "," + std::string{more.substr(1, more.size() - 2)};
  return out + "}";
}

namespace {

/// One row of one value.
class value_row final : public plan::row_set {
public:
  explicit value_row(std::string json) : json_(std::move(json)) {
    // nop
  }

  size_t rows() const noexcept override {
    return 1;
  }

  size_t columns() const noexcept override {
    return 1;
  }

  void read(size_t, plan::cell* out) const noexcept override {
    *out = {json_.data(), static_cast<int32_t>(json_.size()), plan::oid::json};
  }

private:
  std::string json_;
};

} // namespace

plan::row_set_ptr refusal_in(const error& x) {
  constexpr std::string_view mark = "troupe:refused ";
  if (x.code != ec::conflict || !x.detail.starts_with(mark))
    return nullptr;
  return std::make_shared<value_row>(x.detail.substr(mark.size()));
}

} // namespace troupe::runtime
