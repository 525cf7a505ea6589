// What was entered in a form, as pairs of name and entry that a device can keep; files
// cannot be kept, and what is hidden was not entered.
const FIELDS = "input:not([type=hidden], [type=file]), select, textarea";

export const entriesOf = (form) => {
  const names = new Set([...form.querySelectorAll(FIELDS)].map((field) => field.name));
  return [...new FormData(form)].filter(([name]) => names.has(name));
};

// As the server wrote them, whatever the browser has filled in since.
export const writtenIn = (form) => {
  const blank = form.cloneNode(true);
  blank.reset();
  return entriesOf(blank);
};

export const putBack = (form, entries) => {
  const left = [...entries];
  const take = (name, entry) => {
    const place = left.findIndex((each) => each[0] === name && (entry === undefined || each[1] === entry));
    return place < 0 ? undefined : left.splice(place, 1)[0][1];
  };
  for (const field of form.querySelectorAll(FIELDS)) {
    if (field.disabled) continue;
    if (["checkbox", "radio"].includes(field.type)) field.checked = take(field.name, field.value) !== undefined;
    else if (field.multiple && field.options)
      for (const option of field.options) option.selected = take(field.name, option.value) !== undefined;
    else field.value = take(field.name) ?? "";
  }
};
