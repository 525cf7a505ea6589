// Sends a form as it stands as soon as the server takes it: at once, or when there is a
// connection again. Until then its page stays open, and may be changed.
const AGAIN_IN = 20; // seconds: nothing need say that a way to the server is there again
const LONGEST = 60_000; // milliseconds that entries may be on their way; files may take longer
// The server lives but does not take entries now: it is busy, or just being started.
const NOT_NOW = [502, 503, 504];

const waiting = new Map();
export const isWaiting = (form) => waiting.has(form);

const post = async (form, button) => {
  const isSlow = form.enctype === "multipart/form-data";
  const answer = await fetch(form.getAttribute("action") || location.href, {
    method: "POST",
    body: new FormData(form, button),
    signal: isSlow ? null : AbortSignal.timeout(LONGEST),
  });
  if (NOT_NOW.includes(answer.status)) throw { again: Number(answer.headers.get("Retry-After")) || 60 };
  return answer;
};

// Asked first when something waits: a form that is being sent cannot be typed in, and a
// vain attempt must not take anybody's word off the keys.
const isReachable = async () => {
  try {
    const answer = await fetch(import.meta.url, { method: "HEAD", cache: "no-store" });
    return !NOT_NOW.includes(answer.status);
  } catch {
    return false;
  }
};

const underWay = (form, is) => {
  form.inert = is;
  form.toggleAttribute("data-sending", is);
};

// `taken(answer)` goes on from the server's answer; `kept(isBusy)` says that the form waits.
export const send = async (form, button, { taken, kept }) => {
  clearTimeout(waiting.get(form)?.timer);
  waiting.delete(form);
  const focused = document.activeElement;
  underWay(form, true);
  let answer = null;
  try {
    answer = await post(form, button);
  } catch (refusal) {
    underWay(form, false);
    if (form.contains(focused)) focused.focus();
    wait(form, () => send(form, button, { taken, kept }), refusal.again);
    return kept(Boolean(refusal.again));
  }
  return taken(answer);
};

const wait = (form, again, inSeconds = AGAIN_IN) => {
  const timer = setTimeout(() => tryAgain(form), inSeconds * 1000);
  waiting.set(form, { again, timer });
};

const tryAgain = async (form) => {
  const entry = waiting.get(form);
  clearTimeout(entry.timer);
  const reachable = await isReachable();
  if (waiting.get(form) !== entry) return; // sent meanwhile by hand
  if (reachable) entry.again();
  else wait(form, entry.again);
};

window.addEventListener("online", () => [...waiting.keys()].forEach(tryAgain));
// Without a connection, nothing leads back to this page.
window.addEventListener("beforeunload", (event) => { if (waiting.size) event.preventDefault(); });
// A page that the browser brings back from its memory was left while it was being sent.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.querySelectorAll("form[data-sending]")) underWay(form, false);
});
