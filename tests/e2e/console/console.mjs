// node console.mjs BASE_URL SCREENSHOTS: the console in headless Chromium.
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { chromium } = createRequire(new URL("../clients/package.json", import.meta.url))("playwright-core");
const [url, screenshots] = process.argv.slice(2);
mkdirSync(screenshots, { recursive: true });

let passed = 0;
let failed = 0;
const check = (what, good, detail = "") => {
  if (good) passed += 1;
  else {
    failed += 1;
    console.log(`FAILED ${what} ${detail}`);
  }
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
for (const colorScheme of ["light", "dark"]) {
  const page = await browser.newPage({ colorScheme, viewport: { width: 1280, height: 800 } });
  const foreign = [];
  const complaints = [];
  page.on("request", (x) => { if (!x.url().startsWith(url) && !x.url().startsWith("data:")) foreign.push(x.url()); });
  page.on("console", (x) => { if (x.type() === "error") complaints.push(x.text()); });
  page.on("pageerror", (x) => complaints.push(String(x)));
  page.on("response", (x) => { if (x.status() >= 400) complaints.push(`${x.status()} ${x.url()}`); });

  await page.goto(url, { waitUntil: "networkidle" });
  check(`${colorScheme}: the page says whose it is`, (await page.title()) === "Troupe");
  await page.waitForSelector(".graphiql-query-editor .CodeMirror-line");
  const first = await page.locator(".graphiql-query-editor .CodeMirror-code").innerText();
  check(`${colorScheme}: the first query is made from the schema`, /limit: 5/.test(first), first);
  await page.click(".graphiql-execute-button");
  const result = page.locator(".result-window .CodeMirror-code");
  await page.waitForFunction(() => /"data"/.test(document.querySelector(".result-window .CodeMirror-code")?.innerText ?? ""));
  check(`${colorScheme}: it runs without errors`, !/"errors"/.test(await result.innerText()), await result.innerText());
  await page.screenshot({ path: join(screenshots, `console-${colorScheme}.png`) });

  await page.click(".graphiql-query-editor .CodeMirror");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("{ __typename }", { delay: 5 });
  await page.keyboard.press("Control+Enter");
  await page.waitForFunction(() => /"__typename": "Query"/.test(document.querySelector(".result-window .CodeMirror-code")?.innerText ?? ""));
  check(`${colorScheme}: a typed query runs by Ctrl-Enter`, true);
  await page.click('.graphiql-sidebar button[aria-label*="Documentation"]');
  await page.waitForSelector(".graphiql-doc-explorer-content");
  const docs = await page.locator(".graphiql-doc-explorer-content").innerText();
  check(`${colorScheme}: the documentation has the root types`, /query/i.test(docs) && /Query/.test(docs), docs);
  await page.screenshot({ path: join(screenshots, `docs-${colorScheme}.png`) });

  await page.click(".graphiql-query-editor .CodeMirror");
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("query($n: Int) { order(limit: $n, where: {status: {eq: PAID}}) { placed customer { name } lines { quantity } } categoryAggregate { count } }");
  await page.click('.graphiql-sidebar button[aria-label*="Explain"]');
  const panel = page.locator(".troupe-explain");
  await panel.getByText("Explain", { exact: true }).last().click();
  await page.waitForFunction(() => document.querySelectorAll(".troupe-explain section").length === 2);
  const told = await panel.innerText();
  check(`${colorScheme}: the plan is told`, /customer: joined/.test(told) && /lines: nested list/.test(told), told);
  check(`${colorScheme}: so are SQL, parameters and the database's plan`, /SELECT/.test(told) && /PAID|paid/.test(told) && /SEARCH|SCAN/.test(told), told);
  await page.screenshot({ path: join(screenshots, `explain-${colorScheme}.png`) });
  await page.click(".graphiql-query-editor .CodeMirror");
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("{ nothing }");
  await panel.getByText("Analyze", { exact: true }).click();
  await page.waitForSelector(".troupe-explain-error");
  check(`${colorScheme}: what is wrong is told as well`, /nothing/.test(await page.locator(".troupe-explain-error").innerText()));
  const background = await page.evaluate(() => getComputedStyle(document.querySelector(".graphiql-container")).backgroundColor);
  const numbers = background.match(/[\d.]+/g).map(Number).slice(0, 3);
  const bright = numbers.reduce((a, b) => a + b, 0) / numbers.length;
  check(`${colorScheme}: the colours follow the system`, colorScheme === "light" ? bright > 180 : bright < 90, background);
  check(`${colorScheme}: nothing is fetched from elsewhere`, foreign.length === 0, foreign.join(" "));
  check(`${colorScheme}: the browser has nothing to complain about`, complaints.length === 0, complaints.join("; "));
  await page.close();
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
