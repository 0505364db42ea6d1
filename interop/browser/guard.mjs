// Who answers for the network: a segment handed over by two people, and an incident closed by somebody else.
import { day } from "./person.mjs";
import { say } from "./watch.mjs";

export async function guard(governor, security) {
  await governor.open("/{lang}/hq/security/segments/keep");
  await governor.does({ code: "rey", name: "شبکه‌ی ری", place: "tehran/rey", zone: "branches" });
  await governor.does({ body: "پیمانکار شبکه", until: day(90) });
  const alone = await governor.tries("/{lang}/hq/security/segments/rey/change", { what: "take" });
  if (alone !== 409) say("/hq/security/segments/rey", `taking one's own offer was answered with ${alone}`);
  await security.open("/{lang}/hq/security/segments/rey");
  await security.press(await security.page.$("form:has([value=take]) button"));
  await security.does({ host: "edge-1", address: "10.7.0.1" });

  await security.open("/{lang}/hq/security/incidents/report");
  await security.does({ title: "قطع پیوند اصلی", severity: "high", place: "tehran/rey", segment: "rey", body: "پیمانکار شبکه" });
  for (const step of ["contain", "resolve"]) await security.does({ step, text: "پیوند دوم در کار است" });
  const own = await security.tries(new URL(security.page.url()).pathname + "/line", { step: "close", severity: "high", text: "…" });
  if (own !== 409) say(security.page.url(), `closing one's own incident was answered with ${own}`);
  await governor.open(new URL(security.page.url()).pathname);
  await governor.does({ step: "close", text: "پیوند دوم را هر هفته بیازماییم" });
}
