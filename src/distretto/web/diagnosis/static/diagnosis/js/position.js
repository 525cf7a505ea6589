// <div data-position-of="id" hidden> has a button that fills in where the device is. Where
// the browser cannot tell (without HTTPS, for one) it stays hidden: a position can be typed.
const canTell = Boolean(navigator.geolocation) && window.isSecureContext;
const BEST = { enableHighAccuracy: true, timeout: 60_000 };

for (const place of document.querySelectorAll("[data-position-of]")) {
  const field = document.getElementById(place.dataset.positionOf);
  const say = (sentence) => { place.querySelector("[role=status]").textContent = sentence; };
  place.hidden = !canTell;
  place.querySelector("button").addEventListener("click", () => {
    say(place.dataset.looking);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        field.value = `${coords.latitude.toFixed(6)} ${coords.longitude.toFixed(6)}`;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        const metres = Math.ceil(coords.accuracy).toLocaleString(document.documentElement.lang);
        say(`${place.dataset.found} ${metres}`);
      },
      (refusal) => say(refusal.code === refusal.PERMISSION_DENIED ? place.dataset.denied : place.dataset.unknown),
      BEST,
    );
  });
}
