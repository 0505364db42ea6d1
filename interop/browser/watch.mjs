// What a page must not do: ask another host, complain on its console, fail, scroll sideways, shut anybody out.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.env.MODULES, "package.json"));
export const puppeteer = require("puppeteer-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
// Whatever the device, a page fits a small telephone.
const NARROW = 320;

// Everything that went wrong, said once a page.
export const wrong = new Map();
export let looked = 0;

export function say(where, what) {
  if (!wrong.has(where)) wrong.set(where, new Set());
  wrong.get(where).add(what);
}

// Watches a page for as long as it lives.
export function watch(page, origin) {
  const here = () => page.url().replace(origin, "");
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(data|about|blob):/.test(url)) say(here(), `asks another host: ${url}`);
  });
  page.on("response", (answer) => {
    if (answer.status() >= 500) say(here(), `${answer.status()} from ${answer.url().replace(origin, "")}`);
  });
  page.on("console", (message) => {
    // A form that was refused is no error of the page, though the browser notes its status.
    const refused = /status of 4(01|03|04|09|10|22)/.test(message.text());
    if (["error", "warn"].includes(message.type()) && !refused) say(here(), `console: ${message.text()}`);
  });
  page.on("pageerror", (error) => say(here(), `script: ${error.message}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") say(here(), `${why}: ${request.url().replace(origin, "")}`);
  });
}

// Of pages that differ by numbers alone, one is looked at closely in each language and width.
const close = new Set();

export const kindOf = (path) => path.replace(/\?.*/, "").replace(/[0-9a-f]{12,}|[0-9]+(\.[0-9]+)*/g, "#");

// Looks at the page as it stands: does it fit, and can everybody use it?
export async function look(page, { origin, lang, width }) {
  looked += 1;
  const here = page.url().replace(origin, "");
  const kind = `${lang} ${width} ${kindOf(here)}`;
  const first = !close.has(kind);
  close.add(kind);
  if (first) await accessible(page, here);
  const view = page.viewport();
  for (const width of new Set(first ? [view.width, NARROW] : [view.width])) {
    if (width !== view.width) await page.setViewport({ ...view, width });
    const over = await page.evaluate(() => {
      const root = document.documentElement;
      if (root.scrollWidth <= root.clientWidth + 1) return null;
      const beyond = (one) => {
        const box = one.getBoundingClientRect();
        return Math.max(box.right - root.clientWidth, -box.left);
      };
      const all = [...document.querySelectorAll("body *")].sort((one, other) => beyond(other) - beyond(one));
      return `${Math.round(beyond(all[0]))} px beyond: ${all[0].outerHTML.slice(0, 160)}`;
    });
    if (over) say(here, `scrolls sideways at ${width} px: ${over}`);
  }
  if (first && view.width !== NARROW) await page.setViewport(view);
}

async function accessible(page, here) {
  const violations = await page.evaluate(`${AXE}; axe.run(document, ${JSON.stringify({
    runOnly: RULES,
    resultTypes: ["violations"],
  })}).then((found) => found.violations.map((v) => [v.id, v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160))]))`);
  for (const [rule, nodes] of violations) say(here, `${rule}: ${nodes.join(" | ")}`);
}
