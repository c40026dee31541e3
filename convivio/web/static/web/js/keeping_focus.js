// What htmx sets anew keeps the keyboard where it was: on the same control, or else at the head of its part.
let left = null;

export function bindKeptFocus() {
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { target, shouldSwap } = event.detail;
    const control = document.activeElement;
    const isInside = shouldSwap && control !== document.body && target.contains(control);
    left = isInside ? { part: target.id, ...marksOf(control) } : null;
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    if (!left || !isLost()) return;
    const part = document.getElementById(left.part);
    const control = sameControl(part);
    if (control) (control.closest("details:not([open])")?.querySelector("summary") ?? control).focus();
    if (part && isLost()) focusHead(part);
  });
}

function isLost() {
  return document.activeElement === document.body || document.activeElement === null;
}

function marksOf(control) {
  return {
    id: control.id,
    action: control.form?.getAttribute("action"),
    name: control.getAttribute("name"),
    value: control.getAttribute("value"),
  };
}

function sameControl(part) {
  if (left.id && document.getElementById(left.id)) return document.getElementById(left.id);
  if (!left.action) return null;
  const controls = [...(part?.querySelectorAll("button, input, select, textarea") ?? [])];
  const alike = controls.filter((control) => control.form?.getAttribute("action") === left.action && control.type !== "hidden");
  return alike.find((control) => control.getAttribute("name") === left.name && control.getAttribute("value") === left.value);
}

function focusHead(part) {
  const head = part.querySelector("h1, h2, h3") ?? part;
  head.tabIndex = -1;
  head.focus();
}
