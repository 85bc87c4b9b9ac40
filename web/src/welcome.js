import { getNamedType, isObjectType, isScalarType, isEnumType } from "graphql";

const head = `# Welcome to Troupe.
#
# Ctrl-Enter runs the query, Ctrl-Space completes.
# The book on the left has the whole schema.
`;

const isLeaf = (field) => {
  const type = getNamedType(field.type);
  return (isScalarType(type) || isEnumType(type)) && field.args.length === 0;
};

/** Returns a first query that this very schema can answer. */
export function welcome(schema) {
  const roots = Object.values(schema?.getQueryType()?.getFields() ?? {});
  const list = roots.find((field) => {
    const type = getNamedType(field.type);
    return isObjectType(type) && field.args.some((arg) => arg.name === "limit") && Object.values(type.getFields()).some(isLeaf);
  });
  if (!list) return `${head}\n{\n  __typename\n}\n`;
  const fields = Object.values(getNamedType(list.type).getFields()).filter(isLeaf).slice(0, 4);
  return `${head}\n{\n  ${list.name}(limit: 5) {\n${fields.map((field) => `    ${field.name}\n`).join("")}  }\n}\n`;
}
