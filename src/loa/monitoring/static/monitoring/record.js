// The form in which evidence is entered: asks only for what its kind has, and loses nothing when the network does.
import { announce, whenLoaded } from "../ui/js/page.js";
import { changed, forgetPages, person, place, reach, sendAll } from "./outbox.js";
import { all, get, put, remove } from "./outbox_store.js";

const PAGES = "loa-evidence-pages";

// ------------------------------------------------------------------------------------------------- what a kind asks

function fitToKind(form) {
  const kind = form.querySelector("[name=kind]")?.value;
  for (const part of form.querySelectorAll("[data-kinds]")) {
    const input = part.querySelector("input");
    part.hidden = !part.dataset.kinds.split(" ").includes(kind) && !input.value;
  }
}

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-record]");
  if (!form) return;
  if (event.target.name === "kind") fitToKind(form);
  if (event.target.matches("input[type=file][capture]")) keepEarlier(event.target);
  if (event.target.type === "file") noteFiles(form);
}, true);

/** A look at what the entry would count for does without the files themselves. */
function noteFiles(form) {
  const chosen = [...form.querySelectorAll("input[type=file]")].filter((input) => input.files.length);
  form.querySelector("[data-chosen]").value = chosen.map((input) => input.name).join(" ");
}

// A camera gives one picture at a time: those taken before stay.
const taken = new WeakMap();
function keepEarlier(input) {
  if (!input.files.length) return;
  const files = new DataTransfer();
  for (const file of [...(taken.get(input) ?? []), ...input.files]) files.items.add(file);
  input.files = files.files;
  taken.set(input, [...files.files]);
}

whenLoaded(() => document.querySelectorAll("form[data-record]").forEach(fitToKind));

// ------------------------------------------------------------------------------------------------- keeping and sending

function newReference() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function entryOf(form, submitter) {
  const fields = [], files = [];
  for (const [name, value] of new FormData(form)) {
    if (name === "csrfmiddlewaretoken") continue;
    if (!(value instanceof File)) fields.push([name, value]);
    else if (value.size) files.push({ name, file: value, called: value.name });
  }
  if (submitter?.name) fields.push([submitter.name, submitter.value]);
  return { reference: form.elements.reference.value, person, at: Date.now(), title: form.elements.title.value, fields, files, state: "leaving", why: [] };
}

async function keepForLater(form, entry) {
  await put({ ...entry, state: "waiting" });
  form.reset();
  taken.delete(form.querySelector("input[type=file][capture]"));
  form.elements.reference.value = newReference();
  fitToKind(form);
  announce(form.dataset.kept);
  changed();
  document.querySelector("[data-outbox-list]")?.scrollIntoView({ block: "center" });
}

async function leave(form, submitter) {
  const entry = entryOf(form, submitter);
  // First on the disk, then on its way: whatever happens to the network, the entry is there.
  await put(entry);
  const who = await reach();
  if (!who?.signed_in || who.person !== person) return keepForLater(form, entry);
  form.elements.csrfmiddlewaretoken.value = who.csrf;
  form.dataset.goes = "yes";
  form.requestSubmit(submitter ?? undefined);
}

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.matches("form[data-record]") || form.dataset.goes || !window.indexedDB) return;
  if (["look", "preview"].includes(submitter?.name)) return;
  event.preventDefault();
  leave(form, submitter).catch(() => { form.dataset.goes = "yes"; form.requestSubmit(submitter ?? undefined); });
});

// What comes back to be put right is in the form again, and no longer on its way.
for (const form of document.querySelectorAll("form[data-record][data-returned]")) {
  get(form.elements.reference.value).then((entry) => entry?.state === "leaving" && remove(entry.reference)).catch(() => {});
}

// ------------------------------------------------------------------------------------------------- the list of entries

const list = document.querySelector("[data-outbox-list]");

function row(entry) {
  const shown = list.querySelector("template").content.cloneNode(true).firstElementChild;
  const set = (name, text) => { const part = shown.querySelector(`[data-${name}]`); part.textContent = text; part.hidden = !text; };
  const state = entry.state === "leaving" ? "waiting" : entry.state;
  set("title", entry.title || list.dataset.untitled);
  set("state", list.dataset[state]);
  shown.querySelector("[data-state]").className = `badge badge-${{ sent: "success", waiting: "info" }[state] ?? "warning"}`;
  set("why", entry.why.join(" "));
  const link = shown.querySelector("[data-open]");
  link.hidden = !entry.url;
  if (entry.url) link.href = entry.url;
  for (const button of shown.querySelectorAll("[data-do]")) {
    button.hidden = !button.dataset.for.split(" ").includes(state);
    button.addEventListener("click", () => DEEDS[button.dataset.do](entry, button));
  }
  return shown;
}

const DEEDS = {
  async anyway(entry) { await put({ ...entry, state: "waiting", fields: [...entry.fields, ["anyway", "1"]] }); await sendAll(); },
  async remove(entry, button) {
    if (entry.state !== "sent" && !window.confirm(button.dataset.question)) return;
    await remove(entry.reference);
    changed();
  },
  async again(entry) {
    const form = document.querySelector("form[data-record]");
    fill(form, entry);
    await remove(entry.reference);
    changed();
    form.elements.title.focus();
  },
};

/** Puts an entry back into the form, files and all. */
function fill(form, entry) {
  form.reset();
  for (const input of form.elements) if (input.type === "checkbox") input.checked = false;
  for (const [name, value] of entry.fields) {
    for (const input of form.querySelectorAll(`[name="${name}"]`)) {
      if (input.type === "checkbox") input.checked ||= input.value === value;
      else if (input.type !== "file" && input.type !== "submit") input.value = value;
    }
  }
  for (const input of form.querySelectorAll("input[type=file]")) {
    const files = new DataTransfer();
    for (const one of entry.files) if (one.name === input.name) files.items.add(new File([one.file], one.called, { type: one.file.type }));
    input.files = files.files;
    taken.set(input, [...files.files]);
  }
  fitToKind(form);
}

async function showList() {
  const entries = await all();
  const own = entries.filter((entry) => entry.person === person);
  list.querySelector("[data-rows]").replaceChildren(...own.map(row));
  list.querySelector("[data-others]").hidden = entries.length === own.length;
  list.querySelector("[data-sign-in]").hidden = place.dataset.signedOut !== "yes";
  list.hidden = !entries.length;
}

if (list && window.indexedDB) {
  document.addEventListener("loa:outbox", () => showList());
  list.querySelector("[data-send-now]").addEventListener("click", () => sendAll());
  showList().catch(() => {});
}

// ------------------------------------------------------------------------------------------------- without network

/** Keeps the page and all it is made of, so that it opens without network. */
async function keepPage(form) {
  await navigator.serviceWorker.register(form.dataset.worker, { scope: form.dataset.scope });
  const files = performance.getEntriesByType("resource").map((one) => one.name).filter((name) => new URL(name).pathname.startsWith(form.dataset.static));
  const pages = await caches.open(PAGES);
  const answer = await fetch(form.dataset.offline, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  await pages.put(form.dataset.offline, answer);
  for (const name of new Set(files)) {
    const file = await fetch(name);
    if (file.ok) await pages.put(name, file);
  }
  await navigator.serviceWorker.ready; // until it is, nobody opens what is kept
  document.documentElement.dataset.keptForOffline = "yes";
}

const form = document.querySelector("form[data-record]");
if (form && "serviceWorker" in navigator && window.caches && navigator.onLine) {
  window.addEventListener("load", () => keepPage(form).catch(() => {}));
}
if (form && !person) forgetPages();
