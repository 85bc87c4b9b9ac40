// node clients.mjs BASE_URL
import { apollo } from "./apollo.mjs";
import { codegen } from "./codegen.mjs";
import { urql } from "./urql.mjs";

let passed = 0;
let failed = 0;
const check = (what, good, detail = "") => {
  if (good) passed += 1;
  else {
    failed += 1;
    console.log(`FAILED ${what} ${detail}`);
  }
};
for (const suite of [apollo, urql, codegen]) {
  try {
    await suite(process.argv[2], check);
  } catch (why) {
    check(`${suite.name} ran to its end`, false, why?.stack ?? String(why));
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
