// What every page does beyond links and forms. Each module binds itself by a data- attribute,
// and again to whatever htmx sets into the page.
import { bindCounters } from "./counters.js";
import { bindCopies } from "./copies.js";
import { bindDrafts } from "./drafts.js";
import { bindFocus } from "./focus.js";
import { bindKeptFocus } from "./keeping_focus.js";
import { bindKeys } from "./keys.js";
import { bindLeaving } from "./leaving.js";
import { bindListKeys } from "./list_keys.js";
import { bindMaps } from "./maps.js";
import { bindMenus } from "./menus.js";
import { bindNarrowing } from "./narrowing.js";
import { bindPalette } from "./palette.js";
import { bindPasskeys } from "./passkeys.js";
import { bindPrinting } from "./printing.js";
import { bindRefusals } from "./refusals.js";
import { bindSending } from "./sending.js";
import { bindTabs } from "./tabs.js";

const once = [bindKeys, bindPalette, bindMenus, bindListKeys, bindRefusals, bindSending, bindLeaving, bindPrinting, bindKeptFocus];
const forEachPart = [bindCounters, bindCopies, bindDrafts, bindFocus, bindMaps, bindNarrowing, bindPasskeys, bindTabs];

document.documentElement.dataset.script = "on";
once.forEach((bind) => bind());
forEachPart.forEach((bind) => bind(document.body));
document.body.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) forEachPart.forEach((bind) => bind(event.detail.elt));
});
