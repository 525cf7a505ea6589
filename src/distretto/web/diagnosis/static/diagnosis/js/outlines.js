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

// An answer as it was entered here last, else as the server had it.
const answerOf = (outline, name) => {
  if (!(name in outline.answers)) return null;
  const { step, value } = outline.answers[name];
  const copy = copyOf(outline.interview, step);
  if (!copy) return value;
  return copy.entries.filter(([field]) => field === name).map(([, entry]) => entry).join(" ");
};

const timesOf = (outline, step) => {
  const told = step.count ? answerOf(outline, step.count) : null;
  return told === null ? step.most : Math.min(step.most, Number(told) || 0);
};

// The steps that there are by what was entered here; `times` is 0 where a step does not repeat.
export const stepsNow = (outline) => {
  const applying = new Set();
  return outline.steps.flatMap((step) => {
    const isWithin = !step.inside || applying.has(step.inside);
    if (!isWithin || !applies(step.relevant, (name) => answerOf(outline, name))) return [];
    applying.add(step.code);
    const times = step.most && timesOf(outline, step);
    return step.most && !times ? [] : [{ ...step, times }];
  });
};

const having = (outline, is) => stepsNow(outline).filter((step) => is(copyOf(outline.interview, step.code)));
export const waitingOf = (outline, except = "") => having(outline, isWaiting).filter((step) => step.code !== except);
// Those that somebody must open: to go on from what was entered, or to put it right.
export const openOf = (outline) => having(outline, (copy) => isUnsent(copy) && !isWaiting(copy));
export const isAnyWaiting = () => outlines().some((outline) => waitingOf(outline).length);
