// A week at a headquarters: each job by whoever has it, in a browser.
import { Person } from "./person.mjs";
import { crew } from "./crew.mjs";
import { day } from "./person.mjs";
import { guard } from "./guard.mjs";
import { say } from "./watch.mjs";
import { fileURLToPath } from "node:url";

const BRANCH = "/{lang}/hq/branches/tehran.rey.2.0007";
const PICTURE = new URL("../../docs/pictures/result-fa.png", import.meta.url);
const TABLE = `place,name,latin,kind,standing,setting,education,at,devices,owner,agreed
tehran,استان تهران,Tehran province,,,,,,,,
tehran/rey,ری,Rey,,,,,,,,
tehran/rey/2,منطقه‌ی ۲,District 2,,,,,,,,
tehran/rey/2/0007,دبستان البرز,Alborz school,school,fixed,urban,ری ۱,"35.58,51.43",1,آموزش و پرورش,2026-01-20
tehran/rey/2/0008,مسجد جامع,Jame mosque,mosque,mobile,village,,"35.59,51.44",1,,
tehran/rey/3/0001,سرای محله,Community hall,other,fixed,urban,,"35.51,51.40",2,,
`;

export async function week(browser, server, device) {
  const at = () => Person.at(browser, server, device);
  const [governor, chair] = [await at(), await at()];
  await governor.enrol(server.links[0]);
  await chair.enrol(server.links[1]);
  const people = await beginning(governor, chair);
  const head = await enrolled(at, people.head);
  const district = await enrolled(at, people.district);
  await meet(governor, head);
  await lend(governor, server);
  await logistics(head);
  await survey(governor, district);
  const inspector = await enrolled(at, await appoint([governor, chair], "inspector", "inspector", "tehran/rey"));
  await crew(governor, district, inspector);
  const security = await enrolled(at, await appoint([governor, chair], "security", "security-head", "tehran/rey"));
  await guard(governor, security);
  await supervise([chair, governor], at);
  await readiness(governor);
  await keyboard(governor);
  return { governor, everybody: [governor, chair, head, district, inspector, security] };
}

async function enrolled(at, link) {
  const person = await at();
  await person.enrol(link);
  return person;
}

// The governor fixes the day, brings the register in, and appoints.
async function beginning(governor, chair) {
  await governor.open("/{lang}/hq/readiness");
  await governor.does({ polling: day(60) });
  // What the law's deadlines would be is shown first.
  await governor.does({ confirmed: day(60) });
  await governor.open("/{lang}/hq/branches/import");
  await governor.does({ table: TABLE });
  await governor.does({ seen: await governor.page.$eval("[name=seen]", (seen) => seen.value) });
  await governor.open("/{lang}/hq/organisation/form");
  await governor.does({ place: "tehran/rey", name: "ستاد ری", latin: "Rey", formed: "2026-01-01" });
  const head = await appoint([governor, chair], "head", "logistics-head", "tehran/rey");
  const district = await appoint([governor, chair], "district", "district-head", "tehran/rey/2");
  return { head, district };
}

// Registers somebody and issues their letter, which a second officer signs too; answers the link that is handed to them.
async function appoint([officer, second], login, role, scope) {
  await officer.open("/{lang}/hq/people/register");
  await officer.does({ name: `مریم ${login}`, latin: `Maryam ${login}`, login, place: "tehran" });
  const link = await officer.page.$eval("pre", (pre) => new URL(pre.innerText.trim()).pathname);
  const side = role.startsWith("supervis") ? "supervisory" : "executive";
  // Whoever heads a committee heads one that is there.
  const heads = /^(security|police|logistics|infrastructure|information)-head$/.exec(role);
  if (heads) {
    await officer.open("/{lang}/hq/committees/form");
    await officer.does({ place: scope, kind: heads[1], formed: day(-1) });
  }
  await officer.open(`/{lang}/hq/letters/${side}`);
  // Supervision has no committees.
  const committee = heads ? { committee: await officer.page.$eval("#committee option:last-child", (one) => one.value) } : {};
  await officer.does({ person: login, role, scope, ...committee, from: day(0), until: day(200), basis: "ماده ۹۰" });
  const number = officer.page.url().split("/").at(-1);
  await second.open(`/{lang}/hq/letters/${number}`);
  const signed = await second.press(await second.page.$(`form[action$="/letters/${number}/confirm"] button`));
  if (signed !== 200) say(second.page.url(), `the second signature was answered with ${signed}`);
  return link;
}

// A meeting, a decision for the committee's head, who reports; the governor has seen it done.
async function meet(governor, head) {
  await governor.open("/{lang}/hq/meetings/call");
  await governor.does({ title: "هماهنگی شعب", topic: "education", place: "tehran", held: "2026-02-01", agenda: "شعب" });
  const decide = 'button[formaction$="/decisions"]';
  await governor.does({ text: "کابل برق دبستان البرز نو شود", owner: "head", due: "2026-02-10" }, decide);
  await head.open("/{lang}/hq");
  await head.open("/{lang}/hq/decisions/1");
  await head.does({ note: "آغاز شد" }, "button[value=begin]");
  await head.chooses("files", fileURLToPath(PICTURE));
  await head.does({ note: "کابل نو شد؛ عکس پیوست است" }, "button[value=report]");
  await governor.open("/{lang}/hq/decisions/1");
  const width = await governor.page.$eval(".evidence img", (seen) => seen.decode().then(() => seen.naturalWidth));
  if (!width) say(governor.page.url(), "the picture that was reported is not seen");
  await governor.does({ note: "دیده شد" }, "button[value=verify]");
}

// A program reads for the governor, until its token is ended.
async function lend(governor, server) {
  await governor.open("/{lang}/hq/account");
  await governor.does({ name: "نمودار آمادگی", days: "30" });
  const token = await governor.page.$eval("pre", (pre) => pre.innerText.trim());
  const reads = async () => {
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(`${server.url}/api/v1/headquarters/branches`, { headers })).status;
  };
  const lent = await reads();
  await governor.open("/{lang}/hq/account");
  await governor.press(await governor.page.$('form[action*="/account/programs/"] button'));
  const ended = await reads();
  if (lent !== 200 || ended !== 401) say(governor.page.url(), `a program was answered ${lent}, and ${ended} after its end`);
}

// A device, from the store to the branch's door.
async function logistics(head) {
  await head.open("/{lang}/hq/devices");
  await head.open("/{lang}/hq/devices/receive");
  await head.does({ serial: "ID-1", kind: "identity", home: "tehran/rey" });
  await head.does({ step: "accept" });
  await head.does({ configuration: "1405-2" });
  await head.does({ step: "passed" });
  await head.does({ number: "A-1" });
  await head.does({ to: "tehran/rey/2/0007" });
}

// The district's head takes the device, surveys the branch, and has what is wanting put right.
async function survey(governor, district) {
  await district.open("/{lang}/hq/devices/ID-1");
  await district.does({ seal: "A-1" });
  await district.open(BRANCH);
  const marks = ["rooms", "power", "light", "network", "access", "security", "history"];
  const form = (power) =>
    Object.fromEntries(marks.map((item) => [`mark-${item}`, item === "power" ? power : "good"]));
  const half = await district.fill({ "mark-rooms": "good" });
  if (half !== 422) say(district.page.url(), `half a survey was answered with ${half}`);
  await district.does(form("missing"));
  await district.does({ owner: "شرکت برق", due: day(20) });
  await district.does({ note: "کابل نو" });
  const own = await district.tries(`${BRANCH}/deficiencies/1`, { lack: "1", steps: "3", step: "verify" });
  if (own !== 409) say(district.page.url(), `verifying one's own work was answered with ${own}`);
  await governor.open(BRANCH);
  await governor.does({ step: "verify" });
  await district.open(BRANCH);
  await district.does(form("good"));
  for (const [rank, operator] of [["primary", "A"], ["second", "B"]]) {
    await district.does({ rank, bearer: "fibre", operator });
    await district.does({ measured: rank, latency: "40", lost: "0", upward: "9000" });
  }
  await district.does({ rehearsed: "passed" });
  const ready = await district.page.$$eval("h1 .badge.green", (all) => all.length);
  if (ready !== 1) say(district.page.url(), "the branch is not green after all was put right");
}

// Supervision sees everything in its scope, and changes nothing of the executive's.
async function supervise(officers, at) {
  const link = await appoint(officers, "seer", "supervisor", "tehran/rey");
  const supervisor = await at();
  await supervisor.enrol(link);
  for (const room of ["", "/readiness", "/branches", "/network", "/devices", "/organisation", "/letters", "/decisions", "/journal"]) {
    const status = await supervisor.open(`/{lang}/hq${room}`);
    if (status !== 200) say(supervisor.page.url(), `supervision is answered with ${status}`);
    const forms = await supervisor.forms();
    if (forms.length) say(supervisor.page.url(), `supervision could change something: ${forms}`);
  }
  await supervisor.open(BRANCH);
  if ((await supervisor.forms()).length) say(supervisor.page.url(), "supervision could change a branch");
  const tried = [
    [`${BRANCH}/survey`, {}],
    ["/{lang}/hq/polling-day", { polling: "2095-06-01" }],
    ["/{lang}/hq/devices/ID-1/step", { step: "use" }],
    ["/{lang}/hq/letters/executive", {}],
  ];
  for (const [path, fields] of tried) {
    const status = await supervisor.tries(path, fields);
    if (status !== 403) say(path, `supervision's form was answered with ${status}`);
  }
  await supervisor.leave();
}

// What is not ready, whose it is, and since when: for a reader, for a wall, as files.
async function readiness(governor) {
  await governor.open("/{lang}/hq");
  if (!(await governor.text()).match(/[0-9۰-۹]/)) say("/hq", "the morning page says nothing");
  await governor.open("/{lang}/hq/readiness");
  await governor.open("/{lang}/hq/readiness?place=tehran.rey");
  await governor.open("/{lang}/hq/readiness?place=tehran&wall&every=600");
  for (const kind of ["csv", "xlsx", "json"]) {
    const path = `/${governor.lang}/hq/readiness/tehran.${kind}`;
    const answer = await governor.ask(path);
    const [status, bytes] = [answer.status, (await answer.arrayBuffer()).byteLength];
    if (status !== 200 || bytes < 100) say(path, `${status}, ${bytes} bytes`);
  }
}

// The first stop of the keyboard is the way past the navigation.
async function keyboard(governor) {
  await governor.open("/{lang}/hq");
  await governor.page.keyboard.press("Tab");
  const first = await governor.page.evaluate(() => document.activeElement.className);
  if (first !== "skip") say("/hq", `the first stop of the keyboard is ${first}`);
}
