// Sends what waits in this browser, each entry once, and knows who may.
import { announce } from "../ui/js/page.js";
import { all, isWaiting, put } from "./outbox_store.js";

export const place = document.querySelector("[data-outbox]");
// While somebody waits to go on; what is sent by itself may take its time.
const PATIENCE = 5000;
const LONG_PATIENCE = 30 * 1000;
// An entry whose form left this long ago and of which no page has told anything since did not arrive.
const LEAVING = 60 * 1000;

export const person = place?.dataset.person ?? "";

export function changed() {
  document.dispatchEvent(new CustomEvent("loa:outbox"));
}

/** Who is signed in, and what a form needs to be let in; null where Loa cannot be reached. */
export async function reach(patience = PATIENCE) {
  const stop = new AbortController();
  const clock = setTimeout(() => stop.abort(), patience);
  try {
    const answer = await fetch(place.dataset.send, { cache: "no-store", credentials: "same-origin", signal: stop.signal });
    if (!answer.ok) return null;
    const who = await answer.json();
    place.dataset.signedOut = who.signed_in ? "no" : "yes";
    return who;
  } catch {
    return null;
  } finally {
    clearTimeout(clock);
  }
}

function formOf(entry) {
  const form = new FormData();
  for (const [name, value] of entry.fields) form.append(name, value);
  for (const { name, file, called } of entry.files) form.append(name, file, called);
  return form;
}

async function post(entry, token) {
  const answer = await fetch(place.dataset.send, {
    method: "POST", body: formOf(entry), credentials: "same-origin", headers: { "X-CSRFToken": token, "Accept": "application/json" },
  });
  const isJson = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
  return isJson ? answer.json() : { state: answer.status === 413 ? "refused" : "waiting", why: [place.dataset.tooLarge] };
}

/** What is left of an entry once Loa has it. */
export function sent(entry, told) {
  const { reference, person: who, title } = entry;
  return { reference, person: who, title, at: Date.now(), state: "sent", url: told.url ?? "", why: told.why ?? [] };
}

async function sendOne(entry, token) {
  const told = await post(entry, token);
  if (told.state === "recorded") await put(sent(entry, told));
  else if (told.state === "refused" || told.state === "duplicate") await put({ ...entry, state: told.state, why: told.why, url: told.url ?? "" });
  return told.state;
}

export function isReady(entry) {
  if (entry.person !== person) return false;
  return entry.state === "waiting" || (entry.state === "leaving" && Date.now() - entry.at > LEAVING);
}

async function sendThose() {
  const ready = (await all()).filter(isReady);
  if (!ready.length) return;
  const who = await reach(LONG_PATIENCE);
  if (who?.signed_in && who.person === person) {
    for (const entry of ready) if (await sendOne(entry, who.csrf) === "waiting") break;
    if ((await all()).every((entry) => !isWaiting(entry))) announce(place.dataset.allSent);
  }
  changed();
}

/** Sends what can be sent; two pages that are open at once do not send the same entry side by side. */
export async function sendAll() {
  if (!navigator.locks) return sendThose();
  return navigator.locks.request("loa-outbox", { ifAvailable: true }, (lock) => lock && sendThose());
}

/** Forgets the pages kept for hours without network. */
export async function forgetPages() {
  if (!window.caches) return;
  for (const name of await caches.keys()) if (name.startsWith("loa-evidence")) await caches.delete(name);
}
