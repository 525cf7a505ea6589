// Pages that a device keeps to show them without a connection. They are of the person who
// is signed in: once nobody is, they are let go. Only over HTTPS, or on the device that
// serves the site, does a browser keep any.
const CACHE = "pages";
const ANY = { ignoreSearch: true, ignoreVary: true };
const LONGEST = 30_000; // milliseconds: in a weak network an answer may never come

const canKeep = Boolean(window.caches && navigator.serviceWorker);
const cache = () => caches.open(CACHE);
const get = (address) => fetch(address, { signal: AbortSignal.timeout?.(LONGEST) });

// Whether the pages that are kept are shown: by the script at this address, from now on.
export const showsKept = async (worker) =>
  canKeep && Boolean(await navigator.serviceWorker.register(worker, { scope: "/" }).catch(() => null));
// Whether they are shown to who opens a page now.
export const isShowingKept = () => Boolean(navigator.serviceWorker?.controller);

export const isKept = async (address) => canKeep && Boolean(await (await cache()).match(address, ANY));

// One page of a path: another query is a newer state of it.
export const keepPage = async (address) => {
  const kept = await cache();
  if (await kept.match(address, { ignoreVary: true })) return;
  const answer = await get(address);
  if (!answer.ok || answer.redirected) throw new Error(`${address} cannot be kept`);
  await kept.delete(address, ANY);
  await kept.put(address, answer);
};

export const letGo = async (isGone) => {
  if (!canKeep) return;
  const kept = await cache();
  for (const request of await kept.keys()) if (isGone(new URL(request.url))) await kept.delete(request);
};

// What this page is made of, as far as it is the same on other pages. The browser has just
// fetched it, so that nothing goes over the network once more.
export const keepParts = async () => {
  const parts = performance.getEntriesByType("resource").map((each) => new URL(each.name));
  const kept = await cache();
  for (const { href } of parts.filter((part) => part.origin === location.origin && /\.(js|css|svg)$/.test(part.pathname))) {
    const answer = await get(href);
    if (answer.ok) await kept.put(href, answer);
  }
};

const words = document.getElementById("unsaved");
if (window.caches && words && !words.dataset.person) caches.delete(CACHE);
