// Everybody's week, in two languages on two devices; then every page that a link leads to.
import { crawl } from "./crawl.mjs";
import { week } from "./jobs.mjs";
import { Person } from "./person.mjs";
import { serve } from "./server.mjs";
import { looked, puppeteer, say, wrong } from "./watch.mjs";

const election = process.argv[2];
const DEVICES = [
  { lang: "fa", width: 400 },
  { lang: "en", width: 1280 },
  { lang: "fa", width: 1280 },
  { lang: "en", width: 400 },
];

const begun = Date.now();
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});

// A headquarters of its own for each: nobody's week is in another's way.
async function live(device, everything) {
  const server = await serve();
  try {
    const { governor, everybody } = await week(browser, server, device);
    if (everything) await crawl(governor, `/${device.lang}/hq`);
    for (const person of everybody) await person.leave();
  } catch (error) {
    say(`${device.lang} ${device.width}`, error.stack);
  } finally {
    server.stop();
  }
}

async function read(device) {
  const server = await serve(election);
  try {
    const reader = await Person.at(browser, server, device);
    await crawl(reader, `/${device.lang}`);
    await reader.leave();
  } catch (error) {
    say(`public ${device.lang} ${device.width}`, error.stack);
  } finally {
    server.stop();
  }
}

await Promise.all([live(DEVICES[0], true), live(DEVICES[1], true)]);
await Promise.all([live(DEVICES[2], false), live(DEVICES[3], false)]);
if (election) {
  for (const device of DEVICES.slice(0, 2)) await read(device);
}
await browser.close();

for (const [where, what] of wrong) for (const one of what) console.log(`${where}: ${one}`);
const seconds = Math.round((Date.now() - begun) / 1000);
console.log(`${looked} looks at pages in ${seconds} s, ${wrong.size} pages with something wrong`);
process.exit(wrong.size ? 1 : 0);
