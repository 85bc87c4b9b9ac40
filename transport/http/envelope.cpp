#include "transport/http/envelope.hpp"

#include "base/json_read.hpp"
#include "base/json_write.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <span>
#include <tuple>

namespace troupe::transport {

namespace {

std::string_view trim(std::string_view x) noexcept {
  while (!x.empty() && (x.front() == ' ' || x.front() == '\t'))
    x.remove_prefix(1);
  while (!x.empty() && (x.back() == ' ' || x.back() == '\t'))
    x.remove_suffix(1);
  return x;
}

bool same(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(a, b, [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x))
           == std::tolower(static_cast<unsigned char>(y));
  });
}

/// Takes what stands before the next separator off the front.
std::string_view take(std::string_view& rest, char separator) noexcept {
  auto end = rest.find(separator);
  auto out = rest.substr(0, end);
  rest =
    end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  return trim(out);
}

/// Decodes `application/x-www-form-urlencoded`.
std::string decode(std::string_view x) {
  std::string out;
  for (size_t i = 0; i < x.size(); ++i) {
    unsigned char byte = 0;
    if (x[i] == '%' && i + 2 < x.size()
        && std::from_chars(x.data() + i + 1, x.data() + i + 3, byte, 16).ptr
             == x.data() + i + 3) {
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += x[i] == '+' ? ' ' : x[i];
    }
  }
  return out;
}

void refuse(envelope& out, unsigned status, ec code, std::string why) {
  out.status = status;
  out.why = {code, std::move(why), {}};
}

class envelope_parser {
public:
  explicit envelope_parser(envelope& out) : out_(out) {
    // nop
  }

  /// Reads one operation of a POST body; `x` lives as long as the request.
  bool operation(const json::value& x,
                 std::shared_ptr<messages::graphql_request> request) {
    if (!x.is_object())
      return bad("The request must be a JSON object.");
    const json::value* query = nullptr;
    const json::value* name = nullptr;
    const json::value* id = nullptr;
    // The last of repeated keys counts.
    for (const auto& m : x.members)
      if (m.key == "query")
        query = &m.value;
      else if (m.key == "operationName")
        name = &m.value;
      else if (m.key == "variables")
        request->variables = &m.value;
      else if (m.key == "extensions")
        request->extensions = &m.value;
      else if (m.key == "documentId")
        id = &m.value;
    if (!string("query", query, request->query)
        || !string("operationName", name, request->operation_name)
        || !object("variables", request->variables)
        || !object("extensions", request->extensions)
        || !string("documentId", id, request->document_id)
        || !extended(*request) || !named(*request))
      return false;
    out_.requests.push_back(std::move(request));
    return true;
  }

  /// Reads the query string of a GET.
  bool parameters(std::string_view text) {
    auto request = std::make_shared<messages::graphql_request>();
    request->read_only = true;
    auto& memory = request->memory;
    std::string variables;
    std::string extensions;
    while (!text.empty()) {
      auto pair = take(text, '&');
      auto key = decode(take(pair, '='));
      auto value = decode(pair);
      if (key == "query")
        request->query = memory.copy(value);
      else if (key == "operationName")
        request->operation_name = memory.copy(value);
      else if (key == "variables")
        variables = std::move(value);
      else if (key == "extensions")
        extensions = std::move(value);
      else if (key == "documentId")
        request->document_id = memory.copy(value);
    }
    if (!json_object("variables", variables, memory, request->variables)
        || !json_object("extensions", extensions, memory, request->extensions)
        || !extended(*request) || !named(*request))
      return false;
    out_.requests.push_back(std::move(request));
    return true;
  }

private:
  bool bad(std::string why) {
    refuse(out_, 400, ec::bad_request, std::move(why));
    return false;
  }

  /// Every request names its document, by text or id (GraphQL over HTTP,
  /// appendix "Persisted Documents").
  bool named(messages::graphql_request& request) {
    auto& id = request.document_id;
    if (!request.persist && !id.empty()) {
      if (!request.query.empty())
        return bad("Give either \"query\" or \"documentId\", not both.");
      constexpr std::string_view prefix = "sha256:";
      if (id.starts_with(prefix))
        id.remove_prefix(prefix.size());
    }
    if (request.query.empty() && id.empty())
      return bad("Must provide query string.");
    return true;
  }

  /// Reads what we know of `extensions`: `persistedQuery` and `cost`.
  bool extended(messages::graphql_request& request) {
    if (request.extensions == nullptr)
      return true;
    if (const auto* cost = request.extensions->find("cost"))
      request.wants_cost = cost->kind == json::kind::boolean && cost->boolean;
    const auto* persisted = request.extensions->find("persistedQuery");
    return persisted == nullptr || persisted->is_null()
           || persisted_query(*persisted, request);
  }

  bool persisted_query(const json::value& x,
                       messages::graphql_request& request) {
    const auto* version = x.find("version");
    const auto* hash = x.find("sha256Hash");
    if (version == nullptr || version->kind != json::kind::integer
        || version->integer != 1)
      return bad("Unsupported persisted query version: only 1 is known.");
    constexpr size_t digits = 64;
    if (hash == nullptr || !hash->is_string() || hash->text.size() != digits
        || !std::ranges::all_of(
          hash->text, [](unsigned char c) { return std::isxdigit(c) != 0; }))
      return bad("\"sha256Hash\" of \"persistedQuery\" must be 64 hex "
                 "digits.");
    if (!request.document_id.empty())
      return bad("Give either \"documentId\" or \"persistedQuery\", not "
                 "both.");
    request.persist = true;
    std::string lower{hash->text};
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) {
      return static_cast<char>(std::tolower(c));
    });
    request.document_id = request.memory.copy(lower);
    return true;
  }

  bool string(std::string_view key, const json::value* v,
              std::string_view& to) {
    if (v == nullptr || v->is_null())
      return true;
    if (!v->is_string())
      return bad("\"" + std::string{key} + "\" must be a string.");
    to = v->text;
    return true;
  }

  /// Null is as good as nothing.
  bool object(std::string_view key, const json::value*& x) {
    if (x == nullptr || x->is_object())
      return true;
    if (!x->is_null())
      return bad("\"" + std::string{key} + "\" must be a JSON object.");
    x = nullptr;
    return true;
  }

  bool json_object(std::string_view key, const std::string& text, arena& memory,
                   const json::value*& to) {
    if (text.empty())
      return true;
    auto parsed = json::parse(text, memory);
    if (!parsed)
      return bad("\"" + std::string{key} + "\" must be a JSON object.");
    to = *parsed;
    return object(key, to);
  }

  envelope& out_;
};

/// Whether a POST body may be read as UTF-8 JSON.
bool readable(envelope& out, std::string_view content_type) {
  if (content_type == "application/json")
    return true;
  auto type = take(content_type, ';');
  if (!same(type, "application/json")) {
    refuse(out, 415, ec::unsupported_media_type,
           "The body must be application/json.");
    return false;
  }
  while (!content_type.empty()) {
    auto value = take(content_type, ';');
    auto key = take(value, '=');
    if (same(key, "charset") && !same(value, "utf-8")
        && !same(value, "\"utf-8\"")) {
      refuse(out, 415, ec::unsupported_media_type, "The body must be UTF-8.");
      return false;
    }
  }
  return true;
}

void parse_body(envelope& out, std::string_view body, size_t max_batch) {
  auto first = std::make_shared<messages::graphql_request>();
  auto parsed = json::parse(body, first->memory);
  if (!parsed)
    return refuse(out, 400, ec::bad_request,
                  "The body is not valid JSON: " + parsed.error().detail + ".");
  envelope_parser p{out};
  const auto& root = **parsed;
  if (!root.is_list()) {
    p.operation(root, std::move(first));
    return;
  }
  out.batch = true;
  if (root.items.empty() || root.items.size() > max_batch)
    return refuse(out, 400, ec::too_large_batch,
                  max_batch == 0
                    ? "Batched requests are switched off."
                    : "A batch must have 1 to " + std::to_string(max_batch)
                        + " operations, not "
                        + std::to_string(root.items.size()) + ".");
  for (const auto& item : root.items) {
    // The operations of a batch share the tree that the first one holds.
    auto x = std::make_shared<messages::graphql_request>();
    x->shared = first;
    if (!p.operation(item, std::move(x)))
      return;
  }
}

} // namespace

std::string_view to_string(media_type x) noexcept {
  switch (x) {
    case media_type::json:
      return "application/json; charset=utf-8";
    case media_type::json_lines:
      return "application/jsonl; charset=utf-8";
    case media_type::ndjson:
      return "application/x-ndjson; charset=utf-8";
    default:
      return "application/graphql-response+json; charset=utf-8";
  }
}

namespace {

/// One entry of an `Accept` header.
struct accepted {
  std::string_view type;
  std::string_view parameters;
  double q = 1;
};

template <class F>
void each_accepted(std::string_view accept, F f) {
  while (!accept.empty()) {
    auto entry = take(accept, ',');
    accepted x;
    x.type = take(entry, ';');
    x.parameters = entry;
    while (!entry.empty()) {
      auto value = take(entry, ';');
      auto key = take(value, '=');
      if (same(key, "q"))
        std::from_chars(value.data(), value.data() + value.size(), x.q);
    }
    f(x);
  }
}

/// How well an entry fits a media type: 3 by name, 1 as `*/*`, 0 not at all.
int specificity(std::string_view entry, std::string_view name) noexcept {
  if (same(entry, name))
    return 3;
  if (same(entry, "application/*"))
    return 2;
  return entry == "*/*" ? 1 : 0;
}

} // namespace

namespace {

struct offer {
  media_type type;
  std::string_view name;
  int fits = 0; ///< specificity of the entry that decides
  double q = 0;
  size_t position = 0;
};

std::optional<media_type> choose(std::string_view accept,
                                 std::span<offer> offers) {
  size_t position = 0;
  each_accepted(accept, [&](const accepted& x) {
    ++position;
    for (auto& to : offers)
      if (auto fits = specificity(x.type, to.name); fits > to.fits) {
        to.fits = fits;
        to.q = x.q;
        to.position = position;
      }
  });
  // At the same weight a name beats a wildcard, and the first the second.
  const auto* best = &offers[0];
  for (const auto& x : offers)
    if (std::tuple{x.q, x.fits == 3, best->position}
        > std::tuple{best->q, best->fits == 3, x.position})
      best = &x;
  if (best->q <= 0)
    return std::nullopt;
  return best->type;
}

} // namespace

std::optional<media_type> negotiate(std::string_view accept) {
  offer offers[] = {
    {media_type::json, "application/json"},
    {media_type::graphql_response, "application/graphql-response+json"},
  };
  return choose(accept, offers);
}

std::optional<media_type> negotiate_lines(std::string_view accept) {
  offer offers[] = {
    {media_type::json_lines, "application/jsonl"},
    {media_type::ndjson, "application/x-ndjson"},
  };
  return choose(accept, offers);
}

messages::incremental_format accepts_parts(std::string_view accept) {
  using messages::incremental_format;
  auto out = incremental_format::none;
  if (accept.find("multipart/") == std::string_view::npos)
    return out;
  each_accepted(accept, [&](const accepted& x) {
    if (!same(x.type, "multipart/mixed") || x.q <= 0)
      return;
    auto format = incremental_format::v0_2;
    auto parameters = x.parameters;
    while (!parameters.empty()) {
      auto value = take(parameters, ';');
      auto key = take(value, '=');
      if (same(key, "deferSpec"))
        format = incremental_format::defer20220824;
      else if (same(key, "incrementalSpec") && !same(value, "v0.2"))
        return; // a format that we do not speak
    }
    if (out == incremental_format::none || format == incremental_format::v0_2)
      out = format;
  });
  return out;
}

namespace {

/// Chooses how to answer an export; returns false if nothing fits.
bool accept_lines(envelope& out, const http_request& x) {
  out.media = media_type::json_lines;
  if (!x.has_accept)
    return true;
  auto media = negotiate_lines(x.accept);
  if (!media) {
    refuse(out, 406, ec::not_acceptable,
           "Accept must allow application/jsonl or application/x-ndjson.");
    return false;
  }
  out.media = *media;
  return true;
}

} // namespace

envelope parse_envelope(const http_request& x, size_t max_batch) {
  envelope out;
  if (x.lines) {
    if (!accept_lines(out, x))
      return out;
  } else if (x.has_accept) {
    auto media = negotiate(x.accept);
    out.parts = accepts_parts(x.accept);
    // Who asks for parts alone gets what has no parts as JSON.
    if (!media && out.parts != messages::incremental_format::none)
      media = media_type::json;
    if (!media) {
      refuse(out, 406, ec::not_acceptable,
             "Accept must allow application/graphql-response+json or "
             "application/json.");
      return out;
    }
    out.media = *media;
  }
  if (x.method == "GET") {
    auto mark = x.target.find('?');
    envelope_parser{out}.parameters(mark == std::string_view::npos
                                      ? std::string_view{}
                                      : x.target.substr(mark + 1));
  } else if (x.method != "POST") {
    refuse(out, 405, ec::method_not_allowed,
           "GraphQL only supports GET and POST requests.");
    out.allow = "GET, POST";
  } else if (readable(out, x.content_type)) {
    parse_body(out, x.body, max_batch);
  }
  return out;
}

unsigned status_of(media_type media, const messages::graphql_response& x) {
  if (x.status != 0)
    return x.status;
  if (x.outcome == messages::outcome::mutation_over_get)
    return 405;
  // Nothing was done: proxies and balancers should know, whatever the type.
  if (x.outcome == messages::outcome::failed && x.code == ec::overloaded)
    return 503;
  if (x.outcome == messages::outcome::failed
      && x.code == ec::database_unavailable)
    return media == media_type::json ? 200 : 503;
  if (x.outcome != messages::outcome::request_error)
    return 200;
  return media == media_type::json ? 200 : 400;
}

std::string error_body(const error& why) {
  return "{\"errors\":[{\"message\":" + json::quoted(why.detail)
         + ",\"extensions\":{\"code\":" + json::quoted(code_name(why.code))
         + "}}]}";
}

} // namespace troupe::transport
