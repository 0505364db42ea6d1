// Passkeys: asks the headquarters for a question, the browser for its answer, and hands that over. Where scripts or
// passkeys are missing nothing is shown, and the password works.
(() => {
  "use strict";
  const keys = window.PublicKeyCredential;
  if (!keys || !keys.parseCreationOptionsFromJSON || !keys.parseRequestOptionsFromJSON) return;

  const post = async (path, body) => {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      redirect: "error",
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  const asked = async (kind, options) =>
    kind === "make"
      ? navigator.credentials.create({ publicKey: keys.parseCreationOptionsFromJSON(options) })
      : navigator.credentials.get({ publicKey: keys.parseRequestOptionsFromJSON(options) });

  // A form that was sent after its session had ended lies hidden in the form of the sign-in: it goes on to its own page.
  const carried = (box, then) => {
    const fields = document.querySelectorAll("input[name=carries], input[name^='carried.']");
    if (!fields.length || !box.dataset.carried) return false;
    const form = document.createElement("form");
    form.method = "post";
    form.action = box.dataset.carried;
    const add = (name, value) => {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      form.append(field);
    };
    add("then", then);
    for (const field of fields) add(field.name, field.value);
    document.body.append(form);
    form.submit();
    return true;
  };

  for (const box of document.querySelectorAll("[data-passkey]")) {
    const { passkey, kind, then, cancelled, refused } = box.dataset;
    const button = box.querySelector("button");
    const said = box.querySelector("[role=status]");
    button.addEventListener("click", async () => {
      button.disabled = true;
      said.textContent = "";
      try {
        const { options, state } = await post(`${passkey}/begin`, {});
        const credential = await asked(kind, options);
        const name = box.querySelector("input")?.value ?? "";
        const { to } = await post(passkey, { state, credential: credential.toJSON(), name, then });
        if (!carried(box, then)) location.assign(to);
      } catch (error) {
        said.textContent = error.name === "NotAllowedError" ? cancelled : refused;
        button.disabled = false;
      }
    });
    box.hidden = false;
  }
})();
