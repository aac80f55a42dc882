// The panes beside the conversation, the drawer on narrow screens, and the theme.

import { closed, opened } from "./back.js";

const $ = (id) => document.getElementById(id);
const openCallbacks = new Map();
const closeCallbacks = new Map();
const TOOLS = ["teams", "devtools"]; // at most one is open, and it stays open after a reload
const PANES = ["thread", ...TOOLS];
const ONE_COLUMN = matchMedia("(max-width: 1499px)"); // room for one pane, as in page.css
const OVER = matchMedia("(max-width: 1100px)"); // panes cover the conversation, as in page.css

let front = null; // the pane that is visible if there is room for only one

export const isOpen = (id) => !$(id).hidden;
const isVisible = (id) => isOpen(id) && !(ONE_COLUMN.matches && $(id).classList.contains("behind"));

// A pane that opens by itself (`asked` is false) stays behind the current one.
export function open(id, { asked = true } = {}) {
  const isNew = !isOpen(id);
  $(id).hidden = false;
  if (TOOLS.includes(id)) {
    TOOLS.filter((other) => other !== id).forEach(close);
    $(`${id}-toggle`).setAttribute("aria-expanded", "true");
    sessionStorage.setItem("tool", id);
  }
  if (OVER.matches) opened(id, () => close(id));
  arrange(asked ? id : front);
  if (isNew) openCallbacks.get(id)?.();
}

export function close(id) {
  if (!isOpen(id)) return;
  const hadFocus = $(id).contains(document.activeElement);
  $(id).hidden = true;
  closed(id);
  arrange(front);
  closeCallbacks.get(id)?.();
  const toggle = TOOLS.includes(id) ? $(`${id}-toggle`) : null;
  if (toggle) {
    toggle.setAttribute("aria-expanded", "false");
    sessionStorage.removeItem("tool");
  }
  if (hadFocus) (toggle?.checkVisibility({ visibilityProperty: true }) ? toggle : $("composer-text")).focus();
}

function arrange(preferred) {
  const openPanes = PANES.filter(isOpen);
  front = openPanes.includes(preferred) ? preferred : openPanes[0] || null;
  for (const id of openPanes) {
    const other = openPanes.find((pane) => pane !== id);
    const button = $(id).querySelector("[data-front]");
    $(id).classList.toggle("behind", id !== front);
    button.hidden = !other;
    button.dataset.front = other || "";
    button.textContent = other ? $(other).dataset.short : "";
  }
}

export const onOpen = (id, callback) => openCallbacks.set(id, callback);
export const onClose = (id, callback) => closeCallbacks.set(id, callback);

// The drawer: while it is open, the rest of the page is inert.

function setDrawer(isShown) {
  $("sidebar").classList.toggle("open", isShown);
  $("backdrop").hidden = !isShown;
  $("main").inert = isShown;
  $("drawer").setAttribute("aria-expanded", String(isShown));
  if (isShown) opened("drawer", closeDrawer);
  else closed("drawer");
}
export const closeDrawer = () => setDrawer(false);
$("drawer").onclick = () => {
  setDrawer(true);
  $("sidebar").querySelector("[aria-current]")?.focus();
};
$("backdrop").onclick = closeDrawer;

for (const id of TOOLS) {
  $(`${id}-toggle`).onclick = () => {
    const fromDrawer = $("sidebar").classList.contains("open");
    closeDrawer();
    if (isVisible(id)) return close(id);
    open(id);
    if (fromDrawer) $(id).querySelector("[data-close]").focus();
  };
}
const tool = sessionStorage.getItem("tool");
if (TOOLS.includes(tool)) open(tool);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-close], [data-front]");
  if (button?.dataset.close) close(button.dataset.close);
  if (!button?.dataset.front) return;
  arrange(button.dataset.front);
  $(front).querySelector("[data-front]").focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if ($("sidebar").classList.contains("open")) {
    closeDrawer();
    $("drawer").focus();
  } else {
    close(PANES.find((id) => isOpen(id) && $(id).contains(document.activeElement)) || front || "thread");
  }
});

// The theme: the system's, until the button is pressed.

const root = document.documentElement;
const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
const showTheme = () => { $("theme").textContent = isDark() ? "Light theme" : "Dark theme"; };
const savedTheme = localStorage.getItem("theme");
if (savedTheme) root.dataset.theme = savedTheme;
showTheme();
$("theme").onclick = () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
  showTheme();
};
