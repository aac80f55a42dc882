// The modal: a native dialog whose form the server draws.

import { call } from "./api.js";
import { closed, opened } from "./back.js";
import { valuesIn } from "./blocks.js";
import { redraw } from "./redraw.js";

const dialog = document.getElementById("modal");
const content = document.getElementById("modal-content");
const formIn = () => content.querySelector("form");

let submitted = false; // errors in the response to a submission take the focus

export const isModalOpen = () => dialog.open;

export function showModal(html) {
  if (!html) {
    if (dialog.open) dialog.close();
    content.replaceChildren();
    closed("modal");
    submitted = false;
    return;
  }
  const before = formIn()?.dataset.view;
  redraw(content, html);
  if (!dialog.open) dialog.showModal();
  opened("modal", close);
  focusIn(formIn(), formIn().dataset.view !== before);
}

function focusIn(form, isNew) {
  const invalid = submitted && form.querySelector("[aria-invalid], .error ~ .choices input");
  submitted = false;
  if (invalid) invalid.focus();
  else if (isNew || !form.contains(document.activeElement)) {
    const first = form.querySelector("[autofocus]") || form.querySelector(".modal-body :is(input, select, textarea, button)")
      || form.querySelector("footer button");
    first?.focus();
  }
}

dialog.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const submit = form.querySelector("[type=submit]");
  submitted = true;
  if (submit) submit.disabled = true;
  await call("submit", { view: form.dataset.view, values: valuesIn(form) });
  if (submit) submit.disabled = false;
});

let closing = ""; // the view being closed: one press of Escape can cancel both a time field and the dialog

async function close() {
  const view = formIn()?.dataset.view;
  if (!view || view === closing) return;
  closing = view;
  await call("close", { view });
  closing = "";
}
dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
dialog.addEventListener("click", (event) => { if (event.target.closest("[data-close-view]")) close(); });
