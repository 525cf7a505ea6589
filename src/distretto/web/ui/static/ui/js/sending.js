// Sends a form as it stands as soon as the server takes it: at once, or when there is a
// connection again. Until then its page stays open, and may be changed.
const AGAIN_IN = 20; // seconds: nothing need say that a way to the server is there again
const LONGEST = 60_000; // milliseconds that entries may be on their way; files may take longer
const PATIENCE = 10_000; // the same, where the page can go on without an answer
// The server lives but does not take entries now: it is busy, or just being started.
const NOT_NOW = [502, 503, 504];

// The one that was asked for last: once it is taken, the page goes on from it.
let waiting = null;

// What is sent has a name, and the same if it is sent again because no answer came: the
// server takes it once.
export const newName = () => crypto.getRandomValues(new Uint32Array(4)).join("-");
let last = {};
const nameOf = (data) => {
  const told = JSON.stringify([...data].map(([name, entry]) => [name, entry.name ?? entry]));
  if (last.told !== told) last = { told, name: newName() };
  return last.name;
};

const post = async (form, button, longest) => {
  const data = new FormData(form, button);
  const isSlow = form.enctype === "multipart/form-data";
  const answer = await fetch(form.getAttribute("action") || location.href, {
    method: "POST",
    body: data,
    headers: { "Distretto-Sent": nameOf(data) },
    signal: isSlow ? null : AbortSignal.timeout?.(longest),
  });
  if (NOT_NOW.includes(answer.status)) throw { again: Number(answer.headers.get("Retry-After")) || 60 };
  return answer;
};

// To another page, or to this one again: with a # alone, the browser would not ask for it.
const open = (url) => {
  const isHere = url.pathname + url.search === location.pathname + location.search;
  location.assign(url);
  if (isHere && url.hash) location.reload();
};

// What is refused the server shows on a page that only a form can open.
const submit = (form, button) => {
  const pressed = Object.assign(document.createElement("input"), { type: "hidden", name: button?.name ?? "", value: button?.value });
  form.append(pressed);
  form.submit();
  pressed.remove();
};

// Asked first when something waits: a form that is being sent cannot be typed in, and a
// vain attempt would take the keyboard away in the middle of a word.
export const isReachable = async () => {
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

// `kept(isBusy)` says that the form waits; `leaving(url)` comes before the page is left: for
// the address that the server goes on with, or for none where the form was not taken. Where
// there is no connection, `without()` is asked first whether the page goes on without one.
export const send = async (form, button, { leaving, kept, without }) => {
  clearTimeout(waiting?.timer);
  waiting = null;
  const focused = document.activeElement;
  underWay(form, true);
  let answer = null;
  try {
    answer = await post(form, button, without ? PATIENCE : LONGEST);
  } catch (refusal) {
    underWay(form, false);
    if (!refusal.again && (await without?.())) return;
    if (form.contains(focused)) focused.focus();
    wait(() => send(form, button, { leaving, kept, without }), refusal.again);
    return kept(Boolean(refusal.again));
  }
  last = {};
  const next = answer.headers.get("Distretto-Go-On");
  leaving(next && new URL(next, location));
  if (next) return open(new URL(next, location));
  if (answer.redirected) return open(new URL(answer.url)); // to sign in
  submit(form, button);
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
