// What the page itself has to say: a toast for what went wrong, and a line above the conversation that stays.

const box = document.getElementById("toast");
const words = document.getElementById("toast-words");
const notice = document.getElementById("notice");
const TOAST_MS = 8000;

let hiding;

// Inside the dialog in front, if one is open: a modal dialog covers what is outside and hides it from screen readers.
export function toast(text) {
  const dialog = [...document.querySelectorAll("dialog:modal")].at(-1);
  (dialog || document.body).append(box);
  words.textContent = text;
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
  document.getElementById("notice-words").textContent = text;
  notice.hidden = false;
}

export function clearNotice() {
  notice.hidden = true;
}

document.getElementById("notice-close").onclick = clearNotice;
