#include "runtime/field_error.hpp"

#include "base/json_write.hpp"

namespace troupe::runtime {

namespace {

/// Errors of operator and ours: the words are fixed, the log has the rest.
std::string_view public_words(ec code) noexcept {
  switch (code) {
    case ec::overloaded:
      return "The server is overloaded; try again.";
    case ec::timeout:
      return "The request took longer than its deadline.";
    case ec::database_unavailable:
      return "The database is not available; try again.";
    case ec::database_error:
      return "The database refused the request.";
    case ec::schema_mismatch:
      return "The schema and the database do not agree.";
    case ec::shutting_down:
      return "The server is shutting down; try again.";
    default:
      return "Internal server error.";
  }
}

} // namespace

field_error to_field_error(const error& x) {
  constexpr auto last_of_client = static_cast<uint8_t>(ec::overloaded) - 1;
  if (static_cast<uint8_t>(x.code) <= last_of_client)
    return {x.code, x.detail, x.locations, {}};
  return {x.code, std::string{public_words(x.code)}, x.locations, {}};
}

void write_errors(bytes& out, const std::vector<field_error>& errors) {
  out.append("\"errors\":[");
  for (size_t i = 0; i < errors.size(); ++i) {
    const auto& x = errors[i];
    out.append(i > 0 ? ",{\"message\":" : "{\"message\":");
    json::write_string(out, x.message);
    for (size_t j = 0; j < x.locations.size(); ++j) {
      out.append(j == 0 ? ",\"locations\":[{\"line\":" : ",{\"line\":");
      json::write_uint(out, x.locations[j].line);
      out.append(",\"column\":");
      json::write_uint(out, x.locations[j].column);
      out.push_back('}');
    }
    if (!x.locations.empty())
      out.push_back(']');
    if (!x.path.empty()) {
      out.append(",\"path\":");
      out.append(x.path);
    }
    out.append(",\"extensions\":{\"code\":");
    json::write_string(out,
                       x.named_code.empty() ? code_name(x.code) : x.named_code);
    for (size_t j = 0; j < x.fields.size(); ++j) {
      out.append(j == 0 ? ",\"fields\":[" : ",");
      json::write_string(out, x.fields[j]);
    }
    if (!x.fields.empty())
      out.push_back(']');
    out.append(x.more);
    out.append("}}");
  }
  out.push_back(']');
}

} // namespace troupe::runtime
