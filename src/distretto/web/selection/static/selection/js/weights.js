// Adds the weights up while they are typed. Without it, the sum is told after saving.
const form = document.querySelector("[data-weights]");
const total = document.querySelector("[data-weight-total]");

function read(text) {
  const digits = text.trim().replace(/[٠-٩]/g, (digit) => "٠١٢٣٤٥٦٧٨٩".indexOf(digit));
  return digits === "" ? 0 : Number(digits.replace(/[,٫]/, "."));
}

function add() {
  const fields = [...form.querySelectorAll("input[data-weight]")];
  const sum = fields.reduce((sofar, field) => sofar + read(field.value), 0);
  const isNumber = Number.isFinite(sum);
  const shown = isNumber ? Math.round(sum * 100) / 100 : "?";
  total.textContent = shown.toLocaleString(document.documentElement.lang);
  total.closest("[data-state]").dataset.state = shown === 100 ? "whole" : "off";
}

if (form && total) {
  form.addEventListener("input", add);
  add();
}
