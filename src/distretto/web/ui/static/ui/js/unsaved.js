// <form data-unsaved> warns before its entries are lost by leaving the page.
const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-unsaved]");
  if (form) changed.add(form);
});

document.addEventListener("submit", (event) => changed.delete(event.target));

window.addEventListener("beforeunload", (event) => {
  const lost = [...changed].some((form) => form.isConnected);
  if (lost) event.preventDefault();
});
