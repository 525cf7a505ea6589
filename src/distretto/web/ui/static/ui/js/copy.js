// <button data-copy="id" hidden> copies what stands in that field. Where the browser
// cannot copy (without HTTPS, for one), the button stays hidden: the field can be read.
const canCopy = Boolean(navigator.clipboard);

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = !canCopy;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.copied;
  });
}
