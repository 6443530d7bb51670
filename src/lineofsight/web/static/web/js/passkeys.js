// Passkeys: turns what the server asks into what the browser wants, and its answer back.
//
// <form data-passkey="sign-in|ask|make"> holds a hidden field "credential" and a button
// [data-passkey-start]. "ask" and "make" find the server's question in #passkey-options (JSON);
// "sign-in" fetches it from the form's own address when it is wanted, so that it is fresh.

const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

const textOf = (buffer) =>
  btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const withBytes = (named) => (named ?? []).map((one) => ({ ...one, id: bytesOf(one.id) }));

function toCreate(asked) {
  return {
    ...asked,
    challenge: bytesOf(asked.challenge),
    user: { ...asked.user, id: bytesOf(asked.user.id) },
    excludeCredentials: withBytes(asked.excludeCredentials),
    // A passkey signs in by itself: the device keeps it, and asks for finger, face or code.
    authenticatorSelection: {
      ...asked.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
  };
}

const toGet = (asked) => ({
  ...asked,
  challenge: bytesOf(asked.challenge),
  allowCredentials: withBytes(asked.allowCredentials),
});

function answerOf(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = textOf(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function questionOf(form) {
  if (form.dataset.passkey !== "sign-in") {
    return JSON.parse(document.getElementById("passkey-options").textContent);
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return answer.json();
}

async function ask(form) {
  const question = await questionOf(form);
  if (form.dataset.passkey === "make") {
    return navigator.credentials.create({ publicKey: toCreate(question.creation_options.publicKey) });
  }
  return navigator.credentials.get({ publicKey: toGet(question.request_options.publicKey) });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) {
    form.hidden = true;
    const without = form.nextElementSibling;
    if (without?.matches("[data-passkey-without]")) without.hidden = false;
    continue;
  }
  const button = form.querySelector("[data-passkey-start]");
  const problem = form.querySelector("[data-passkey-problem]");
  button.addEventListener("click", async () => {
    problem.hidden = true;
    button.disabled = true;
    try {
      form.elements.namedItem("credential").value = JSON.stringify(answerOf(await ask(form)));
      form.submit();
    } catch {
      problem.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
}
