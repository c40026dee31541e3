// Menus close when one leaves them; dialogs and popovers open also where the browser is older.
export function bindMenus() {
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector("summary").focus();
    });
  });
  if (!("commandForElement" in HTMLButtonElement.prototype)) commandsByHand();
  if (!("popover" in HTMLElement.prototype)) popoversByHand();
}

function commandsByHand() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[commandfor]");
    const dialog = button && document.getElementById(button.getAttribute("commandfor"));
    if (!dialog) return;
    if (button.getAttribute("command") === "show-modal" && !dialog.open) dialog.showModal();
    if (button.getAttribute("command") === "close" && dialog.open) dialog.close();
  });
}

function popoversByHand() {
  document.documentElement.dataset.popovers = "by-hand";
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[popovertarget]");
    const target = button && document.getElementById(button.getAttribute("popovertarget"));
    if (target) target.toggleAttribute("data-open");
    else document.querySelectorAll("[popover][data-open]").forEach((open) => open.removeAttribute("data-open"));
  });
}
