// A long form keeps what is typed in this browser until it is sent: <form data-draft="need">.
import { all } from "./finding.js";
import { forget, keep, kept, who } from "./keeping.js";

const PAUSE_MS = 400;
const TYPED = "textarea[name], input[type=text][name], input:not([type])[name], select[name]";

export function bindDrafts(part) {
  all(part, "form[data-draft]").forEach((form) => {
    const name = `draft.${who()}.${form.dataset.draft}`;
    const controls = () => [...form.querySelectorAll(TYPED)];
    const typed = () => Object.fromEntries(controls().map((control) => [control.name, control.value]));
    const begun = JSON.stringify(typed());
    const draft = kept(name);
    let waiting = 0;

    if (draft && !form.querySelector("[aria-invalid=true]")) {
      controls().forEach((control) => {
        if (!control.value && draft[control.name]) {
          control.value = draft[control.name];
          control.dispatchEvent(new Event("input", { bubbles: true }));
        }
      });
    }
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        const now = typed();
        const told = form.querySelector("[data-draft-told]");
        if (JSON.stringify(now) === begun) forget(name);
        else if (keep(name, now) && told) told.textContent = told.dataset.draftTold;
      }, PAUSE_MS);
    });
    form.addEventListener("submit", () => {
      clearTimeout(waiting);
      if (form.method !== "get") keep(`${name}.sent`, typed());
      forget(name);
    });
  });
}
