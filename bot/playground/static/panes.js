// The panes beside the conversation, the drawer of narrow screens, and the theme.

const $ = (id) => document.getElementById(id);
const CLOSED = new Map();
const TOOLS = ["teams", "hood"]; // one of them at a time, and after a reload the same one

export const isOpen = (id) => !$(id).hidden;

export function open(id) {
  $(id).hidden = false;
  if (!TOOLS.includes(id)) return;
  TOOLS.filter((other) => other !== id).forEach(close);
  $(`${id}-toggle`).setAttribute("aria-expanded", "true");
  sessionStorage.setItem("tool", id);
}

export function close(id) {
  if (!isOpen(id)) return;
  const hadFocus = $(id).contains(document.activeElement);
  $(id).hidden = true;
  CLOSED.get(id)?.();
  const toggle = TOOLS.includes(id) ? $(`${id}-toggle`) : null;
  if (toggle) {
    toggle.setAttribute("aria-expanded", "false");
    sessionStorage.removeItem("tool");
  }
  if (hadFocus) (toggle?.checkVisibility({ visibilityProperty: true }) ? toggle : $("composer-text")).focus();
}

export const onClose = (id, then) => CLOSED.set(id, then);

// The drawer: while it is open, nothing behind it can be reached.

function drawer(shown) {
  $("sidebar").classList.toggle("open", shown);
  $("backdrop").hidden = !shown;
  $("main").inert = shown;
  $("drawer").setAttribute("aria-expanded", String(shown));
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
    if (isOpen(id)) return close(id);
    open(id);
    if (narrow) $(id).querySelector("[data-close]").focus();
  };
}
const tool = sessionStorage.getItem("tool");
if (TOOLS.includes(tool)) open(tool);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-close]");
  if (button) close(button.dataset.close);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if ($("sidebar").classList.contains("open")) {
    closeDrawer();
    $("drawer").focus();
  } else {
    const panes = ["thread", ...TOOLS].filter(isOpen);
    close(panes.find((id) => $(id).contains(document.activeElement)) || panes[0] || "thread");
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
