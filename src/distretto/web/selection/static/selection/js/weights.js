// Adds the weights up while they are typed. Without it, the sums are told after saving.
const form = document.querySelector("[data-weights]");
const total = document.querySelector("[data-weight-total]");

function read(text) {
  const digits = text.trim().replace(/[٠-٩]/g, (digit) => "٠١٢٣٤٥٦٧٨٩".indexOf(digit));
  return digits === "" ? 0 : Number(digits.replace(/[,٫]/, "."));
}

function fieldsOf(part) {
  return [...part.querySelectorAll("input[data-weight]")];
}

function tell(place, part) {
  const sum = fieldsOf(part).reduce((sofar, field) => sofar + read(field.value), 0);
  const shown = Number.isFinite(sum) ? Math.round(sum * 100) / 100 : "?";
  place.textContent = shown.toLocaleString(document.documentElement.lang);
  return shown;
}

function add() {
  for (const place of form.querySelectorAll("[data-weight-subtotal]")) {
    tell(place, place.closest("tbody"));
  }
  const whole = tell(total, form) === 100;
  total.closest("[data-state]").dataset.state = whole ? "whole" : "off";
  const lacking = form.querySelector("[data-weight-lacking]");
  if (lacking) lacking.hidden = fieldsOf(form).every((field) => field.value.trim());
}

if (form && total) {
  form.addEventListener("input", add);
  add();
}
