// A strip of tabs that is wider than the screen shows the tab that one is on.
for (const strip of document.querySelectorAll("[data-tabs]")) {
  const here = strip.querySelector("[aria-current]")?.getBoundingClientRect();
  const room = strip.getBoundingClientRect();
  // Counted from the middles, it is the same from right to left.
  if (here) strip.scrollLeft += here.x + here.width / 2 - (room.x + room.width / 2);
}
