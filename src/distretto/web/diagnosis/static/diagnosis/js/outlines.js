// Outlines of the interviews on this device: the steps of each, when each is asked, and the
// answers that this hangs on.
import { applies } from "./conditions.js";
import { copyOf, isUnsent, isWaiting, person } from "./copies.js";

const PREFIX = `outline ${person} `;

export const outlineOn = (page) => JSON.parse(page.getElementById("interview-outline")?.textContent ?? "null");
export const outlineOf = (interview) => JSON.parse(localStorage.getItem(PREFIX + interview));
export const keepOutline = (outline) => localStorage.setItem(PREFIX + outline.interview, JSON.stringify(outline));
export const removeOutline = (interview) => localStorage.removeItem(PREFIX + interview);
export const outlines = () =>
  Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map((key) => JSON.parse(localStorage.getItem(key)));

const entered = (copy, name) => copy.entries.filter(([field]) => field === name).map(([, entry]) => entry).join(" ");

// An answer as it was entered here last, else as the server had it; `counts` says whether
// what was entered at a step is looked at.
const answerOf = (outline, name, counts) => {
  if (!(name in outline.answers)) return null;
  const { step, value } = outline.answers[name];
  const copy = copyOf(outline.interview, step);
  return copy && counts(step, copy) ? entered(copy, name) : value;
};

const timesOf = (step, answer) => {
  const told = step.count ? answer(step.count) : null;
  return told === null ? step.most : Math.min(step.most, Number(told) || 0);
};

// The steps that there are by what was entered here; `times` is 0 where a step does not repeat.
export const stepsNow = (outline, counts = () => true) => {
  const answer = (name) => answerOf(outline, name, counts);
  const applying = new Set();
  return outline.steps.flatMap((step) => {
    const isWithin = !step.inside || applying.has(step.inside);
    if (!isWithin || !applies(step.relevant, answer)) return [];
    applying.add(step.code);
    const times = step.most && timesOf(step, answer);
    return step.most && !times ? [] : [{ ...step, times }];
  });
};

const having = (steps, outline, is) => steps.filter((step) => is(copyOf(outline.interview, step.code)));
// Those to be sent, but the step that the page is about: by what the server has or is sent,
// and not by what is only being entered.
export const waitingOf = (outline, except = "") => {
  const counts = (step, copy) => step !== except && Boolean(copy.state);
  return having(stepsNow(outline, counts), outline, isWaiting).filter((step) => step.code !== except);
};
// Those that somebody must open: to go on from what was entered, or to put it right.
export const openOf = (outline) => having(stepsNow(outline), outline, (copy) => isUnsent(copy) && !isWaiting(copy));
// What the interview is called: by its firm, of which only this device may know the name.
export const nameOf = (outline) => {
  const copies = outline.steps.map((step) => copyOf(outline.interview, step.code)).filter(Boolean);
  return outline.firm || copies.map((copy) => entered(copy, "firm_name")).find(Boolean) || "";
};
export const isAnyWaiting = () => outlines().some((outline) => waitingOf(outline).length);
