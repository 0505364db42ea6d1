// Sends the form marked data-live on each change and puts the answer in its place.
// Without this file the form's button does the same.
const form = document.querySelector("form[data-live]");
const followers = ["nav.rooms", "a.language", "#said", "#answer"];
let asking;
let pause;

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  document.querySelector("#answer").setAttribute("aria-busy", "true");
  try {
    const reply = await fetch(address, { signal: asking.signal });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    if (!page.querySelector("#answer")) throw new Error("no answer");
    const open = [...document.querySelectorAll("#answer details")].map((one) => one.open);
    for (const name of [...followers, ...[...form.querySelectorAll("output")].map((one) => `#${one.id}`)]) {
      const [old, fresh] = [document.querySelector(name), page.querySelector(name)];
      // What is read aloud keeps its place and gets new words.
      if (name === "#said") old.textContent = fresh.textContent;
      else if (old && fresh) old.replaceWith(fresh);
    }
    document.querySelectorAll("#answer details").forEach((one, at) => (one.open = open[at] ?? false));
    history.replaceState(null, "", address);
  } catch (error) {
    if (error.name !== "AbortError") form.submit();
  }
}

form?.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(ask, 60);
});
