// Follows every link from a page and looks at what it leads to: of pages that differ by a number alone, one.

import { kindOf } from "./watch.mjs";

const MOST = 90;

export async function crawl(person, start) {
  const seen = new Set();
  const waiting = [start];
  while (waiting.length && seen.size < MOST) {
    const path = waiting.shift();
    const kind = kindOf(path);
    if (seen.has(kind)) continue;
    seen.add(kind);
    await person.open(path);
    const links = await person.page.$$eval("a[href]", (all) => all.map((one) => new URL(one.getAttribute("href"), document.baseURI).href));
    for (const link of links) {
      const url = new URL(link);
      // Files are read by what they are made of; the other language is walked on its own.
      const here = url.origin === person.origin && url.pathname.startsWith(`/${person.lang}`);
      if (here && !/\/(files|photographs)\/[0-9a-f]{64}$|\.(pdf|csv|xlsx|json|ics)$/.test(url.pathname)) waiting.push(url.pathname + url.search);
    }
  }
  return seen.size;
}
