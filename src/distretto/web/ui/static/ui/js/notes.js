// The note of a figure can be dismissed with Escape, without moving away from it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const figure of document.querySelectorAll(".figure:is(:hover, :focus)")) {
    figure.dataset.dismissed = "";
  }
});

for (const kind of ["pointerout", "focusout"]) {
  document.addEventListener(kind, (event) => {
    const figure = event.target.closest?.(".figure");
    if (figure) delete figure.dataset.dismissed;
  });
}
