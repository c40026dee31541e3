// <form data-narrows>: a choice narrows the list at once, so the button that would is put away.
import { all } from "./finding.js";

export function bindNarrowing(part) {
  all(part, "form[data-narrows]").forEach((form) => {
    if (form.hasAttribute("hx-get") && window.htmx) return;
    form.addEventListener("change", () => form.requestSubmit());
  });
}
