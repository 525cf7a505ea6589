// Lists the interviews on this device, and sends what of them waits for a connection.
import { forget, onDevice } from "./ahead.js";
import { isAnyWaiting, nameOf, openOf, stepsNow, waitingOf } from "./outlines.js";
import { whenReachable } from "./reaching.js";
import { sendAllWaiting } from "./sending_waiting.js";

const page = document.querySelector("[data-interviews]");
const item = page.querySelector("template");
const list = page.querySelector("ul");
let refused = {};

const codes = (steps) => steps.map((step) => step.code).join(", ");

const shown = (outline) => {
  const entry = item.content.cloneNode(true);
  const [waiting, open] = [waitingOf(outline), openOf(outline)];
  const isGone = refused[outline.interview] === "gone";
  const isWhole = !waiting.length && !open.length;
  const say = (name, told) => {
    const line = entry.querySelector(`[data-${name}]`);
    line.hidden = !told;
    line.querySelector("bdi")?.append(told);
  };
  say("waiting", codes(waiting));
  say("open", codes(open));
  say("sent", isWhole);
  say("signed-out", refused[outline.interview] === "signed-out");
  say("gone", isGone);
  say("over", isWhole || isGone);
  const link = entry.querySelector("a");
  link.textContent = [nameOf(outline) || link.textContent, outline.firm_code].filter(Boolean).join(" · ");
  // Where something is to be put right; else where the interview was left.
  link.href = (open[0] ?? waiting.at(-1) ?? stepsNow(outline)[0]).page;
  entry.querySelector("[data-review]").href = outline.review;
  entry.querySelector("[data-over] button").addEventListener("click", () => takeOff(outline, isGone));
  return entry;
};

const takeOff = (outline, hasEntries) => {
  if (hasEntries && !confirm(page.dataset.lost)) return;
  forget(outline.interview);
  show();
};

const show = async () => {
  const there = (await onDevice()).sort((one, other) => nameOf(one).localeCompare(nameOf(other)));
  list.replaceChildren(...there.map(shown));
  page.querySelector("[data-none]").hidden = there.length > 0;
};

show();
whenReachable(isAnyWaiting, async () => {
  refused = await sendAllWaiting(page.dataset);
  show();
});
