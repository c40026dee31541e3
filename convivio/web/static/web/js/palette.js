// Find anything: "/" or Ctrl-K opens the palette; it asks while one types, and keeps what was opened lately.
import { isWriting } from "./finding.js";
import { keep, kept, who } from "./keeping.js";
import { singleKeysWork } from "./keys.js";

const PAUSE_MS = 110;
const LATELY = 7;

export function bindPalette() {
  const palette = document.querySelector("[data-palette]");
  if (!palette) return;
  const field = palette.querySelector("input");
  const answers = palette.querySelector("[role=listbox]");
  const lately = `lately.${who()}`;
  let chosen = -1;
  let asking = null;
  let waiting = 0;

  const options = () => [...answers.querySelectorAll("[role=option]")];

  function choose(order) {
    const all = options();
    chosen = all.length ? (order + all.length) % all.length : -1;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    const option = all[chosen];
    if (option) {
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  }

  function line(entry, at) {
    const link = document.createElement("a");
    link.className = "suggestion";
    link.id = `lately-${at}`;
    link.href = entry.url;
    link.tabIndex = -1;
    link.setAttribute("role", "option");
    const mark = document.querySelector("#palette .asks > .icon").cloneNode(true);
    const words = document.createElement("span");
    const name = document.createElement("b");
    name.textContent = entry.label;
    words.append(name);
    if (entry.aside) {
      const aside = document.createElement("small");
      aside.textContent = entry.aside;
      words.append(aside);
    }
    link.append(mark, words);
    return link;
  }

  function showLately() {
    const entries = kept(lately, []);
    answers.replaceChildren();
    if (entries.length) {
      const head = document.createElement("h3");
      head.textContent = answers.dataset.recent;
      answers.append(head, ...entries.map(line));
    }
    choose(-1);
    chosen = -1;
  }

  function showNothing() {
    const words = document.createElement("p");
    words.className = "small-text soft nothing";
    words.textContent = answers.dataset.nothing;
    answers.replaceChildren(words);
  }

  async function ask() {
    asking?.abort();
    const words = field.value.trim();
    if (!words) {
      showLately();
      return;
    }
    asking = new AbortController();
    const url = new URL(palette.dataset.searchUrl, location.href);
    url.searchParams.set("q", words);
    try {
      const answer = await fetch(url, {
        signal: asking.signal,
        headers: { "HX-Request": "true", Accept: "text/html" },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const html = await answer.text();
      if (field.value.trim() !== words) return;
      answers.innerHTML = html;
      if (options().length) choose(0);
      else showNothing();
    } catch (error) {
      if (error.name !== "AbortError") showNothing();
    }
  }

  function remember(option) {
    const entry = {
      url: option.getAttribute("href"),
      label: option.querySelector("b")?.textContent ?? "",
      aside: option.querySelector("span small")?.textContent ?? "",
    };
    const others = kept(lately, []).filter((other) => other.url !== entry.url);
    keep(lately, [entry, ...others].slice(0, LATELY));
  }

  function open(words = "") {
    if (palette.open) return;
    field.value = words;
    palette.showModal();
    field.focus();
    field.select();
    ask();
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE_MS);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && options()[chosen]) {
      event.preventDefault();
      options()[chosen].click();
    }
  });
  answers.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) remember(option);
  });
  palette.addEventListener("click", (event) => {
    if (event.target === palette) palette.close();
  });

  document.addEventListener("keydown", (event) => {
    const slash = event.key === "/" && !isWriting(event.target) && singleKeysWork();
    const chord = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    if ((slash && !event.ctrlKey && !event.metaKey && !event.altKey) || chord) {
      event.preventDefault();
      if (!palette.open && !document.querySelector("dialog[open]")) open();
    }
  });
  document.querySelectorAll("a[data-opens-palette]").forEach((link) => {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      open();
    });
  });
  document.querySelectorAll("input[data-opens-palette]").forEach((input) => {
    input.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      open(input.value);
    });
  });
}
