// Of an interview that is over nothing stays on the device, but what the server never had:
// that is shown, until somebody has looked at it.
import { forget } from "./ahead.js";
import { unsentOf } from "./copies.js";

const place = document.querySelector("[data-interview-over]");
const interview = place.dataset.interviewOver;
const line = ([step, copy]) => {
  const entry = document.createElement("li");
  const told = copy.entries.filter(([, value]) => value).map(([name, value]) => `${name} ${value}`);
  const words = document.createElement("bdi");
  words.textContent = `${step}: ${told.join("; ")}`;
  entry.append(words);
  return entry;
};

const unsent = unsentOf(interview);
place.hidden = !unsent.length;
place.querySelector("ul").append(...unsent.map(line));
if (!unsent.length) forget(interview);
place.querySelector("button").addEventListener("click", () => { forget(interview); place.hidden = true; });
