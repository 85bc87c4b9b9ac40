// graphql-codegen against the introspected endpoint, then the TypeScript
// compiler over a program that uses what it wrote.
import { generate } from "@graphql-codegen/cli";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = `
import type { OneQuery, OneQueryVariables, CreateMutationVariables } from "./types";
const variables: OneQueryVariables = { id: "1" };
export function names(x: OneQuery): string[] {
  return [x.user?.name ?? "", ...(x.user?.posts ?? []).map((post) => post.title)];
}
export const create: CreateMutationVariables = { input: { name: "a", email: "b" } };
// @ts-expect-error a field that was not selected
export const wrong = (x: OneQuery) => x.user?.email;
// @ts-expect-error a variable that is required
export const missing: OneQueryVariables = {};
export { variables };
`;

export async function codegen(url, check) {
  const folder = mkdtempSync(join(tmpdir(), "troupe-codegen-"));
  try {
    writeFileSync(join(folder, "operations.graphql"), `
      query One($id: ID!) { user(id: $id) { id name posts(limit: 2) { title } } }
      mutation Create($input: NewUser!) { createUser(input: $input) { id } }`);
    const types = join(folder, "types.ts");
    await generate({
      schema: `${url}/graphql`, documents: join(folder, "*.graphql"), silent: true, errorsOnly: true,
      generates: { [types]: { plugins: ["typescript", "typescript-operations"] } },
    }, true);
    const text = readFileSync(types, "utf8");
    check("graphql-codegen: writes the schema's types", /export type User = \{/.test(text) && /export type NewUser = \{/.test(text));
    writeFileSync(join(folder, "program.ts"), program);
    const compiler = createRequire(import.meta.url).resolve("typescript/lib/tsc.js");
    let output = "";
    try {
      execFileSync(process.execPath, [compiler, "--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--moduleResolution", "bundler",
        "--module", "es2022", join(folder, "program.ts")], { encoding: "utf8" });
    } catch (why) {
      output = String(why.stdout);
    }
    check("graphql-codegen: a program over its types compiles, and wrong ones do not", output === "", output);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
