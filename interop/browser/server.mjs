// A headquarters as a process of its own, and the links that it prints for its first officers.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

// Serves a folder, a new one unless it is named; answers when requests are taken.
export async function serve(folder) {
  const own = folder ? null : mkdtempSync(join(tmpdir(), "amin-browser-"));
  const args = ["serve", "--listen", "127.0.0.1:0", "--data", folder ?? own];
  const child = spawn(process.env.AMIN, args, { stdio: ["ignore", "pipe", "inherit"] });
  const server = { url: "", links: [] };
  server.stop = () => {
    child.kill();
    if (own) rmSync(own, { recursive: true, force: true });
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const url = line.match(/^headquarters on (\S+)/);
    if (url) server.url = url[1];
    const link = line.match(/^first \S+ of \S+: (\S+)/);
    if (link) server.links.push(new URL(link[1]).pathname);
    if (server.links.length === 2 || (folder && url && (await answers(server.url)))) return server;
  }
  throw new Error("the headquarters ended before it took requests");
}

async function answers(url) {
  for (let tries = 0; tries < 100; tries++) {
    if (await fetch(url).then(() => true, () => false)) return true;
    await new Promise((later) => setTimeout(later, 100));
  }
  return false;
}
