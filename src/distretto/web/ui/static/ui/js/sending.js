// Sends a form as it stands as soon as the server takes it: at once, or when there is a
// connection again. Until then its page stays open, and may be changed.
const AGAIN_IN = 20; // seconds: nothing need say that a way to the server is there again
const LONGEST = 60_000; // milliseconds that entries may be on their way; files may take longer
// The server lives but does not take entries now: it is busy, or just being started.
const NOT_NOW = [502, 503, 504];

// The one that was asked for last: once it is taken, the page goes on from it.
let waiting = null;

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
// vain attempt would take the keyboard away in the middle of a word.
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
  clearTimeout(waiting?.timer);
  waiting = null;
  const focused = document.activeElement;
  underWay(form, true);
  let answer = null;
  try {
    answer = await post(form, button);
  } catch (refusal) {
    underWay(form, false);
    if (form.contains(focused)) focused.focus();
    wait(() => send(form, button, { taken, kept }), refusal.again);
    return kept(Boolean(refusal.again));
  }
  return taken(answer);
};

const wait = (again, inSeconds = AGAIN_IN) => {
  waiting = { again, timer: setTimeout(tryAgain, inSeconds * 1000) };
};

const tryAgain = async () => {
  const entry = waiting;
  clearTimeout(entry?.timer);
  const reachable = entry && (await isReachable());
  if (!entry || waiting !== entry) return; // nothing waits, or it was sent by hand meanwhile
  if (reachable) entry.again();
  else wait(entry.again);
};

window.addEventListener("online", tryAgain);
// Without a connection, nothing leads back to this page.
window.addEventListener("beforeunload", (event) => { if (waiting) event.preventDefault(); });
// A page that the browser brings back from its memory was left while it was being sent.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.querySelectorAll("form[data-sending]")) underWay(form, false);
});
