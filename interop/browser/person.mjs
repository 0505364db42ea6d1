// A person at a browser of their own: they enrol by a link, fill forms in, follow links.
import { createHmac } from "node:crypto";
import { look, say, watch } from "./watch.mjs";

const PASSWORD = "four pigeons on a wire";

export class Person {
  // Opens a browser for somebody, on a device of this width, in a language.
  static async at(browser, server, { lang, width }) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport({ width, height: 900, isMobile: width < 600, hasTouch: width < 600 });
    watch(page, server.url);
    return Object.assign(new Person(), { page, context, origin: server.url, lang, width });
  }

  // Opens a page and looks at it.
  async open(path) {
    const answer = await this.page.goto(`${this.origin}${path.replace("{lang}", this.lang)}`);
    await look(this.page, this);
    return answer.status();
  }

  // Fills in the form that has the first of these fields, and sends it; answers the status of what came back.
  async fill(fields, button = "button:not([type=button])") {
    const [first] = Object.keys(fields);
    const form = await this.page.waitForSelector(`form:has([name="${first}"])`, { timeout: 5000 });
    await form.evaluate((form) => form.closest("details")?.setAttribute("open", ""));
    for (const [name, value] of Object.entries(fields)) {
      const typed = await form.evaluate(
        (form, name, value) => {
          const field = form.querySelector(`[name="${name}"]`);
          field.closest("details")?.setAttribute("open", "");
          if (field.type === "hidden") return field.value === value;
          if (field.tagName === "SELECT") {
            const options = [...field.options];
            const choice = options.find((one) => one.value === value) ?? options.find((one) => one.text.includes(value));
            if (choice) field.value = choice.value;
            return Boolean(choice);
          }
          field.value = "";
          return null;
        },
        name,
        value,
      );
      if (typed === false) throw new Error(`${this.page.url()}: nothing to choose for ${name}=${value}`);
      if (typed === null) await (await form.$(`[name="${name}"]`)).type(value);
    }
    return this.press(await form.$(button));
  }

  // Chooses files in a field of a form on this page.
  async chooses(name, ...files) {
    await (await this.page.waitForSelector(`input[type=file][name="${name}"]`, { timeout: 5000 })).uploadFile(...files);
  }

  // Presses a button that leads to another page, and looks at that.
  async press(button) {
    const [answer] = await Promise.all([this.page.waitForNavigation(), button.evaluate((one) => one.click())]);
    await look(this.page, this);
    return answer?.status();
  }

  // Must lead to a page that the form was meant to lead to.
  async does(fields, button) {
    const status = await this.fill(fields, button);
    const refused = await this.page.$$eval(".wrong, .notice.bad .lead", (all) => all.map((one) => one.innerText));
    if (status !== 200) throw new Error(`${this.page.url()} answered ${status}: ${refused.join("; ")}`);
  }

  async text() {
    return this.page.$eval("main", (main) => main.innerText);
  }

  // Sets a password and shows the code that a telephone would show.
  async enrol(link) {
    await this.open(link.replace(/^\/(fa|en)/, "/{lang}"));
    const secret = await this.page.$eval("code.long", (code) => code.innerText.trim());
    await this.does({ password: PASSWORD, again: PASSWORD, code: code(secret) });
    if (!this.page.url().endsWith(`/${this.lang}/hq`)) say(this.page.url(), "enrolling did not lead to the first room");
  }

  // Is somewhere on the page a form that would change something?
  async forms() {
    return this.page.$$eval("main form[method=post]", (forms) =>
      forms.map((form) => form.getAttribute("action")).filter((to) => !to?.endsWith("/sign-out")),
    );
  }

  // What the server answers to whoever has this browser's cookie, though no page offers it: the pages' own policy
  // lets no script ask.
  async tries(path, fields) {
    const answer = await this.ask(path, {
      method: "POST",
      body: new URLSearchParams(fields),
      redirect: "manual",
    });
    return answer.status;
  }

  async ask(path, options = {}) {
    const cookies = await this.context.cookies();
    const cookie = cookies.map((one) => `${one.name}=${one.value}`).join("; ");
    const headers = { cookie, origin: this.origin };
    return fetch(`${this.origin}${path.replace("{lang}", this.lang)}`, { ...options, headers });
  }

  async leave() {
    await this.context.close();
  }
}

// Clocks in Iran are three and a half hours ahead: a headquarters' day begins by them.
const IRAN = 3.5 * 3_600_000;

// So many days from today, as forms take it.
export const day = (after) => new Date(Date.now() + IRAN + after * 86_400_000).toISOString().slice(0, 10);

// The time-based code of a secret (RFC 6238, SHA-1, six digits, half a minute).
export function code(secret, now = Date.now()) {
  const bits = [...secret].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const digest = createHmac("sha1", key).update(step).digest();
  const at = digest[19] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
