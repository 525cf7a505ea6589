// <form data-unsaved> keeps its entries on the device until the server has them, is sent as
// soon as there is a connection, and warns before it is left. Entries that were lost from
// the page are put back. The sentences stand, translated, in the template #unsaved.
import { entriesOf, putBack, writtenIn } from "./entries.js";
import { send } from "./sending.js";

const words = document.getElementById("unsaved");
const changed = new Set();
// A page that refuses what was sent shows it as it was entered.
const isRefusal = performance.getEntriesByType("navigation")[0]?.responseStatus >= 400;

class Unsaved {
  constructor(form) {
    this.form = form;
    const sent = new URL(form.getAttribute("action") || location.href, location.href);
    // Of one person alone, whoever comes next to the same device.
    this.key = `entries ${words.dataset.person} ${sent.pathname}${sent.search}`;
    this.copy = JSON.parse(localStorage.getItem(this.key));
    this.begunFrom = JSON.stringify(writtenIn(form));
    if (isRefusal) this.begunFrom = this.copy?.begunFrom ?? this.begunFrom;
    this.note = words.content.querySelector(".draft-note").cloneNode(true);
    (form.querySelector(":scope > .actions") ?? form.lastElementChild).before(this.note);
  }

  keep() {
    changed.add(this.form);
    const copy = { begunFrom: this.begunFrom, entries: entriesOf(this.form) };
    try {
      localStorage.setItem(this.key, JSON.stringify(copy));
    } catch {
      // The device is full: the page alone has them, and warns before it is left.
    }
  }

  forget() {
    changed.delete(this.form);
    localStorage.removeItem(this.key);
  }

  send(button) {
    this.keep();
    send(this.form, button, {
      leaving: (url) => (url ? this.forget() : changed.delete(this.form)),
      kept: (isBusy) => { this.note.textContent = isBusy ? words.dataset.busy : words.dataset.offline; },
    });
  }

  lookForCopy() {
    if (!this.copy || isRefusal) return;
    if (JSON.stringify(this.copy.entries) === this.begunFrom) return this.forget();
    const isOfThis = this.copy.begunFrom === this.begunFrom;
    if (isOfThis) this.putBack();
    // Nothing may be entered before it is said which of the two counts.
    else this.form.inert = true;
    this.offer(isOfThis ? "[data-put-back]" : "[data-choose]");
  }

  putBack() {
    putBack(this.form, this.copy.entries);
    this.keep();
  }

  offer(kind) {
    const offer = words.content.querySelector(kind).cloneNode(true);
    if (!this.form.querySelector("[type=file]")) offer.querySelector("[data-files]").remove();
    const answer = (button, work) =>
      offer.querySelector(button)?.addEventListener("click", () => {
        work();
        this.form.inert = false;
        offer.remove();
        this.form.querySelector("input:not([type=hidden]), select, textarea").focus();
      });
    answer("[data-again]", () => this.putBack());
    answer("[data-forget]", () => { this.form.reset(); this.forget(); });
    this.form.before(offer);
  }
}

for (const form of document.querySelectorAll("form[data-unsaved]")) {
  const unsaved = new Unsaved(form);
  unsaved.lookForCopy();
  form.addEventListener("input", () => unsaved.keep());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    unsaved.send(event.submitter);
  });
  // Who leaves by “Cancel” gives the entries up.
  for (const link of form.querySelectorAll(":scope > .actions a")) link.addEventListener("click", () => localStorage.removeItem(unsaved.key));
}

window.addEventListener("beforeunload", (event) => {
  const lost = [...changed].some((form) => form.isConnected);
  if (lost) event.preventDefault();
});
