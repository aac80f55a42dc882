// The modal in front: a native dialog whose form the server draws.

import { call } from "./api.js";
import { valuesIn } from "./blocks.js";

const dialog = document.getElementById("modal");

export function showModal(html) {
  if (!html) {
    if (dialog.open) dialog.close();
    dialog.replaceChildren();
    return;
  }
  const before = dialog.querySelector("form")?.dataset.view;
  const focused = dialog.contains(document.activeElement) ? document.activeElement : null;
  dialog.innerHTML = html;
  if (!dialog.open) dialog.showModal();
  focusIn(dialog.querySelector("form"), before, focused);
}

function focusIn(form, before, focused) {
  const wrong = form.querySelector("[aria-invalid], .error ~ .choices input");
  const same = focused?.dataset.action && before === form.dataset.view
    && form.querySelector(`[data-block="${CSS.escape(focused.dataset.block)}"][data-action="${CSS.escape(focused.dataset.action)}"]`);
  const first = form.querySelector("[autofocus]") || form.querySelector(".modal-body :is(input, select, textarea, button)")
    || form.querySelector("footer button");
  (wrong || same || first)?.focus();
}

dialog.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const submit = form.querySelector("[type=submit]");
  if (submit) submit.disabled = true;
  await call("submit", { view: form.dataset.view, values: valuesIn(form) });
  if (submit) submit.disabled = false;
});

let closing = "";  // one press of Escape may cancel twice: the dialog, and a time field in it

const close = async () => {
  const view = dialog.querySelector("form")?.dataset.view;
  if (!view || view === closing) return;
  closing = view;
  await call("close", { view });
  closing = "";
};
dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
dialog.addEventListener("click", (event) => { if (event.target.closest("[data-close-view]")) close(); });
