// urql: queries, the document cache, errors, a mutation.
import { Client, cacheExchange, fetchExchange, gql } from "@urql/core";

export async function urql(url, check) {
  const client = new Client({ url: `${url}/graphql`, exchanges: [cacheExchange, fetchExchange], fetch });
  const one = gql`query One($id: ID!) { user(id: $id) { id name posts(limit: 2) { title } } }`;
  const first = await client.query(one, { id: "1" }).toPromise();
  check("urql: a query with variables", first.data?.user.id === "1" && !first.error, String(first.error));
  const overGet = await client.query(one, { id: "3" }, { preferGetMethod: true }).toPromise();
  check("urql: the same over GET", overGet.data?.user.id === "3", String(overGet.error));
  const second = await client.query(one, { id: "1" }).toPromise();
  check("urql: its cache answers the second time", second.stale === false && second.data.user.name === first.data.user.name);
  const partial = await client.query(gql`{ user(id: 1) { id } fails }`, {}).toPromise();
  check("urql: partial data comes with the error", partial.data?.user.id === "1" && partial.error?.graphQLErrors.length === 1);
  const refused = await client.query(gql`query ($id: ID!) { user(id: $id) { id } }`, {}).toPromise();
  check("urql: a missing variable is an error", /\$id/.test(refused.error?.message ?? ""), String(refused.error));
  const email = `urql-${Date.now()}@example.org`;
  const made = await client.mutation(gql`mutation ($input: NewUser!) { createUser(input: $input) { id email } }`, { input: { name: "Urql", email } }).toPromise();
  check("urql: a mutation", made.data?.createUser.email === email, String(made.error));
  // urql takes the items of @stream from the older format only.
  const deferred = gql`query { user(id: 1) { id ... @defer { name posts(limit: 3) { id title } } } users(limit: 4) { id name } }`;
  const seen = [];
  await new Promise((resolve) => {
    client.query(deferred, {}, { requestPolicy: "network-only" }).subscribe((result) => {
      seen.push(result);
      if (!result.hasNext) resolve();
    });
  });
  const last = seen.at(-1);
  check("urql: @defer comes in parts", seen.length > 1 && seen[0].hasNext === true && !seen[0].data.user.name, JSON.stringify(seen[0]));
  check("urql: and add up", last.data?.user.name === "Ada" && last.data.user.posts.length === 3 && last.data.users.length === 4 && last.data.users[3].name && !last.error,
    JSON.stringify(last));
}
