// Tells on every page of the desk what waits in this browser, and sends it as soon as Loa can be reached.
import { forgetPages, isReady, person, place, sendAll, sent } from "./outbox.js";
import { all, get, isWaiting, put } from "./outbox_store.js";

const AGAIN = 60 * 1000;

/** A page that shows a recorded entry is the proof that it arrived. */
async function noteArrivals() {
  for (const told of document.querySelectorAll("[data-recorded]")) {
    const entry = await get(told.dataset.recorded);
    if (entry && isWaiting(entry)) await put(sent(entry, { url: location.pathname }));
  }
}

async function show() {
  const own = (await all()).filter((entry) => entry.person === person && isWaiting(entry) && !(entry.state === "leaving" && !isReady(entry)));
  place.hidden = !own.length;
  const link = place.querySelector("a");
  link.textContent = place.dataset.words.replace("{count}", own.length);
  guardTheWayOut(own.length);
}

function guardTheWayOut(count) {
  for (const form of document.querySelectorAll(`form[action="${place.dataset.wayOut}"]`)) {
    if (count) form.dataset.confirm = place.dataset.ask.replace("{count}", count);
    else delete form.dataset.confirm;
  }
}

// The page that is kept for hours without network names its person, so it goes when they go.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!place || event.defaultPrevented || form.getAttribute("action") !== place.dataset.wayOut) return;
  event.preventDefault();
  forgetPages().catch(() => {}).then(() => form.submit());
});

async function begin() {
  await noteArrivals();
  await show();
  await sendAll();
  await show();
}

if (place && window.indexedDB) {
  document.addEventListener("loa:outbox", () => show());
  window.addEventListener("online", () => sendAll());
  setInterval(() => sendAll(), AGAIN);
  // Where the browser keeps nothing (some private windows) pages work as they do without scripts.
  begin().catch(() => {});
}
