#include "compiler/authoring/schema_generator.hpp"
#include "compiler/authoring/value_rules.hpp"

namespace troupe::compiler::authoring {

namespace {

struct scalar_text {
  std::string_view name, description, url;
};

constexpr scalar_text known_scalars[] = {
  {"BigInt", "A whole number of up to 64 bits, as a string of digits.", ""},
  {"Bytes", "Binary data in base64.", ""},
  {"Date", "A date: `2026-01-31`.",
   "https://scalars.graphql.org/andimarek/local-date"},
  {"DateTime", "A moment in time, RFC 3339 in UTC: `2026-01-31T23:59:59Z`.",
   "https://scalars.graphql.org/andimarek/date-time"},
  {"Decimal", "An exact decimal number, as a string.", ""},
  {"Duration", "A span of time in ISO 8601: `P1DT2H`.", ""},
  {"JSON", "Any JSON value.", ""},
  {"LocalDateTime", "A date and time without a zone: `2026-01-31T23:59:59`.",
   ""},
  {"Time", "A time of day: `23:59:59`.", ""},
  {"UUID", "A UUID in lower-case hex digits.", ""},
};

} // namespace

result<void> schema_generator::scalars() {
  for (size_t i = 0; i < catalog_.scalars.size(); ++i) {
    const auto& x = catalog_.scalars[i];
    type_spec spec;
    spec.kind = types::kind::scalar;
    spec.name = x.name;
    spec.description = x.description;
    spec.specified_by_url = x.specified_by_url;
    spec.tag = static_cast<int32_t>(i);
    if (!x.rules.empty()) {
      auto made = make_value_check(x.rules);
      if (!made)
        return made.error();
      spec.check = std::move(*made);
    }
    add_shared(spec);
  }
  return {};
}

void schema_generator::known_scalar(std::string_view name) {
  for (const auto& x : known_scalars)
    if (x.name == name && !builder_.has(name))
      scalar(x.name, x.description, x.url);
}

void schema_generator::scalar(std::string_view name, std::string_view text,
                              std::string_view url) {
  type_spec spec;
  spec.kind = types::kind::scalar;
  spec.name = name;
  spec.description = text;
  spec.specified_by_url = url;
  add_shared(spec);
}

} // namespace troupe::compiler::authoring
