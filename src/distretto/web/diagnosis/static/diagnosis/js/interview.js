// <form data-interview="KEY"> keeps entries on the device until the server has them, and
// shows only questions that apply. Without this the form is sent as it is.
const form = document.querySelector("form[data-interview]");
const page = document.querySelector("[data-interview-page]");
const keyOf = (step) => `interview ${page.dataset.interviewPage} ${step}`;

// What the server says it has need not be kept here any more.
if (page?.dataset.saved) localStorage.removeItem(keyOf(page.dataset.saved));

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
const keep = () => {
  const entries = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  localStorage.setItem(keyOf(form.dataset.interview), JSON.stringify(entries));
};
const putBack = () => {
  const kept = localStorage.getItem(keyOf(form.dataset.interview));
  if (!kept) return;
  const entries = JSON.parse(kept);
  for (const field of form.querySelectorAll("input, select, textarea")) {
    if (field.type === "hidden") continue;
    const told = entries.filter(([name]) => name === field.name).map(([, entry]) => entry);
    if (field.type === "checkbox" || field.type === "radio") field.checked = told.includes(field.value);
    else field.value = told[0] ?? "";
  }
  note.textContent = form.dataset.putBack;
};

let waiting = null;
const send = async (data) => {
  try {
    const answer = await fetch(form.action, { method: "POST", body: data });
    if (!answer.redirected) return form.submit(); // something is wrong: show it
    location.assign(answer.url);
  } catch {
    waiting = data;
    note.textContent = form.dataset.offline;
  }
};

if (form) {
  putBack();
  showWhatApplies();
  form.addEventListener("input", () => { keep(); showWhatApplies(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep();
    send(new FormData(form, event.submitter));
  });
  window.addEventListener("online", () => {
    if (waiting) send(waiting);
    waiting = null;
  });
}
