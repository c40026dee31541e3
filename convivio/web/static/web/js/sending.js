// A form that is being sent turns its button after a moment, and cannot be sent twice;
// one that is answered with a file leaves the page as it is, and can.
const MOMENT_MS = 300;

export function bindSending() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    if (form.method === "dialog" || event.submitter?.formMethod === "dialog") return;
    if ("answersWithFile" in form.dataset) return;
    if (form.method === "get" || form.closest("[hx-post], [hx-get]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    setTimeout(() => button?.setAttribute("aria-busy", "true"), MOMENT_MS);
  });
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    const button = event.detail.requestConfig?.triggeringEvent?.submitter ?? event.detail.elt;
    if (button.matches?.("button")) event.detail.xhr.turning = setTimeout(() => button.setAttribute("aria-busy", "true"), MOMENT_MS);
    event.detail.xhr.button = button;
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    clearTimeout(event.detail.xhr.turning);
    event.detail.xhr.button?.removeAttribute?.("aria-busy");
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
    });
  });
}
