#include "compiler/authoring/fraiseql/keys.hpp"

#include "base/suggestions.hpp"

#include <algorithm>
#include <vector>

namespace troupe::compiler::authoring::fraiseql {

namespace {

enum class kind : uint8_t { text, flag, count, any, list, object };

struct shape;

struct key {
  std::string_view name;
  fraiseql::kind kind = kind::any;
  /// Of the items of a list, or of the object.
  const fraiseql::shape* shape = nullptr;
  bool required = false;
};

struct shape {
  std::string_view what;
  std::vector<key> keys;
};

const shape deprecated{"deprecation", {{"reason", kind::text}}};
const shape applied{"directive",
                    {{"name", kind::text, nullptr, true}, {"arguments"}}};
const shape vector_config{"vector_config",
                          {{"dimensions", kind::count},
                           {"index_type", kind::text},
                           {"distance_metric", kind::text}}};
const shape field{"field",
                  {{"name", kind::text, nullptr, true},
                   {"type", kind::text, nullptr, true},
                   {"nullable", kind::flag, nullptr, true},
                   {"description", kind::text},
                   {"directives", kind::list, &applied},
                   {"requires_scope", kind::text},
                   {"on_deny", kind::text},
                   {"vector_config", kind::object, &vector_config},
                   {"vector_distance", kind::text},
                   {"authorize", kind::flag},
                   {"hierarchy", kind::text}}};
const shape type{"type",
                 {{"name", kind::text, nullptr, true},
                  {"fields", kind::list, &field, true},
                  {"description", kind::text},
                  {"sql_source", kind::text},
                  {"implements", kind::list},
                  {"requires_role", kind::text},
                  {"is_error", kind::flag},
                  {"is_input", kind::flag},
                  {"relay", kind::flag},
                  {"embedded", kind::flag},
                  {"subscribable_tables", kind::list},
                  {"subscribable_pre_image", kind::flag}}};
const shape enum_value{"enum value",
                       {{"name", kind::text, nullptr, true},
                        {"description", kind::text},
                        {"deprecated", kind::object, &deprecated}}};
const shape enumeration{"enum",
                        {{"name", kind::text, nullptr, true},
                         {"values", kind::list, &enum_value, true},
                         {"description", kind::text}}};
const shape input_field{"input field",
                        {{"name", kind::text, nullptr, true},
                         {"type", kind::text, nullptr, true},
                         {"nullable", kind::flag},
                         {"description", kind::text},
                         {"default"},
                         {"deprecated", kind::object, &deprecated}}};
const shape input{"input type",
                  {{"name", kind::text, nullptr, true},
                   {"fields", kind::list, &input_field, true},
                   {"description", kind::text}}};
const shape interface {
  "interface", {
    {"name", kind::text, nullptr, true}, {"fields", kind::list, &field, true}, {
      "description", kind::text
    }
  }
};
const shape union_{"union",
                   {{"name", kind::text, nullptr, true},
                    {"member_types", kind::list, nullptr, true},
                    {"description", kind::text}}};
const shape argument{"argument",
                     {{"name", kind::text, nullptr, true},
                      {"type", kind::text, nullptr, true},
                      {"nullable", kind::flag},
                      {"default"},
                      {"description", kind::text},
                      {"deprecated", kind::object, &deprecated}}};
const shape auto_params{"auto_params",
                        {{"where", kind::flag},
                         {"order_by", kind::flag},
                         {"limit", kind::flag},
                         {"offset", kind::flag}}};
const shape rest{"rest", {{"path", kind::text}, {"method", kind::text}}};

std::vector<key> operation(std::vector<key> more) {
  std::vector<key> out{{"name", kind::text, nullptr, true},
                       {"return_type", kind::text, nullptr, true},
                       {"returns_list", kind::flag},
                       {"nullable", kind::flag},
                       {"arguments", kind::list, &argument},
                       {"description", kind::text},
                       {"sql_source", kind::text},
                       {"deprecated", kind::object, &deprecated},
                       {"inject_params", kind::object},
                       {"requires_role", kind::text},
                       {"requires_actor", kind::list},
                       {"rest", kind::object, &rest}};
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

const shape query{"query",
                  operation({{"auto_params", kind::object, &auto_params},
                             {"jsonb_column", kind::text},
                             {"relay", kind::flag},
                             {"count", kind::flag},
                             {"read_routing"},
                             {"cache_ttl_seconds", kind::count},
                             {"additional_views", kind::list},
                             {"relay_cursor_type", kind::text},
                             {"rest_stream"}})};
const shape mutation{"mutation",
                     operation({{"operation", kind::text},
                                {"invalidates_views", kind::list},
                                {"invalidates_fact_tables", kind::list},
                                {"changelog", kind::flag},
                                {"changelog_pre_image", kind::flag},
                                {"input_style", kind::text},
                                {"cascade", kind::flag}})};
const shape condition{"condition",
                      {{"argument", kind::text}, {"path", kind::text}}};
const shape filter{"filter", {{"conditions", kind::list, &condition}}};
const shape subscription{"subscription",
                         {{"name", kind::text, nullptr, true},
                          {"return_type", kind::text, nullptr, true},
                          {"arguments", kind::list, &argument},
                          {"description", kind::text},
                          {"topic", kind::text},
                          {"operation", kind::text},
                          {"filter", kind::object, &filter},
                          {"fields", kind::list},
                          {"deprecated", kind::object, &deprecated}}};
const shape retry{"retry",
                  {{"max_attempts"},
                   {"backoff_strategy", kind::text},
                   {"initial_delay_ms"},
                   {"max_delay_ms"}}};
const shape observer{"observer",
                     {{"name", kind::text, nullptr, true},
                      {"entity", kind::text, nullptr, true},
                      {"event", kind::text, nullptr, true},
                      {"condition"},
                      {"actions", kind::list},
                      {"retry", kind::object, &retry}}};
const shape measure{"measure",
                    {{"name", kind::text, nullptr, true},
                     {"sql_type", kind::text},
                     {"nullable", kind::flag}}};
const shape path{"path",
                 {{"name", kind::text, nullptr, true},
                  {"json_path", kind::text},
                  {"data_type", kind::text}}};
const shape dimensions{"dimensions",
                       {{"name", kind::text}, {"paths", kind::list, &path}}};
const shape denormalized{"denormalized filter",
                         {{"name", kind::text, nullptr, true},
                          {"sql_type", kind::text},
                          {"indexed", kind::flag}}};
const shape bucket{"bucket",
                   {{"json_key", kind::text},
                    {"bucket_type", kind::text},
                    {"data_type", kind::text}}};
const shape granularity{
  "granularity",
  {{"column_name", kind::text}, {"buckets", kind::list, &bucket}}};
const shape calendar{
  "calendar dimension",
  {{"source_column", kind::text}, {"granularities", kind::list, &granularity}}};
const shape partial{"partial_period",
                    {{"fine_grain_view", kind::text, nullptr, true},
                     {"time_grain_column", kind::text, nullptr, true},
                     {"time_grain_trunc", kind::text, nullptr, true}}};
const shape fact_table{"fact table",
                       {{"table_name", kind::text, nullptr, true},
                        {"measures", kind::list, &measure},
                        {"dimensions", kind::object, &dimensions},
                        {"denormalized_filters", kind::list, &denormalized},
                        {"calendar_dimensions", kind::list, &calendar},
                        {"partial_period", kind::object, &partial},
                        {"native_measures", kind::object},
                        {"native_dimension_mapping", kind::object}}};
const shape scalar{"custom scalar",
                   {{"name", kind::text, nullptr, true},
                    {"description", kind::text},
                    {"specified_by_url", kind::text},
                    {"validation_rules", kind::list},
                    {"base_type", kind::text}}};
const shape fragment{"fragment",
                     {{"name", kind::text, nullptr, true},
                      {"on", kind::text},
                      {"fields", kind::list},
                      {"description", kind::text}}};
const shape directive{"directive",
                      {{"name", kind::text, nullptr, true},
                       {"locations", kind::list, nullptr, true},
                       {"arguments", kind::list, &argument},
                       {"repeatable", kind::flag},
                       {"description", kind::text}}};
const shape root{"schema",
                 {{"version", kind::text},
                  {"types", kind::list, &type},
                  {"enums", kind::list, &enumeration},
                  {"input_types", kind::list, &input},
                  {"interfaces", kind::list, &interface},
                  {"unions", kind::list, &union_},
                  {"queries", kind::list, &query},
                  {"mutations", kind::list, &mutation},
                  {"subscriptions", kind::list, &subscription},
                  {"fragments", kind::list, &fragment},
                  {"directives", kind::list, &directive},
                  {"fact_tables", kind::list, &fact_table},
                  {"aggregate_queries", kind::list},
                  {"observers", kind::list, &observer},
                  {"sources", kind::list},
                  {"custom_scalars", kind::list, &scalar},
                  {"security", kind::object},
                  {"auth", kind::object},
                  {"observers_config", kind::object},
                  {"federation_config", kind::object},
                  {"subscriptions_config", kind::object},
                  {"validation_config", kind::object},
                  {"debug_config", kind::object},
                  {"mcp_config", kind::object},
                  {"rest_config", kind::object},
                  {"grpc_config", kind::object},
                  {"query_defaults", kind::object, &auto_params},
                  {"inject_defaults", kind::object},
                  {"naming_convention", kind::text},
                  {"session_variables", kind::object},
                  {"hierarchies_config", kind::object},
                  {"changelog_config", kind::object}}};

class checker {
public:
  explicit checker(const complaint& report) : report_(report) {
    // nop
  }

  void object(const json::value& x, const shape& s, const std::string& place) {
    if (!x.is_object())
      return report_(place, "a " + std::string{s.what} + " must be an object.");
    for (const auto& m : x.members)
      member(m, s, place);
    for (const auto& k : s.keys)
      if (k.required && x.find(k.name) == nullptr)
        report_(place, "a " + std::string{s.what} + " needs the key \""
                         + std::string{k.name} + "\".");
  }

private:
  void member(const json::member& m, const shape& s, const std::string& place) {
    auto k = std::ranges::find(s.keys, m.key, &key::name);
    if (k == s.keys.end())
      return unknown(m.key, s, place);
    auto here = (place.empty() ? "" : place + ".") + std::string{m.key};
    const auto& v = m.value;
    switch (k->kind) {
      case kind::text:
        if (!v.is_string())
          report_(here, "must be a string.");
        break;
      case kind::flag:
        if (v.kind != json::kind::boolean)
          report_(here, "must be true or false.");
        break;
      case kind::count:
        if (!v.is_null()
            && (v.kind != json::kind::integer || v.text.starts_with('-')))
          report_(here, "must be a whole number, 0 or more.");
        break;
      case kind::object:
        if (k->shape != nullptr)
          object(v, *k->shape, here);
        else if (!v.is_object())
          report_(here, "must be an object.");
        break;
      case kind::list:
        list(v, *k, here);
        break;
      case kind::any:
        break;
    }
  }

  void list(const json::value& v, const key& k, const std::string& here) {
    if (!v.is_list())
      return report_(here, v.is_null()
                             ? "must be a list; leave out what is empty."
                             : "must be a list.");
    for (size_t i = 0; i < v.items.size() && k.shape != nullptr; ++i)
      object(v.items[i], *k.shape, here + "[" + std::to_string(i) + "]");
  }

  void unknown(std::string_view name, const shape& s,
               const std::string& place) {
    std::vector<std::string_view> names;
    for (const auto& k : s.keys)
      names.push_back(k.name);
    auto hint = did_you_mean(suggestions(name, names, 3));
    std::string all;
    for (auto n : names)
      all += (all.empty() ? "" : ", ") + std::string{n};
    report_(place, "unknown key \"" + std::string{name} + "\" of a "
                     + std::string{s.what} + "." + hint + " It takes: " + all
                     + ".");
  }

  const complaint& report_;
};

} // namespace

void check_keys(const json::value& schema, const complaint& report) {
  checker{report}.object(schema, root, "");
}

} // namespace troupe::compiler::authoring::fraiseql
