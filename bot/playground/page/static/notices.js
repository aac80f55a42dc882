// Messages of the page itself: a toast for errors, and a notice above the conversation that stays until it is closed.

const box = document.getElementById("toast");
const toastText = document.getElementById("toast-text");
const notice = document.getElementById("notice");
const TOAST_MS = 8000;

let hiding;

// The toast moves into the open dialog, if any: a modal dialog covers everything else and hides it from screen readers.
export function toast(text) {
  const dialog = [...document.querySelectorAll("dialog:modal")].at(-1);
  (dialog || document.body).append(box);
  toastText.textContent = text;
  box.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(hide, TOAST_MS);
}

function hide() {
  box.hidden = true;
}

document.getElementById("toast-close").onclick = hide;
for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("close", () => { if (dialog.contains(box)) document.body.append(box); });
}

export function notify(text) {
  document.getElementById("notice-text").textContent = text;
  notice.hidden = false;
}

export function clearNotice() {
  notice.hidden = true;
}

document.getElementById("notice-close").onclick = clearNotice;
