import "graphiql/graphiql.css";
import "./console.css";

import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { buildClientSchema, getIntrospectionQuery } from "graphql";
import React from "react";
import { createRoot } from "react-dom/client";

import { explainPlugin } from "./explain.jsx";
import mask from "./mask.svg";
import { welcome } from "./welcome.js";

const fetcher = createGraphiQLFetcher({ url: "/graphql" });

/** Returns the schema, or why there is none. GraphiQL shows the latter itself. */
async function loadSchema() {
  try {
    const answer = await fetch("/graphql", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: getIntrospectionQuery({ inputValueDeprecation: true, oneOf: false }) }),
    });
    return buildClientSchema((await answer.json()).data);
  } catch {
    return undefined;
  }
}

function Console({ schema }) {
  return (
    <GraphiQL fetcher={fetcher} schema={schema} defaultQuery={welcome(schema)} defaultEditorToolsVisibility="variables" plugins={[explainPlugin]}>
      <GraphiQL.Logo>
        <a className="troupe-logo" href="/schema.graphql" title="The schema as SDL">
          <img src={mask} alt="" /> Troupe
        </a>
      </GraphiQL.Logo>
    </GraphiQL>
  );
}

createRoot(document.getElementById("console")).render(<Console schema={await loadSchema()} />);
