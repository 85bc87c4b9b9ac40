#pragma once

#include "graphql/types/build.hpp"

namespace troupe::fuzz {

/// A schema with something of everything, for the targets that need one.
inline const graphql::types::schema& rich_schema() {
  static const auto built = graphql::types::build_schema(R"(
    directive @tag(name: String!, old: Int @deprecated) repeatable on
      | QUERY | MUTATION | SUBSCRIPTION | FIELD | FRAGMENT_DEFINITION | FRAGMENT_SPREAD
      | INLINE_FRAGMENT | VARIABLE_DEFINITION
    scalar Date @specifiedBy(url: "https://example.com/date")
    enum Color { RED GREEN @deprecated(reason: "faded") BLUE }
    interface Node { id: ID! }
    interface Pet implements Node { id: ID! name(upper: Boolean): String friends(first: Int = 10): [Pet!]! }
    type Dog implements Pet & Node {
      id: ID! name(upper: Boolean): String friends(first: Int = 10): [Pet!]! barks(loud: Boolean!): Boolean
      weight: Float born: Date color: Color age: Int
    }
    type Cat implements Pet & Node {
      id: ID! name(upper: Boolean): String friends(first: Int = 10): [Pet!]! lives: Int! color: [Color] age: String
    }
    union Any = Dog | Cat
    input One @oneOf { id: ID name: String filter: Filter }
    input Filter { name: String = "x" colors: [Color!] inner: Filter and: [Filter!] n: Int! = 1 at: Date
      f: Float b: Boolean matrix: [[Int!]!] old: Int @deprecated }
    type Query { node(id: ID!): Node pet(by: One!): Pet any(ids: [ID!] = ["a"]): [Any] find(filter: Filter, color: Color = RED): [Dog!]!
      old: Int @deprecated }
    type Mutation { rename(id: ID!, to: String!): Dog add(filter: Filter!): [Cat] }
    type Subscription { ticks(every: Int = 1): Int renamed: Dog })");
  return *built;
}

} // namespace troupe::fuzz
