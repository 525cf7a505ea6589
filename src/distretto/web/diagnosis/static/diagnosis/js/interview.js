// <form data-interview="KEY"> keeps entries on the device until the server has them, and
// shows only questions that apply. Without this the form is sent as it is.
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

// --- Conditions: the few that forms are made of; what is not understood is shown -----
const value = (name) => {
  const field = form.elements[name];
  if (!field) return null;
  if (!(field instanceof RadioNodeList)) return field.type === "checkbox" ? (field.checked ? field.value : "") : field.value;
  const chosen = [...field].filter((each) => each.checked).map((each) => each.value);
  return chosen.join(" ");
};
const patterns = [
  [/^\$\{(\w+)\}\s*(=|!=)\s*'([^']*)'$/, (has, sign, said) => (has === said) === (sign === "=")],
  [/^\$\{(\w+)\}\s*>\s*(-?[\d.]+)$/, (has, than) => Number(has || NaN) > Number(than)],
  [/^selected\(\$\{(\w+)\},\s*'([^']*)'\)$/, (has, said) => has.split(" ").includes(said)],
  [/^not\(selected\(\$\{(\w+)\},\s*'([^']*)'\)\)$/, (has, said) => !has.split(" ").includes(said)],
];
const applies = (text) => {
  for (const [pattern, holds] of patterns) {
    const found = text.trim().match(pattern);
    if (!found) continue;
    const has = value(found[1]);
    return has === null ? true : holds(has, ...found.slice(2));
  }
  return true;
};
const showWhatApplies = () => {
  for (const field of form.querySelectorAll("[data-relevant]"))
    field.closest(".field").hidden = !applies(field.dataset.relevant);
};

// --- Entries on the device ---------------------------------------------------------
const note = form?.querySelector(".draft-note");
const choice = document.querySelector("[data-draft-choice]");
const step = form?.dataset.interview;
const begunFrom = form?.elements.begun_from.value;
const notEntered = ["csrfmiddlewaretoken", "begun_from"];
const entered = () => [...new FormData(form)].filter(([name]) => !notEntered.includes(name));
const keep = () => write(step, begunFrom, entered());
const putBack = (entries) => {
  for (const field of form.querySelectorAll("input, select, textarea")) {
    if (field.type === "hidden") continue;
    const told = entries.filter(([name]) => name === field.name).map(([, entry]) => entry);
    if (field.type === "checkbox" || field.type === "radio") field.checked = told.includes(field.value);
    else field.value = told[0] ?? "";
  }
  note.textContent = form.dataset.putBack;
};
const lookForCopy = () => {
  // What was refused is on the page as it was entered.
  if (form.dataset.refused) return keep();
  const copy = copyOf(step);
  if (!copy) return;
  if (JSON.stringify(copy.entries) === JSON.stringify(entered())) return localStorage.removeItem(keyOf(step));
  if (copy.begunFrom === begunFrom) return putBack(copy.entries);
  // Nothing may be entered before it is said which of the two counts.
  choice.hidden = false;
  form.inert = true;
};
choice?.querySelector("[data-keep-server]").addEventListener("click", () => localStorage.removeItem(keyOf(step)));
choice?.querySelector("button")?.addEventListener("click", () => {
  putBack(copyOf(step).entries);
  keep();
  showWhatApplies();
  form.inert = false;
  choice.hidden = true;
});

const goOn = (sent, answer) => {
  if (!answer.redirected) return sent.submit(); // something is wrong: show it
  // Only the server knows whether it is: a page to sign in comes as a redirect too.
  const done = new URL(answer.url).searchParams.get("done");
  if (done) forget(done);
  location.assign(answer.url);
};

if (form) {
  lookForCopy();
  showWhatApplies();
  form.addEventListener("input", () => { keep(); showWhatApplies(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep();
    send(form, event.submitter, {
      taken: (answer) => goOn(form, answer),
      kept: (isBusy) => { note.textContent = isBusy ? form.dataset.busy : form.dataset.offline; },
    });
  });
}

// Sending the interview, and giving it up.
for (const ending of document.querySelectorAll("form[data-ends-interview]"))
  ending.addEventListener("submit", (event) => {
    event.preventDefault();
    send(ending, null, { taken: (answer) => goOn(ending, answer), kept: () => ending.submit() });
  });
