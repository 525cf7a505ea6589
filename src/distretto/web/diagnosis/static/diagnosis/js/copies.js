// Entries of interviews on this device, step by step, until the server has them: of the
// person whose page this is, for a device may be shared. A copy is put back only over the
// answers that it was begun from: `begunFrom` stands for them, `base` are they as entries.
// Its `state` is
//   waiting  to be sent once there is a connection;
//   refused, changed  the server did not take all of it, or has newer answers: to be looked at;
//   sent     the server has it, and the page of the step that the device keeps is older;
//   none     entered, and not to be sent yet.
import { isShowingKept } from "../../ui/js/kept_pages.js";

export const person = document.getElementById("unsaved").dataset.person;
const prefix = (interview) => `interview ${person} ${interview} `;
const keyOf = (interview, step) => prefix(interview) + step;

export const copyOf = (interview, step) => JSON.parse(localStorage.getItem(keyOf(interview, step)));
export const remove = (interview, step) => localStorage.removeItem(keyOf(interview, step));

// Whether it is kept: where the device is full, the page alone has the entries, and an
// older copy must not be taken for them.
export const write = (interview, step, copy) => {
  try {
    remove(interview, step);
    localStorage.setItem(keyOf(interview, step), JSON.stringify(copy));
  } catch {
    return false;
  }
  return true;
};
export const mark = (interview, step, changes) => {
  const copy = copyOf(interview, step);
  if (copy) write(interview, step, { ...copy, ...changes });
};

export const isUnsent = (copy) => Boolean(copy) && copy.state !== "sent";
export const isWaiting = (copy) => copy?.state === "waiting";

// What the server said of entries as it led on: that it has all of them, or refused some.
// Newer ones, of another page, stay as they are, and go on from what was taken.
export const markTaken = (interview, url, entries) => {
  const { saved, unsaved, digest } = Object.fromEntries(url.searchParams);
  const step = saved ?? unsaved;
  const copy = step && copyOf(interview, step);
  if (!copy) return Boolean(step);
  const isSame = JSON.stringify(copy.entries) === JSON.stringify(entries);
  if (!isSame) mark(interview, step, { begunFrom: digest });
  else if (unsaved) mark(interview, step, { state: "refused", begunFrom: digest });
  else if (isShowingKept()) mark(interview, step, { state: "sent", begunFrom: digest });
  else remove(interview, step);
  return true;
};

// What was entered here, with what the server has now for all that was left as it was.
export const merged = ({ base = [], entries }, there) => {
  const of = (from, name) => from.filter(([field]) => field === name);
  const names = new Set([...base, ...entries, ...there].map(([name]) => name));
  return [...names].flatMap((name) => {
    const isEntered = JSON.stringify(of(base, name)) !== JSON.stringify(of(entries, name));
    return of(isEntered ? entries : there, name);
  });
};

const keysOf = (interview) => Object.keys(localStorage).filter((key) => key.startsWith(prefix(interview)));
export const removeAll = (interview) => keysOf(interview).forEach((key) => localStorage.removeItem(key));
// Pairs of a step and its copy, where the server does not have all of it.
export const unsentOf = (interview) =>
  keysOf(interview)
    .map((key) => key.slice(prefix(interview).length))
    .map((step) => [step, copyOf(interview, step)])
    .filter(([, copy]) => isUnsent(copy));
