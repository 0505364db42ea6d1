// Walks through enrolment and sign-in by passkey, by the DevTools protocol alone: no package is installed for it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const [link, profile] = process.argv.slice(2);
const quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = spawn(
  process.env.CHROMIUM,
  ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", `--user-data-dir=${profile}`, ...quiet],
  { stdio: "ignore" },
);

/** Asks again until there is an answer. */
const until = async (what, ask) => {
  for (let tried = 0; tried < 200; tried += 1) {
    const answer = await ask();
    if (answer) return answer;
    await pause(100);
  }
  throw new Error(`${what} did not come`);
};

/** What is known of the page; for whoever looks for a failure. */
let tell = async () => "no page yet";

try {
  const ports = `${profile}/DevToolsActivePort`;
  const [port, path] = await until("the browser", () => existsSync(ports) && readFileSync(ports, "utf8").split("\n"));
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  await new Promise((opened) => socket.addEventListener("open", opened));

  let number = 0;
  const waiting = new Map();
  const complaints = [];
  socket.addEventListener("message", ({ data }) => {
    const { id, result, error, method, params } = JSON.parse(data);
    if (method === "Log.entryAdded" && params.entry.level === "error") complaints.push(params.entry.text);
    if (method === "Runtime.exceptionThrown") complaints.push(params.exceptionDetails.text);
    if (!waiting.has(id)) return;
    const { kept, broken } = waiting.get(id);
    waiting.delete(id);
    if (error) broken(new Error(error.message));
    else kept(result);
  });
  const ask = (method, params = {}, sessionId = undefined) =>
    new Promise((kept, broken) => {
      number += 1;
      waiting.set(number, { kept, broken });
      socket.send(JSON.stringify({ id: number, method, params, sessionId }));
    });

  const { targetId } = await ask("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await ask("Target.attachToTarget", { targetId, flatten: true });
  const page = (method, params) => ask(method, params, sessionId);
  for (const room of ["Page", "Runtime", "Log", "WebAuthn"]) await page(`${room}.enable`);
  // A browser asks for a key on the page that its user looks at, and on no other.
  await page("Page.bringToFront");
  await page("Emulation.setFocusEmulationEnabled", { enabled: true });
  const { authenticatorId } = await page("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });

  const value = async (expression) => {
    const { result } = await page("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true, userGesture: true });
    return result.value;
  };
  tell = async () => JSON.stringify({
    at: await value("location.href"),
    said: await value("document.querySelector('.passkey [role=status]')?.textContent"),
    complaints,
  });
  const at = (where) => until(where, async () => (await value("document.readyState + location.pathname")) === `complete${where}`);
  const shown = (selector) => until(selector, () => value(`!!document.querySelector(${JSON.stringify(selector)})`));
  const press = async (selector) => {
    await shown(selector);
    await value(`document.querySelector(${JSON.stringify(selector)}).click()`);
  };
  const keys = async () => (await page("WebAuthn.getCredentials", { authenticatorId })).credentials;

  await page("Page.navigate", { url: link });
  await press(".passkey:not([hidden]) button");
  await at("/fa/hq/account");
  const made = await keys();
  assert.equal(made.length, 1, "the browser keeps one key");
  assert.ok(made[0].isResidentCredential, "which it finds without being told a name");
  assert.equal(made[0].rpId, "localhost");

  // A second one on the same device is not made: it is asked to leave out those that it has.
  await press(".passkey:not([hidden]) button");
  await until("a refusal", () => value("document.querySelector('.passkey [role=status]').textContent !== ''"));
  assert.equal((await keys()).length, 1);

  await press("form.leave button");
  await at("/fa/hq/sign-in");
  await press(".passkey:not([hidden]) button");
  await at("/fa/hq");
  const signed = await keys();
  assert.ok(signed[0].signCount > made[0].signCount, "its counter grew");

  // Signed out again, and the key forgotten by the device: nobody comes in.
  await press("form.leave button");
  await at("/fa/hq/sign-in");
  await page("WebAuthn.clearCredentials", { authenticatorId });
  await press(".passkey:not([hidden]) button");
  await until("a refusal", () => value("document.querySelector('.passkey [role=status]').textContent !== ''"));
  assert.equal(await value("location.pathname"), "/fa/hq/sign-in");

  assert.deepEqual(complaints, [], "the browser complained of nothing");
  console.log("a passkey was made, used, and missed when it was gone");
} catch (error) {
  console.error(await tell().catch(() => "the page does not answer"));
  throw error;
} finally {
  const gone = new Promise((closed) => browser.once("exit", closed));
  browser.kill();
  await gone;
}
