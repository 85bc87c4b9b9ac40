#include "transport/http/envelope.hpp"

#include "base/json_read.hpp"
#include "base/json_write.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

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
    if (!string("query", query, request->query)
        || !string("operationName", name, request->operation_name)
        || !object("variables", request->variables)
        || !object("extensions", request->extensions))
      return false;
    if (request->query.empty())
      return missing_query(request->extensions);
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
    }
    if (request->query.empty())
      return bad("Must provide query string.");
    if (!json_object("variables", variables, memory, request->variables)
        || !json_object("extensions", extensions, memory, request->extensions))
      return false;
    out_.requests.push_back(std::move(request));
    return true;
  }

private:
  bool bad(std::string why) {
    refuse(out_, 400, ec::bad_request, std::move(why));
    return false;
  }

  bool missing_query(const json::value* extensions) {
    if (extensions == nullptr || extensions->find("persistedQuery") == nullptr)
      return bad("Must provide query string.");
    return bad("PersistedQueryNotSupported");
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
    return refuse(out, 400, ec::limit_exceeded,
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
  return x == media_type::json
           ? "application/json; charset=utf-8"
           : "application/graphql-response+json; charset=utf-8";
}

std::optional<media_type> negotiate(std::string_view accept) {
  double best = 0;
  std::optional<media_type> out;
  auto offer = [&](media_type x, double q) {
    if (q > best) {
      best = q;
      out = x;
    }
  };
  while (!accept.empty()) {
    auto entry = take(accept, ',');
    auto type = take(entry, ';');
    double q = 1;
    while (!entry.empty()) {
      auto value = take(entry, ';');
      auto key = take(value, '=');
      if (same(key, "q"))
        std::from_chars(value.data(), value.data() + value.size(), q);
    }
    if (same(type, "application/graphql-response+json"))
      offer(media_type::graphql_response, q);
    else if (same(type, "application/json") || same(type, "application/*")
             || same(type, "*/*"))
      offer(media_type::json, q);
  }
  return out;
}

envelope parse_envelope(const http_request& x, size_t max_batch) {
  envelope out;
  if (x.has_accept) {
    auto media = negotiate(x.accept);
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
