// Shows the pages that the device keeps where there is no connection: of an interview the
// step that is asked for; of any other address of the site the interviews on the device.
const CACHE = "pages";
// Milliseconds: in a weak network an answer may never come.
const PATIENCE = { page: 6_000, part: 3_000 };
const PARTS = ["style", "script", "image"];
const ANY = { ignoreSearch: true, ignoreVary: true };

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const kept = async (address) => (await caches.open(CACHE)).match(address, ANY);
const onDevice = async () => {
  const kept = await caches.open(CACHE);
  const there = (await kept.keys()).find((request) => new URL(request.url).pathname.endsWith("/interviews/on-device/"));
  return there && kept.match(there, ANY);
};
const lateAfter = (time) => new Promise((_, refuse) => { setTimeout(() => refuse(new Error("late")), time); });

// From the network, else as it is kept here; what is not kept is waited for.
const answer = async (request, patience) => {
  const there = await kept(request);
  try {
    return await Promise.race(there ? [fetch(request), lateAfter(patience)] : [fetch(request)]);
  } catch (refusal) {
    const shown = there ?? (request.mode === "navigate" && (await onDevice()));
    if (shown) return shown;
    throw refusal;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.location.origin)) return;
  if (request.mode === "navigate") event.respondWith(answer(request, PATIENCE.page));
  else if (PARTS.includes(request.destination)) event.respondWith(answer(request, PATIENCE.part));
});
