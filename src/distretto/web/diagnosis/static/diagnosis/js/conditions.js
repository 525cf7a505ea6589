// Which questions and steps of an interview apply. Of conditions the few are known that
// forms are made of; what is not understood, or looks at what is not here, applies.
const patterns = [
  [/^\$\{(\w+)\}\s*(=|!=)\s*'([^']*)'$/, (has, sign, said) => (has === said) === (sign === "=")],
  [/^\$\{(\w+)\}\s*>\s*(-?[\d.]+)$/, (has, than) => Number(has || NaN) > Number(than)],
  [/^selected\(\$\{(\w+)\},\s*'([^']*)'\)$/, (has, said) => has.split(" ").includes(said)],
  [/^not\(selected\(\$\{(\w+)\},\s*'([^']*)'\)\)$/, (has, said) => !has.split(" ").includes(said)],
];

// `valueOf(name)` is an answer as text, or null where nothing is known of it.
export const applies = (text, valueOf) => {
  for (const [pattern, holds] of patterns) {
    const found = text.trim().match(pattern);
    if (!found) continue;
    const has = valueOf(found[1]);
    return has === null ? true : holds(has, ...found.slice(2));
  }
  return true;
};

const valueIn = (form) => (name) => {
  const field = form.elements[name];
  if (!field) return null;
  if (!(field instanceof RadioNodeList)) return field.type === "checkbox" ? (field.checked ? field.value : "") : field.value;
  const chosen = [...field].filter((each) => each.checked).map((each) => each.value);
  return chosen.join(" ");
};

export const showWhatApplies = (form) => {
  for (const field of form.querySelectorAll("[data-relevant]"))
    field.closest(".field").hidden = !applies(field.dataset.relevant, valueIn(form));
};
