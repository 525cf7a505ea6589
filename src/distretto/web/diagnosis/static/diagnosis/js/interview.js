// <form data-interview="KEY"> keeps entries on the device until the server has them, and
// shows only questions that apply. Without this the form is sent as it is.
import { showWhatApplies } from "./conditions.js";
import { entriesOf, putBack } from "../../ui/js/entries.js";
import { send } from "../../ui/js/sending.js";

const form = document.querySelector("form[data-interview]");
const page = document.querySelector("[data-interview-page]");
const keyOf = (step) => `interview ${page.dataset.interviewPage} ${step}`;

// What the server says it has need not be kept here any more; of an interview that is
// over, or left for later, nothing stays on the device.
const forget = (interview) => {
  for (const key of Object.keys(localStorage))
    if (key.startsWith(`interview ${interview} `)) localStorage.removeItem(key);
};
if (page?.dataset.saved) localStorage.removeItem(keyOf(page.dataset.saved));
const over = document.querySelector("[data-interview-over]");
if (over) forget(over.dataset.interviewOver);

// A copy is put back only over the answers that it was begun from.
const copyOf = (step) => {
  const kept = JSON.parse(localStorage.getItem(keyOf(step)));
  // Copies of an older page did not tell what they were begun from.
  return Array.isArray(kept) ? { entries: kept } : kept;
};
const write = (step, begunFrom, entries) =>
  localStorage.setItem(keyOf(step), JSON.stringify({ begunFrom, entries }));
// Of this step the server took some entries and refused others: the copy stays, and
// now goes on from what was taken.
const asked = new URLSearchParams(location.search);
const partly = page && asked.get("unsaved");
if (partly && copyOf(partly)) write(partly, asked.get("digest"), copyOf(partly).entries);

// What the server refused, or was never sent, is told before the interview is sent.
for (const told of document.querySelectorAll("[data-on-device]"))
  told.hidden = !copyOf(told.dataset.onDevice);

// --- Entries on the device ---------------------------------------------------------
const noteOf = (sent) => sent.querySelector(".draft-note");
const choice = document.querySelector("[data-draft-choice]");
const step = form?.dataset.interview;
const begunFrom = form?.elements.begun_from.value;
const keep = () => write(step, begunFrom, entriesOf(form));
const putBackCopy = () => {
  putBack(form, copyOf(step).entries);
  noteOf(form).textContent = form.dataset.putBack;
};
const lookForCopy = () => {
  // What was refused is on the page as it was entered.
  if (form.dataset.refused) return keep();
  const copy = copyOf(step);
  if (!copy) return;
  if (JSON.stringify(copy.entries) === JSON.stringify(entriesOf(form))) return localStorage.removeItem(keyOf(step));
  if (copy.begunFrom === begunFrom) return putBackCopy();
  // Nothing may be entered before it is said which of the two counts.
  choice.hidden = false;
  form.inert = true;
};
choice?.querySelector("[data-keep-server]").addEventListener("click", () => localStorage.removeItem(keyOf(step)));
choice?.querySelector("button")?.addEventListener("click", () => {
  putBackCopy();
  keep();
  showWhatApplies(form);
  form.inert = false;
  choice.hidden = true;
});

const sendFrom = (event) => {
  event.preventDefault();
  const sent = event.target;
  send(sent, event.submitter, {
    leaving: (url) => {
      const done = url?.searchParams.get("done");
      if (done) forget(done);
    },
    kept: (isBusy) => { noteOf(sent).textContent = isBusy ? sent.dataset.busy : sent.dataset.offline; },
  });
};

if (form) {
  lookForCopy();
  showWhatApplies(form);
  form.addEventListener("input", () => { keep(); showWhatApplies(form); });
  form.addEventListener("submit", (event) => { keep(); sendFrom(event); });
}
// Sending the interview, and giving it up.
for (const ending of document.querySelectorAll("form[data-ends-interview]"))
  ending.addEventListener("submit", sendFrom);
