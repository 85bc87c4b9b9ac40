import { useEditorContext } from "@graphiql/react";
import React, { useState } from "react";

/** A bar for each level of a plan. */
function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" aria-hidden="true">
      <path d="M4 5h16M4 5v14M8 12h12M4 12h4M8 19h12M4 19h4" />
    </svg>
  );
}

/** Returns the explanation, or throws what is to be shown instead. */
async function ask({ query, variables, operationName }, analyze) {
  let given;
  try {
    given = variables.trim() === "" ? undefined : JSON.parse(variables);
  } catch {
    throw new Error("The variables are not valid JSON.");
  }
  const answer = await fetch(analyze ? "/explain?analyze=true" : "/explain", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables: given, operationName: operationName ?? undefined }),
  });
  if (answer.status === 404) throw new Error("This server explains nothing to you: server.explain says to whom it does.");
  const body = await answer.json();
  if (body.errors) throw new Error(body.errors.map((x) => x.message).join("\n"));
  return body;
}

const number = (x) => x.toLocaleString("en-US", { maximumFractionDigits: 2 });

function Block({ title, text }) {
  if (!text) return null;
  return (
    <>
      <h4>{title}</h4>
      <pre>{text.trimEnd()}</pre>
    </>
  );
}

function Parameters({ list }) {
  if (!list?.length) return null;
  return (
    <>
      <h4>Parameters</h4>
      <table>
        <tbody>
          {list.map((x, i) => (
            <tr key={i}>
              <td>${i + 1}</td>
              <td>{x.type}</td>
              <td>{JSON.stringify(x.value)}</td>
              <td>{x.variable ? "variable" : ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Field({ field }) {
  return (
    <section>
      <h3>{field.field}</h3>
      {field.cost !== undefined && (
        <p>
          Estimated cost {number(field.cost)}, {number(field.rows)} {field.rows === 1 ? "row" : "rows"}
        </p>
      )}
      <Block title="Plan" text={field.tree} />
      <Block title="SQL" text={field.sql} />
      <Block title="SQL for many keys at once" text={field.mergedSql} />
      <Block title="SQL that asks once for what rows have in common" text={field.onceSql} />
      <Parameters list={field.parameters} />
      <Block title="The database's plan" text={field.databasePlan} />
      {field.failure && <p className="troupe-explain-error">{field.failure}</p>}
    </section>
  );
}

/** The plan of what is in the editor. */
function Explain() {
  const { queryEditor, variableEditor } = useEditorContext({ nonNull: true });
  const [shown, show] = useState({});
  const run = async (analyze) => {
    const what = {
      query: queryEditor?.getValue() ?? "",
      variables: variableEditor?.getValue() ?? "",
      operationName: queryEditor?.operationName,
    };
    try {
      show({ plan: await ask(what, analyze) });
    } catch (why) {
      show({ error: why.message });
    }
  };
  return (
    <div className="troupe-explain">
      <div className="graphiql-doc-explorer-title">Explain</div>
      <div className="troupe-explain-buttons">
        <button type="button" className="graphiql-button" onClick={() => run(false)} title="Plan, SQL and the database's estimate; nothing runs">
          Explain
        </button>
        <button type="button" className="graphiql-button" onClick={() => run(true)} title="Runs the query and shows the rows and times of each step">
          Analyze
        </button>
      </div>
      {shown.error && <p className="troupe-explain-error">{shown.error}</p>}
      {shown.plan && (
        <>
          <p>At most {number(shown.plan.cost.expectedRows)} rows expected</p>
          {shown.plan.fields.map((x, i) => (
            <Field key={i} field={x} />
          ))}
        </>
      )}
      {!shown.plan && !shown.error && <p>Shows how the query in the editor is read from the database.</p>}
    </div>
  );
}

export const explainPlugin = { title: "Explain", icon: Icon, content: Explain };
