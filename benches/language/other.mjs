// The other engine: npm's graphql, in one process that has been warmed up. Prints nanoseconds of CPU per document as JSON.
//   node other.mjs SECONDS SCHEMA DOCUMENT...      or      node other.mjs --introspection-query
import fs from 'node:fs';
import path from 'node:path';
import { buildSchema, getIntrospectionQuery, parse, validate } from 'graphql';

const [seconds, schemaFile, ...files] = process.argv.slice(2);
if (seconds === '--introspection-query') {
  process.stdout.write(getIntrospectionQuery({ specifiedByUrl: true, directiveIsRepeatable: true, inputValueDeprecation: true }));
  process.exit(0);
}
const schema = buildSchema(fs.readFileSync(schemaFile, 'utf8'));

function measure(text, both, seconds) {
  let runs = 0;
  const start = process.cpuUsage();
  let spent;
  do {
    for (let i = 0; i < 16; i++) {
      const document = parse(text);
      if (both && validate(schema, document).length > 0) throw new Error('not valid');
    }
    runs += 16;
    const { user, system } = process.cpuUsage(start);
    spent = (user + system) * 1e3;
  } while (spent < seconds * 1e9);
  return spent / runs;
}

const out = {};
for (const file of files) {
  const text = fs.readFileSync(file, 'utf8');
  const errors = validate(schema, parse(text));
  if (errors.length > 0) throw new Error(`${file}: ${errors.join('\n')}`);
  measure(text, true, 2); // the compiler has seen it
  out[path.parse(file).name] = { parse: measure(text, false, +seconds), both: measure(text, true, +seconds) };
}
console.log(JSON.stringify(out));
