// Apollo Client: queries with variables and fragments, normalised cache,
// errors, partial data, a mutation.
import apolloCore from "@apollo/client/core/core.cjs";

const { ApolloClient, HttpLink, InMemoryCache, gql } = apolloCore;

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
  client.stop();
}
