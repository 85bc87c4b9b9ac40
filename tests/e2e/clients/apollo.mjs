// Apollo Client: queries with variables and fragments, normalised cache,
// errors, partial data, a mutation.
import apolloCore from "@apollo/client/core/core.cjs";

import persistedQueries from "@apollo/client/link/persisted-queries/persisted-queries.cjs";
import { createHash } from "node:crypto";

const { ApolloClient, HttpLink, InMemoryCache, gql } = apolloCore;
const { createPersistedQueryLink } = persistedQueries;

export async function apollo(url, check) {
  const client = new ApolloClient({ link: new HttpLink({ uri: `${url}/graphql`, fetch }), cache: new InMemoryCache() });
  const users = gql`
    query Users($limit: Int!) {
      users(limit: $limit) { ...Person }
    }
    fragment Person on User { id name posts(limit: 1) { id title author { id name } } }
  `;
  const { data } = await client.query({ query: users, variables: { limit: 3 } });
  check("Apollo Client: a query with variables and a fragment", data.users.length === 3 && data.users[0].posts.length === 1);
  check("Apollo Client: its normalised cache knows the rows by key", client.cache.extract()[`User:${data.users[0].id}`]?.name === data.users[0].name);
  const again = await client.query({ query: gql`query ($id: ID!) { user(id: $id) { id name __typename } }`, variables: { id: "2" } });
  check("Apollo Client: one row by key", again.data.user.__typename === "User" && again.data.user.id === "2");
  const partial = await client.query({ query: gql`{ user(id: 1) { id } fails }`, errorPolicy: "all" });
  check("Apollo Client: partial data comes with the error", partial.data.user.id === "1" && partial.errors.length === 1 && partial.errors[0].path[0] === "fails");
  const wrong = await client.query({ query: gql`{ nothing }` }).then(() => null, (why) => why);
  check("Apollo Client: a wrong document is an error", /Cannot query field/.test(wrong?.message ?? JSON.stringify(wrong?.networkError)), String(wrong));
  const email = `apollo-${Date.now()}@example.org`;
  const made = await client.mutate({
    mutation: gql`mutation ($input: NewUser!) { createUser(input: $input) { id name email } }`,
    variables: { input: { name: "Apollo", email } },
  });
  check("Apollo Client: a mutation", made.data.createUser.email === email);
  const parts = [];
  await new Promise((resolve, reject) => {
    client.watchQuery({ query: gql`query { user(id: 2) { id ...Rest @defer(label: "rest") } } fragment Rest on User { name posts(limit: 2) { id title } }` })
      .subscribe({ next: (x) => { parts.push(x); if (x.data?.user?.posts) resolve(); }, error: reject });
  });
  check("Apollo Client: @defer comes in parts", parts.length > 1 && !parts[0].data.user.name && parts.at(-1).data.user.name === "Björn", JSON.stringify(parts));
  client.stop();
  await persisted(url, check);
}

// The hash first; the text once, when the server says that it does not know it.
async function persisted(url, check) {
  const sent = [];
  const spy = async (uri, init) => {
    sent.push(init.method === "GET" ? Object.fromEntries(new URL(uri).searchParams) : JSON.parse(init.body));
    return fetch(uri, init);
  };
  const query = gql`query Persisted($id: ID!) { user(id: $id) { id email } }`;
  const ask = async (useGETForHashedQueries) => {
    const link = createPersistedQueryLink({ sha256: (text) => createHash("sha256").update(text).digest("hex"), useGETForHashedQueries })
      .concat(new HttpLink({ uri: `${url}/graphql`, fetch: spy }));
    const client = new ApolloClient({ link, cache: new InMemoryCache() });
    const { data } = await client.query({ query, variables: { id: "3" } });
    client.stop();
    return data.user.id === "3";
  };
  check("Apollo Client: a persisted query that is new", (await ask(false)) && sent.length === 2 && !sent[0].query && Boolean(sent[1].query), JSON.stringify(sent));
  sent.length = 0;
  check("Apollo Client: a persisted query that is known", (await ask(false)) && sent.length === 1 && !sent[0].query, JSON.stringify(sent));
  sent.length = 0;
  check("Apollo Client: a persisted query by GET", (await ask(true)) && sent.length === 1 && !sent[0].query, JSON.stringify(sent));
}
