// <div data-called> tells which of two names stays, as the box that takes the other's is
// ticked or not. Without a script nothing is told before the merger, and nothing false.
const box = document.querySelector('input[name="take"][value="name"]');
const told = document.querySelector("[data-called]");

function tell() {
  for (const sentence of told.children) {
    sentence.hidden = (sentence.dataset.name === "taken") !== box.checked;
  }
}

if (box && told) {
  box.addEventListener("change", tell);
  tell();
}
