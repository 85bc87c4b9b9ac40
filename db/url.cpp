#include "db/url.hpp"

namespace troupe::db {

namespace {

/// `scheme://user:***@host` without the secret and without parameters.
std::string without_secrets(std::string_view text) {
  auto scheme = text.find("://") + 3;
  auto rest = text.substr(scheme);
  rest = rest.substr(0, rest.find('?'));
  auto at = rest.rfind('@', rest.find('/'));
  if (at != std::string_view::npos)
    rest.remove_prefix(at + 1);
  return std::string{text.substr(0, scheme)} + std::string{rest};
}

} // namespace

result<url> parse_url(std::string_view text) {
  url out;
  if (text.starts_with("sqlite:")) {
    auto path = text.substr(7);
    if (path.starts_with("//"))
      path.remove_prefix(2);
    if (path.empty())
      return {ec::invalid_config,
              "The database URL names no file; write sqlite:PATH"};
    out.path = path;
    out.shown = "sqlite:" + out.path;
    return out;
  }
  if (text.starts_with("postgres://") || text.starts_with("postgresql://")) {
    out.dialect = plan::dialect::postgres;
    out.conninfo = text;
    out.shown = without_secrets(text);
    return out;
  }
  auto scheme = text.substr(0, text.find(':'));
  if (scheme == "mysql" || scheme == "mariadb" || scheme == "sqlserver")
    return {ec::invalid_config, "Databases of type " + std::string{scheme}
                                  + " are not supported yet; postgres:// and "
                                    "sqlite: are"};
  return {ec::invalid_config,
          "The database URL must begin with postgres:// or sqlite:"};
}

} // namespace troupe::db
