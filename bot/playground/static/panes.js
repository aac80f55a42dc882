// The panes beside the conversation, the drawer of narrow screens, and the theme.

const $ = (id) => document.getElementById(id);
const CLOSED = new Map();

export const isOpen = (id) => !$(id).hidden;

export function open(id) {
  $(id).hidden = false;
  if (id === "hood") {
    $("hood-toggle").setAttribute("aria-expanded", "true");
    sessionStorage.setItem("hood", "open");
  }
}

export function close(id) {
  if (!isOpen(id)) return;
  const hadFocus = $(id).contains(document.activeElement);
  $(id).hidden = true;
  CLOSED.get(id)?.();
  if (id === "hood") {
    $("hood-toggle").setAttribute("aria-expanded", "false");
    sessionStorage.removeItem("hood");
  }
  if (hadFocus) (id === "hood" && $("hood-toggle").checkVisibility({ visibilityProperty: true }) ? $("hood-toggle") : $("composer-text")).focus();
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

$("hood-toggle").onclick = () => {
  const narrow = $("sidebar").classList.contains("open");
  closeDrawer();
  if (isOpen("hood")) return close("hood");
  open("hood");
  if (narrow) $("hood").querySelector("[data-close]").focus();
};
if (sessionStorage.getItem("hood")) open("hood");

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-close]");
  if (button) close(button.dataset.close);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if ($("sidebar").classList.contains("open")) {
    closeDrawer();
    $("drawer").focus();
  } else close(["thread", "hood"].find(isOpen) || "thread");
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
