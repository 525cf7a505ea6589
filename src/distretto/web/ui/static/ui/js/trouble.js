// Tells people when a part of the page could not be fetched: htmx itself says nothing.
// The sentences stand, translated, on the element #trouble; that of a busy site is its
// answer itself, which carries a mark: a 503 of somebody else says nothing of the kind.
const place = document.getElementById("trouble");

const say = (sentence) => {
  const line = document.createElement("p");
  line.className = "notice notice-problem";
  line.textContent = sentence;
  place.replaceChildren(line);
};

for (const kind of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(kind, () => say(place.dataset.offline));
}

document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  say(xhr.getResponseHeader("Distretto-Busy") ? xhr.responseText : place.dataset.failed);
});

document.addEventListener("htmx:beforeRequest", () => place.replaceChildren());

// Signed out meanwhile: the page of signing in must not land inside a fragment.
document.addEventListener("htmx:beforeSwap", (event) => {
  const answered = event.detail.xhr.responseURL;
  if (answered && new URL(answered).pathname === place.dataset.signIn) {
    event.preventDefault();
    window.location.reload();
  }
});
