// Staff for a branch: taken on, taught, assessed by somebody else, assigned, and there on the day.
import { day } from "./person.mjs";
import { say } from "./watch.mjs";


// Ten digits of which the last is a check digit (the national identity number's rule).
function national(first) {
  const digits = [...String(first).padStart(9, "0")].map(Number);
  const left = digits.reduce((sum, digit, at) => sum + digit * (10 - at), 0) % 11;
  return digits.join("") + (left < 2 ? left : 11 - left);
}

async function recruit(officer, { number, name, latin, home }) {
  await officer.open("/{lang}/hq/staff/recruit");
  await officer.does({
    national: national(number),
    name,
    latin,
    phone: "09120000000",
    post: "operator",
    home,
    born: "1990-01-01",
    schooling: "degree",
    candidate: "no",
    agent: "no",
    supervises: "no",
    offence: "no",
    kin: "none",
  });
  return officer.page.url().split("/").pop();
}

// Who recruits does not assess, and who taught nobody's lesson gets nobody a pass.
export async function crew(governor, district, inspector) {
  const trainer = await recruit(governor, { number: 123456, name: "زهرا کریمی", latin: "Zahra Karimi", home: "tehran/rey" });
  const member = await recruit(district, { number: 654321, name: "علی رضایی", latin: "Ali Rezaei", home: "tehran/rey/2" });

  await inspector.open(`/{lang}/hq/staff/${trainer}`);
  await inspector.does({ grade: "county-trainer", certificate: "ک-۱۲", until: day(170) });

  await governor.open("/{lang}/hq/training/open");
  await governor.does({
    post: "operator",
    grade: "branch",
    place: "tehran/rey/2",
    venue: "سالن آموزش",
    on: day(0),
    capacity: "30",
    trainer,
  });
  const session = new URL(governor.page.url()).pathname.replace(/^\/(fa|en)/, "/{lang}");
  await governor.does({ waiting: "yes" });
  const early = await district.tries(`/{lang}/hq/staff/${member}/assign`, { place: "tehran/rey/2/0007", duty: "serving", version: "1" });
  if (early !== 409) say(session, `an assignment without a pass was answered with ${early}`);
  await governor.open(session);
  await governor.page.$$eval(`[name=came][value="${member}"]`, (all) => all.forEach((one) => (one.checked = true)));
  await governor.press(await governor.page.$(`form[action$="/attendance"] button`));
  await inspector.open(session);
  await inspector.does({ [`score-${member}`]: "91" });

  await district.open(`/{lang}/hq/staff/${member}`);
  await district.does({ place: "tehran/rey/2/0007", duty: "serving" });
  await district.open("/{lang}/hq/staff/gaps/tehran.rey.2.0007");
  if (!(await district.text()).includes(district.lang === "fa" ? "علی رضایی" : "Ali Rezaei")) {
    say(district.page.url(), "whoever was assigned is not on the branch's page");
  }
}
