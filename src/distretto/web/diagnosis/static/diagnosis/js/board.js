// Findings are dragged to another place on the board; without this, buttons move them.
let dragged = null;

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-move]");
  dragged?.classList.add("dragged");
});

document.addEventListener("dragend", () => {
  dragged?.classList.remove("dragged");
  dragged = null;
});

document.addEventListener("dragover", (event) => {
  if (dragged && event.target.closest("[data-quadrant]")) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  const quadrant = event.target.closest("[data-quadrant]");
  if (!dragged || !quadrant) return;
  event.preventDefault();
  const others = [...quadrant.querySelectorAll("[data-move]")].filter((each) => each !== dragged);
  const below = others.findIndex((each) => {
    const box = each.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2;
  });
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  window.htmx.ajax("POST", dragged.dataset.move, {
    target: "#board",
    swap: "outerHTML",
    values: { quadrant: quadrant.dataset.quadrant, place: below < 0 ? others.length : below },
    headers: { "X-CSRFToken": token },
  });
});
