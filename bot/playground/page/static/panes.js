// The panes beside the conversation, the drawer of narrow screens, and the theme.

import { closed, opened } from "./back.js";

const $ = (id) => document.getElementById(id);
const OPENED = new Map(); // what to do once a pane has been opened or closed
const CLOSED = new Map();
const TOOLS = ["teams", "hood"]; // one of them at a time, and after a reload the same one
const PANES = ["thread", ...TOOLS];
const ONE_COLUMN = matchMedia("(max-width: 1499px)"); // one pane at a time, as in page.css
const OVER = matchMedia("(max-width: 1100px)"); // a pane covers the conversation, as in page.css

let front = null; // the pane that is seen when there is room for one only

export const isOpen = (id) => !$(id).hidden;
const isSeen = (id) => isOpen(id) && !(ONE_COLUMN.matches && $(id).classList.contains("behind"));

// A pane that nobody asked for opens behind the one that is there.
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
  if (isNew) OPENED.get(id)?.();
}

export function close(id) {
  if (!isOpen(id)) return;
  const hadFocus = $(id).contains(document.activeElement);
  $(id).hidden = true;
  closed(id);
  arrange(front);
  CLOSED.get(id)?.();
  const toggle = TOOLS.includes(id) ? $(`${id}-toggle`) : null;
  if (toggle) {
    toggle.setAttribute("aria-expanded", "false");
    sessionStorage.removeItem("tool");
  }
  if (hadFocus) (toggle?.checkVisibility({ visibilityProperty: true }) ? toggle : $("composer-text")).focus();
}

function arrange(wanted) {
  const there = PANES.filter(isOpen);
  front = there.includes(wanted) ? wanted : there[0] || null;
  for (const id of there) {
    const other = there.find((one) => one !== id);
    const button = $(id).querySelector("[data-front]");
    $(id).classList.toggle("behind", id !== front);
    button.hidden = !other;
    button.dataset.front = other || "";
    button.textContent = other ? $(other).dataset.short : "";
  }
}

export const onOpen = (id, then) => OPENED.set(id, then);
export const onClose = (id, then) => CLOSED.set(id, then);

// The drawer: while it is open, nothing behind it can be reached.

function drawer(shown) {
  $("sidebar").classList.toggle("open", shown);
  $("backdrop").hidden = !shown;
  $("main").inert = shown;
  $("drawer").setAttribute("aria-expanded", String(shown));
  if (shown) opened("drawer", closeDrawer);
  else closed("drawer");
}
export const closeDrawer = () => drawer(false);
$("drawer").onclick = () => {
  drawer(true);
  $("sidebar").querySelector("[aria-current]")?.focus();
};
$("backdrop").onclick = closeDrawer;

for (const id of TOOLS) {
  $(`${id}-toggle`).onclick = () => {
    const narrow = $("sidebar").classList.contains("open");
    closeDrawer();
    if (isSeen(id)) return close(id);
    open(id);
    if (narrow) $(id).querySelector("[data-close]").focus();
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

// The theme: the system's, until somebody presses the button.

const root = document.documentElement;
const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
const show = () => { $("theme").textContent = dark() ? "Light theme" : "Dark theme"; };
const kept = localStorage.getItem("theme");
if (kept) root.dataset.theme = kept;
show();
$("theme").onclick = () => {
  root.dataset.theme = dark() ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
  show();
};
