// A button that prints the page; it is there only where a script is.
export function bindPrinting() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-prints]");
    if (!button) return;
    button.closest("details")?.removeAttribute("open");
    window.print();
  });
}
