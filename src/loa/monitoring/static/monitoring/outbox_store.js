// What was entered and is not known to have arrived, kept in this browser until it is: one row for each entry.

const NAME = "loa-evidence";
const ENTRIES = "entries";
const KEPT = 7 * 24 * 60 * 60 * 1000;

let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(ENTRIES, { keyPath: "reference" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function done(mode, act) {
  const base = await open();
  return new Promise((resolve, reject) => {
    const change = base.transaction(ENTRIES, mode);
    const request = act(change.objectStore(ENTRIES));
    // Only a finished transaction is on the disk.
    change.oncomplete = () => resolve(request?.result);
    change.onerror = change.onabort = () => reject(change.error);
  });
}

export const put = (entry) => done("readwrite", (entries) => entries.put(entry));
export const get = (reference) => done("readonly", (entries) => entries.get(reference));
export const remove = (reference) => done("readwrite", (entries) => entries.delete(reference));

/** All entries, the oldest first; those sent long ago are forgotten on the way. */
export async function all() {
  const found = await done("readonly", (entries) => entries.getAll());
  const old = found.filter((one) => one.state === "sent" && Date.now() - one.at > KEPT);
  for (const one of old) await remove(one.reference);
  return found.filter((one) => !old.includes(one)).sort((one, other) => one.at - other.at);
}

/** Whether the entry still has to reach Loa. */
export const isWaiting = (one) => one.state !== "sent";
