// What htmx was refused: a refusal of ours says where it goes; anything else is told in the notices.
export function bindRefusals() {
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    const isOurs = xhr.status === 422 || Boolean(xhr.getResponseHeader("HX-Retarget"));
    if (xhr.status >= 400 && isOurs) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.body.addEventListener("htmx:sendError", tell);
  document.body.addEventListener("htmx:responseError", tell);
}

function tell() {
  const region = document.getElementById("notices");
  if (!region) return;
  const notice = document.createElement("div");
  notice.className = "notice missing";
  notice.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = region.dataset.unreachable;
  notice.append(words);
  region.replaceChildren(notice);
  region.scrollIntoView({ block: "nearest" });
}
