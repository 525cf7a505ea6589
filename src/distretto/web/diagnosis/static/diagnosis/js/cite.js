// <button data-insert="[E1]" data-into="id" hidden> puts a code into a text, where the
// reader was writing.
for (const button of document.querySelectorAll("button[data-insert]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.into);
    const at = field.selectionEnd;
    const space = at && !/\s/.test(field.value[at - 1]) ? " " : "";
    field.setRangeText(space + button.dataset.insert, at, at, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
