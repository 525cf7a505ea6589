// Sends what waits on this device for a connection: step by step, for a later one may hang
// on an earlier one, by the same way as the form of each step.
import { newName } from "../../ui/js/sending.js";
import { aheadOf, takeAlong } from "./ahead.js";
import { copyOf, mark, markTaken } from "./copies.js";
import { outlineOn, outlines, waitingOf } from "./outlines.js";

const LONGEST = 20_000; // milliseconds: in a weak network an answer may never come
const signIn = document.getElementById("trouble").dataset.signIn;

const ask = async (address, options) => {
  const answer = await fetch(address, { ...options, signal: AbortSignal.timeout?.(LONGEST) });
  // "signed-out" and "gone" are said to people; anything else is tried again.
  if (answer.redirected) throw new Error(new URL(answer.url).pathname === signIn ? "signed-out" : "gone");
  return answer;
};

const pageNow = async (outline) => {
  const answer = await ask(aheadOf(outline.steps[0]), { cache: "no-store" });
  if (answer.status === 404) throw new Error("gone");
  if (!answer.ok) throw new Error("later");
  return new DOMParser().parseFromString(await answer.text(), "text/html");
};

// Newer answers on the server, and a step that is not asked there, are for people to look at.
const LOOKED_AT = { 404: "refused", 409: "changed" };

const sendCopy = async (outline, step, token) => {
  const { entries, begunFrom } = copyOf(outline.interview, step.code);
  const data = new FormData();
  for (const [name, entry] of entries) data.append(name, entry);
  data.append("csrfmiddlewaretoken", token);
  data.append("begun_from", begunFrom);
  // As on the way to looking it over: what is in order is kept, whatever else is not.
  data.append("go", "review");
  const answer = await ask(step.page, { method: "POST", body: data, headers: { "Distretto-Sent": newName() } });
  const state = LOOKED_AT[answer.status];
  if (state) return mark(outline.interview, step.code, { state });
  if (!answer.ok) throw new Error("later");
  // Where it was sent already from elsewhere, the server does not lead on through the steps.
  const next = new URL(answer.headers.get("Distretto-Go-On"), location);
  if (!markTaken(outline.interview, next, entries)) throw new Error("gone");
};

// Of one page of this device at a time, where the browser can see to that.
const alone = (work) => (navigator.locks ? navigator.locks.request("waiting entries", work) : work());

// All steps but the one that the page is about. Whether there was anything to send.
export const sendWaiting = (outline, except = "") =>
  alone(async () => {
    const waiting = waitingOf(outline, except);
    if (!waiting.length) return false;
    const token = (await pageNow(outline)).querySelector("[name=csrfmiddlewaretoken]").value;
    for (const step of waiting) await sendCopy(outline, step, token);
    return true;
  });

// What the device keeps of an interview, as the server has it now; later if not now.
export const refresh = async (outline, places) => {
  try {
    await takeAlong(outlineOn(await pageNow(outline)), places);
  } catch {
    // The next page that is opened with a connection does it.
  }
};

// Of all interviews; of those that could not be sent, why.
export const sendAllWaiting = async (places) => {
  const refused = {};
  for (const outline of outlines()) {
    try {
      if (await sendWaiting(outline)) await refresh(outline, places);
    } catch (refusal) {
      refused[outline.interview] = refusal.message;
    }
  }
  return refused;
};
