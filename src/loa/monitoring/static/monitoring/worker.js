// Opens the page on which evidence is entered when there is no network. All else goes to the network as ever.

const OFFLINE = new URL("offline/", self.registration.scope).href;
const PATIENCE = 15000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

function inTime(request) {
  const late = new Promise((_resolve, reject) => { setTimeout(() => reject(new Error("late")), PATIENCE); });
  return Promise.race([fetch(request), late]);
}

async function page(request) {
  try {
    return await inTime(request);
  } catch (problem) {
    const kept = await caches.match(OFFLINE);
    if (!kept) throw problem;
    return request.url.startsWith(OFFLINE) ? kept : Response.redirect(OFFLINE);
  }
}

async function file(request) {
  try {
    return await inTime(request);
  } catch (problem) {
    const kept = await caches.match(request.url);
    if (!kept) throw problem;
    return kept;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (["script", "style", "font", "image"].includes(request.destination)) event.respondWith(file(request));
});
