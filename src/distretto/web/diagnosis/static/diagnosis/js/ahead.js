// Interviews that go on without a connection: the device keeps the page of each step.
import { isKept, keepPage, keepParts, letGo, showsKept } from "../../ui/js/kept_pages.js";
import { copyOf, remove, removeAll } from "./copies.js";
import { keepOutline, openOf, outlines, removeOutline, stepsNow, waitingOf } from "./outlines.js";

export const aheadOf = (step) => `${step.page}&ahead=${step.stamp}`;

// Whether all of it is on the device now. A copy that the server has is let go of once the
// page here shows what is in it.
export const takeAlong = async (outline, { worker, onDevice }) => {
  keepOutline(outline);
  if (!(await showsKept(worker))) return false;
  await keepParts();
  await keepPage(onDevice);
  for (const step of outline.steps) {
    await keepPage(aheadOf(step));
    if (copyOf(outline.interview, step.code)?.state === "sent") remove(outline.interview, step.code);
  }
  return true;
};

export const forget = (interview) => {
  removeAll(interview);
  removeOutline(interview);
  letGo((url) => url.pathname.includes(interview));
};

// The page to go on with from a step where there is no connection, if the device has it.
export const pageAfter = async (outline, code, go, otherwise) => {
  const steps = stepsNow(outline);
  const place = steps.findIndex((step) => step.code === code);
  const turns = { next: 1, back: -1 };
  const step = place >= 0 && go in turns ? steps[place + turns[go]] : null;
  const page = step?.page ?? otherwise;
  return (await isKept(page)) ? page : null;
};

// The interviews that are here: of one whose pages were let go of, only while something
// of it is not sent.
export const onDevice = async () => {
  const found = [];
  for (const outline of outlines()) {
    const isHere = await isKept(outline.steps[0].page);
    if (isHere || waitingOf(outline).length || openOf(outline).length) found.push(outline);
    else removeOutline(outline.interview);
  }
  return found;
};
