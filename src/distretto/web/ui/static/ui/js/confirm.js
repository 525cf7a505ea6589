// <form data-confirm="Sentence?"> asks before it is sent.
document.addEventListener("submit", (event) => {
  const sentence = event.target.dataset.confirm;
  if (sentence && !window.confirm(sentence)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, { capture: true });
