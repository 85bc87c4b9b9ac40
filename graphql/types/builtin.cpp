#include "graphql/types/builtin.hpp"

namespace troupe::graphql::types {

std::string_view builtin_sdl() noexcept {
  return R"sdl(
"The `String` scalar type represents textual data, represented as UTF-8 character sequences."
scalar String
"The `Int` scalar type represents non-fractional signed whole numeric values between -(2^31) and 2^31 - 1."
scalar Int
"The `Float` scalar type represents signed double-precision fractional values as specified by IEEE 754."
scalar Float
"The `Boolean` scalar type represents `true` or `false`."
scalar Boolean
"The `ID` scalar type represents a unique identifier, serialized as a string and not meant to be read by people."
scalar ID

"Includes the field or fragment only when the argument is true."
directive @include("Included when true." if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
"Leaves the field or fragment out when the argument is true."
directive @skip("Left out when true." if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
"Marks an element that is no longer supported."
directive @deprecated("Why it is deprecated, and what to use instead, in Markdown." reason: String! = "No longer supported") on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
"Gives a URL that specifies the behavior of this scalar."
directive @specifiedBy("The URL of the specification." url: String!) on SCALAR
"Exactly one field of the input object must be given, and it must not be null."
directive @oneOf on INPUT_OBJECT

"A GraphQL schema: the types and directives of the server and the entry points of its operations."
type __Schema {
  description: String
  "All types of the schema."
  types: [__Type!]!
  "The type that query operations are rooted at."
  queryType: __Type!
  "The type that mutation operations are rooted at, if mutations are supported."
  mutationType: __Type
  "The type that subscription operations are rooted at, if subscriptions are supported."
  subscriptionType: __Type
  "All directives of the schema."
  directives: [__Directive!]!
}

"A type; which fields have a value depends on its kind."
type __Type {
  kind: __TypeKind!
  name: String
  description: String
  specifiedByURL: String
  fields(includeDeprecated: Boolean = false): [__Field!]
  interfaces: [__Type!]
  possibleTypes: [__Type!]
  enumValues(includeDeprecated: Boolean = false): [__EnumValue!]
  inputFields(includeDeprecated: Boolean = false): [__InputValue!]
  ofType: __Type
  isOneOf: Boolean
}

"A field of an object or interface type."
type __Field {
  name: String!
  description: String
  args(includeDeprecated: Boolean = false): [__InputValue!]!
  type: __Type!
  isDeprecated: Boolean!
  deprecationReason: String
}

"An argument or a field of an input object."
type __InputValue {
  name: String!
  description: String
  type: __Type!
  "The default as a GraphQL literal."
  defaultValue: String
  isDeprecated: Boolean!
  deprecationReason: String
}

"A value of an enum type."
type __EnumValue {
  name: String!
  description: String
  isDeprecated: Boolean!
  deprecationReason: String
}

"A directive that the server knows."
type __Directive {
  name: String!
  description: String
  isRepeatable: Boolean!
  locations: [__DirectiveLocation!]!
  args(includeDeprecated: Boolean = false): [__InputValue!]!
}

"The kinds of types."
enum __TypeKind { SCALAR OBJECT INTERFACE UNION ENUM INPUT_OBJECT LIST NON_NULL }

"The places where a directive may stand."
enum __DirectiveLocation {
  QUERY MUTATION SUBSCRIPTION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT VARIABLE_DEFINITION
  SCHEMA SCALAR OBJECT FIELD_DEFINITION ARGUMENT_DEFINITION INTERFACE UNION ENUM ENUM_VALUE INPUT_OBJECT INPUT_FIELD_DEFINITION
}
)sdl";
}

} // namespace troupe::graphql::types
