/** Makes an element; functions become listeners: `h("button", { click: save }, "Save")`. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== false && value !== undefined) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/*
 * A control is `{ element, show(value) }`. It tells a change to `changed` and shows what the server answers; while
 * a person is in a field, what comes from the server does not overwrite it.
 */

/** Without `text`, `label` names the switch for screen readers. */
export function toggle({ label, text, help, kind = "" }, changed) {
  const input = h("input", {
    type: "checkbox",
    role: "switch",
    "aria-label": label,
    change: () => changed(input.checked),
  });
  const words = text === undefined ? [] : [h("span", {}, text, ...(help ? [h("small", {}, help)] : []))];
  const element = h("label", { class: `switch ${kind}` }, input, ...words);
  return {
    element,
    show(on) {
      input.checked = on;
    },
  };
}

export function choice({ label, options, good }, changed) {
  const element = h("select", { "aria-label": label, change: () => changed(element.value) });
  return {
    element,
    show(value) {
      if (element === document.activeElement && element.matches(":open")) return;
      const known = options.some(([key]) => key === value) ? options : [...options, [value, value]];
      if (element.options.length !== known.length) {
        element.replaceChildren(...known.map(([key, text]) => h("option", { value: key }, text)));
      }
      element.value = value;
      element.classList.toggle("bad", good !== undefined && !good.includes(value));
    },
  };
}

export function field({ label, type, ...more }, changed) {
  const commit = () => {
    if (element.reportValidity()) changed(type === "number" ? element.valueAsNumber : element.value);
  };
  const element = h("input", { type, "aria-label": label, required: true, change: commit, ...more });
  return {
    element,
    show(value) {
      if (element !== document.activeElement) element.value = value;
    },
  };
}

/** A table whose rows are made once per set of things, so that focus survives a refresh. */
export function table(place, heads, rowFor) {
  let rows = new Map();
  return function show(things, state) {
    if (things.map(({ id }) => id).join() !== [...rows.keys()].join()) {
      rows = new Map(things.map((thing) => [thing.id, rowFor(thing, state)]));
      const body = h("tbody", {}, ...[...rows.values()].map((row) => row.element));
      const head = h("tr", {}, ...heads.map((text) => h("th", { scope: "col" }, text)));
      place.replaceChildren(h("table", {}, h("thead", {}, head), body));
    }
    for (const thing of things) rows.get(thing.id).show(thing, state);
  };
}
