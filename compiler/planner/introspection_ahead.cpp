#include "compiler/planner/introspection_ahead.hpp"

#include "base/hash.hpp"
#include "base/zstd.hpp"
#include "graphql/language/parser.hpp"
#include "graphql/types/introspection.hpp"
#include "plan/opaque.hpp"

#include <algorithm>

namespace troupe::compiler::planner {

namespace {

/// Parts of a selection that not all clients ask for.
struct choice {
  bool specified_by = false;
  bool input_deprecation = false;
  bool one_of = false;
};

constexpr choice choices[] = {{},
                              {.input_deprecation = true},
                              {.specified_by = true, .input_deprecation = true},
                              {true, true, true}};

/// An answer is never unpacked to more than this.
constexpr size_t most_bytes = size_t{1} << 30;

/// Selects of types what tools do to build the schema at their side.
std::string document_of(const choice& x) {
  std::string reference = "kind name";
  for (int i = 0; i < 9; ++i)
    reference = "kind name ofType { " + reference + " }";
  std::string all = x.input_deprecation ? "(includeDeprecated: true)" : "";
  std::string value =
    "{ name description type { " + reference + " } defaultValue"
    + (x.input_deprecation ? " isDeprecated deprecationReason" : "") + " }";
  return "{ __schema { types { kind name description"
         + std::string{x.specified_by ? " specifiedByURL" : ""}
         + (x.one_of ? " isOneOf" : "")
         + " fields(includeDeprecated: true) { name description args" + all
         + value + " type { " + reference
         + " } isDeprecated deprecationReason } inputFields" + all + value
         + " interfaces { " + reference
         + " } enumValues(includeDeprecated: true) { name description "
           "isDeprecated deprecationReason } possibleTypes { "
         + reference + " } } } }";
}

/// `json` and `pack` keep the memory that the answer before has taken.
plan::introspection_answer answer(const graphql::types::schema& schema,
                                  const choice& wanted, bytes& json,
                                  zstd_packer& pack) {
  using namespace graphql::types;
  auto document = graphql::language::parse(document_of(wanted));
  variable_values none;
  field_collector fields{schema, *document, none};
  auto root = fields.collect(
    *schema.query(), document->definitions.front().operation->selections);
  json.clear();
  std::string selection;
  write_introspection(json, schema, fields, root.front(), none,
                      [&](bytes&, std::string_view x) {
                        selection = x;
                        return false;
                      });
  // What stands around the list of types is the reader's.
  auto text = json.view();
  constexpr std::string_view before = "{\"types\":";
  text.remove_prefix(before.size());
  text.remove_suffix(1);
  return {sha256_hex(selection), plan::base64url(pack.pack(text))};
}

bool wrapped_deep(const graphql::types::type_ref* x) {
  size_t depth = 0;
  for (; x->inner != nullptr; x = x->inner)
    ++depth;
  return depth >= graphql::types::most_wrapping;
}

bool wrapped_deep(const graphql::types::schema& schema) {
  auto deep = [](const auto& x) { return wrapped_deep(x.type); };
  return std::ranges::any_of(schema.types(), [&](const auto* t) {
    return std::ranges::any_of(t->input_fields, deep)
           || std::ranges::any_of(t->fields(), [&](const auto& f) {
                return deep(f) || std::ranges::any_of(f.arguments, deep);
              });
  });
}

} // namespace

plan::lazy_list<plan::introspection_answer>
introspect_ahead(const graphql::types::schema& schema) {
  if (wrapped_deep(schema))
    return {};
  plan::lazy_list<plan::introspection_answer> out;
  // What is not written to takes no memory; to grow would copy what is there.
  constexpr size_t usual_type = 2 * 1024;
  bytes json{schema.types().size() * usual_type};
  zstd_packer pack;
  for (const auto& x : choices)
    out.push_back(answer(schema, x, json, pack));
  return out;
}

bool append_known_types(bytes& out, const plan::catalog& catalog,
                        std::string_view selection) {
  if (catalog.introspection.empty())
    return false;
  auto known = std::ranges::find(catalog.introspection, sha256_hex(selection),
                                 &plan::introspection_answer::selection);
  if (known == catalog.introspection.end())
    return false;
  auto frame = plan::read_base64(known->packed);
  auto text = zstd_unpack(frame.value_or(std::string{}), most_bytes);
  if (!text)
    return false;
  out.append(*text);
  return true;
}

} // namespace troupe::compiler::planner
