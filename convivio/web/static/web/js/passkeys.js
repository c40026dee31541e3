// <form data-passkey="create|get" data-passkey-options="id of JSON" | data-passkey-from="address of JSON">:
// asks the browser for a passkey, and sends what it gives in the field called credential.
import { all } from "./finding.js";

export function bindPasskeys(part) {
  all(part, "form[data-passkey]").forEach((form) => {
    if (!window.PublicKeyCredential) return;
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      ask(form).catch((problem) => say(form, problem));
    });
  });
}

async function ask(form) {
  const { publicKey } = await optionsOf(form);
  const creates = form.dataset.passkey === "create";
  const given = creates
    ? await navigator.credentials.create({ publicKey: forCreating(publicKey) })
    : await navigator.credentials.get({ publicKey: forGetting(publicKey) });
  form.elements.credential.value = JSON.stringify(asWords(given));
  form.submit();
}

async function optionsOf(form) {
  const { passkeyOptions, passkeyFrom } = form.dataset;
  if (!passkeyFrom) {
    const told = JSON.parse(document.getElementById(passkeyOptions).textContent);
    return told.creation_options ?? told.request_options;
  }
  const answer = await fetch(passkeyFrom, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).request_options;
}

function forCreating(options) {
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: listed(options.excludeCredentials),
    authenticatorSelection: {
      ...options.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
  };
}

function forGetting(options) {
  return { ...options, challenge: bytes(options.challenge), allowCredentials: listed(options.allowCredentials) };
}

const listed = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

function asWords(credential) {
  const { response } = credential;
  const words = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) words[name] = text(response[name]);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: words,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function bytes(words) {
  const plain = atob(words.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function say(form, problem) {
  const place = form.querySelector("[data-passkey-problem]");
  if (place) place.hidden = false;
  if (problem.name !== "NotAllowedError" && problem.name !== "AbortError") console.warn(problem);
}
