// <form data-interview="STEP"> keeps entries on the device until the server has them, and
// shows only questions that apply. Without a connection it goes on to the next step, if
// the device keeps its page. Without this the form is sent as it is.
import { entriesOf, putBack, writtenIn } from "../../ui/js/entries.js";
import { send } from "../../ui/js/sending.js";
import { forget, pageAfter, takeAlong } from "./ahead.js";
import { showWhatApplies } from "./conditions.js";
import { copyOf, isUnsent, markTaken, merged, remove, write } from "./copies.js";
import { openOf, outlineOf, outlineOn, stepsNow, waitingOf } from "./outlines.js";
import { whenReachable } from "./reaching.js";
import { refresh, sendWaiting } from "./sending_waiting.js";

const form = document.querySelector("form[data-interview]");
const page = document.querySelector("[data-interview-page]");
const interview = page?.dataset.interviewPage;
const step = form?.dataset.interview;
// What the server told with this page, be it one that the device has kept for long.
const told = outlineOn(document);
const isKeptPage = page?.hasAttribute("data-kept");
const outline = () => outlineOf(interview) ?? told;

// What the server refused, or was never sent, is told before the interview is sent.
for (const line of document.querySelectorAll("[data-on-device-step]"))
  line.hidden = !isUnsent(copyOf(interview, line.dataset.onDeviceStep));

// --- Entries on the device ----------------------------------------------------------
const noteOf = (sent) => sent.querySelector(".draft-note");
const choice = document.querySelector("[data-draft-choice]");
let begunFrom = form?.elements.begun_from.value;
let base = form && writtenIn(form);
// What is entered without a connection is to be sent, whichever way the page is left.
const stateNow = () => {
  const { state } = copyOf(interview, step) ?? {};
  return isKeptPage || state === "waiting" ? "waiting" : undefined;
};
const keep = (state = stateNow()) => write(interview, step, { begunFrom, base, entries: entriesOf(form), state });
const putBackCopy = (copy, entries = copy.entries) => {
  putBack(form, entries);
  if (copy.begunFrom === begunFrom) base = copy.state === "sent" ? copy.entries : copy.base;
  if (isUnsent(copy)) noteOf(form).textContent = copy.state === "refused" ? form.dataset.refusal : form.dataset.putBack;
};
const goOnFrom = (copy) => {
  begunFrom = form.elements.begun_from.value = copy.begunFrom;
  putBackCopy(copy);
};
const lookForCopy = () => {
  // What was refused is on the page as it was entered.
  if (form.dataset.refused) return keep("refused");
  const copy = copyOf(interview, step);
  if (!copy) return;
  const isSame = JSON.stringify(copy.entries) === JSON.stringify(entriesOf(form));
  if (!isKeptPage && (isSame || copy.state === "sent")) return remove(interview, step);
  // The server has it; the page that the device keeps is older.
  if (copy.state === "sent") return goOnFrom(copy);
  if (copy.begunFrom === begunFrom) return putBackCopy(copy);
  // Whether another device came in between, the server tells once this is sent.
  if (isKeptPage && copy.state !== "changed") return goOnFrom(copy);
  // Nothing may be entered before it is said which of the two counts.
  choice.hidden = false;
  form.inert = true;
};
choice?.querySelector("[data-keep-server]").addEventListener("click", () => remove(interview, step));
choice?.querySelector("button")?.addEventListener("click", () => {
  const copy = copyOf(interview, step);
  putBackCopy(copy, merged(copy, entriesOf(form)));
  keep();
  showWhatApplies(form);
  form.inert = false;
  choice.hidden = true;
});

// --- With and without a connection --------------------------------------------------
const status = page?.querySelector("[data-device-state]");
const say = (name, ...more) => { status.textContent = [status.dataset[name], ...more].join(" "); };
const codes = (steps) => steps.map((each) => each.code).join(", ");
const sayWhatWaits = () => {
  const waiting = waitingOf(outline(), step);
  if (waiting.length) say("waiting", codes(waiting));
};

// As it is asked now, where the answers that it hangs on are on this device alone.
const showSteps = () => {
  const steps = stepsNow(outline());
  const asked = steps.map((each) => each.code);
  for (const chip of page.querySelectorAll("[data-step]"))
    chip.hidden = ![...asked, step].includes(chip.dataset.step);
  const progress = page.querySelector("progress");
  progress.max = steps.length + 1;
  progress.value = asked.indexOf(step) + 1;
  const times = steps.find((each) => each.code === step)?.times;
  for (const [place, again] of [...form.querySelectorAll(".again")].entries())
    if (times) again.hidden = again.disabled = place >= times;
};

// What the server would refuse for certain, said while the person can still be asked.
const isRefusedHere = () => {
  const asked = [...form.elements].filter((field) => field.willValidate && field.offsetParent);
  for (const field of asked) field.required = "needed" in field.dataset;
  const wrong = asked.find((field) => !field.checkValidity());
  wrong?.reportValidity();
  return Boolean(wrong);
};

const goOnWithout = async (go) => {
  if (go === "next" && isRefusedHere()) return true;
  const next = await pageAfter(outline(), step, go, page.dataset.onDevice);
  if (!next || !keep("waiting")) return false;
  location.assign(next);
  return true;
};

const sendFrom = (sent, button, without) =>
  send(sent, button, {
    leaving: (url) => {
      const done = url?.searchParams.get("done");
      if (done) forget(done);
      else if (url && sent === form) markTaken(interview, url, entriesOf(form));
    },
    kept: (isBusy) => { noteOf(sent).textContent = isBusy ? sent.dataset.busy : sent.dataset.offline; },
    without,
  });

// What was entered before goes first: this may hang on it. Whether there is nothing left.
const sendEarlier = async (sent) => {
  if (!waitingOf(outline(), step).length) return true;
  sent.inert = true;
  try {
    await sendWaiting(outline(), step);
    return true;
  } catch {
    return false;
  } finally {
    sent.inert = false;
  }
};

const sendStep = async (button) => {
  keep();
  const without = () => goOnWithout(button?.value ?? "next");
  if (!(await sendEarlier(form)) && (await without())) return;
  sendFrom(form, button, without);
};

// Looking over shows what the server has; what came late is said once the page is there anew.
const LATE = "late entries";
const lookAgain = () => { sessionStorage.setItem(LATE, interview); location.reload(); };
if (page && !form && sessionStorage.getItem(LATE) === interview) {
  sessionStorage.removeItem(LATE);
  noteOf(page).textContent = page.querySelector("[data-late]").dataset.late;
}

// Who sends the interview must have seen all of it on the server.
const endInterview = async (ending, button) => {
  const isSending = ending.hasAttribute("data-sends-interview");
  if (isSending && waitingOf(outline()).length) {
    if (await sendEarlier(ending)) lookAgain();
    else noteOf(ending).textContent = ending.dataset.offline;
  } else if (!isSending || !openOf(outline()).length || confirm(ending.dataset.lost)) sendFrom(ending, button);
};

const sendWhatWaits = async () => {
  try {
    await sendWaiting(outline(), step);
    refresh(outline(), page.dataset);
  } catch (refusal) {
    if (refusal.message === "gone") say("gone");
    if (refusal.message === "signed-out") say("signedOut");
    return;
  }
  if (!form) return lookAgain();
  const open = openOf(outline()).filter((each) => each.code !== step);
  if (open.length) say("open", codes(open));
  else say("sent");
};

if (form) {
  lookForCopy();
  if (page.hasAttribute("data-ahead")) showSteps();
  showWhatApplies(form);
  form.addEventListener("input", () => { keep(); showWhatApplies(form); });
  form.addEventListener("submit", (event) => { event.preventDefault(); sendStep(event.submitter); });
}
// Sending the interview, and giving it up.
for (const ending of document.querySelectorAll("form[data-ends-interview]"))
  ending.addEventListener("submit", (event) => { event.preventDefault(); endInterview(ending, event.submitter); });

if (page) {
  const sayReady = (isThere) => { if (isThere && !waitingOf(outline(), step).length) say("ready"); };
  if (!isKeptPage) takeAlong(told, page.dataset).then(sayReady, () => {});
  sayWhatWaits();
  whenReachable(() => waitingOf(outline(), step).length, sendWhatWaits);
}
