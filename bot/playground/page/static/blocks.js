// What happens when somebody presses, chooses or types in drawn blocks: only ids and values are sent.

import { call } from "./api.js";
import { closed, opened } from "./back.js";

const PAUSE_MS = 150; // of typing, before options are asked for
const confirmBox = document.getElementById("confirm");

const holderOf = (element) => {
  const holder = element.closest("[data-message], [data-view]");
  return holder.dataset.view
    ? { view: holder.dataset.view, values: valuesIn(holder) }
    : { message: holder.dataset.message };
};

function valueOf(element) {
  if (element.dataset.choices) {
    const checked = [...element.querySelectorAll("input:checked")].map((box) => box.value);
    return element.dataset.choices === "radio" ? checked[0] ?? null : checked;
  }
  return element.value || null;
}

export function valuesIn(holder) {
  return [...holder.querySelectorAll("[data-action]:is(input, select, textarea, [data-choices])")].map((element) => ({
    block: element.dataset.block, action: element.dataset.action, value: valueOf(element),
  }));
}

function confirmed(element) {
  if (!element.dataset.confirm) return Promise.resolve(true);
  const asked = JSON.parse(element.dataset.confirm);
  for (const [id, words] of [["title", asked.title], ["text", asked.text], ["no", asked.deny], ["yes", asked.confirm]]) {
    document.getElementById(`confirm-${id}`).textContent = words;
  }
  document.getElementById("confirm-yes").classList.toggle("danger", asked.style === "danger");
  confirmBox.returnValue = "no";
  confirmBox.showModal();
  opened("confirm", () => confirmBox.close("no"));
  return new Promise((resolve) => {
    confirmBox.addEventListener("close", () => {
      closed("confirm");
      resolve(confirmBox.returnValue === "yes");
    }, { once: true });
  });
}

async function act(element, value) {
  const where = holderOf(element);
  if (!(await confirmed(element))) return;
  await call("act", { ...where, block: element.dataset.block, action: element.dataset.action, value });
}

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("button[data-action], a[data-action]");
  if (!pressed) return;
  pressed.closest("details")?.removeAttribute("open");
  act(pressed, pressed.value || null);
});

document.addEventListener("change", (event) => {
  const chosen = event.target.closest("[data-action]");
  if (!chosen || "silent" in chosen.dataset || !valueOf(chosen)) return;
  act(chosen, valueOf(chosen));
});

document.addEventListener("keydown", (event) => {
  const select = event.target;
  // An arrow on a closed menu would choose at once: open it instead.
  if (select.matches?.("select[data-action]:not([data-silent])") && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    select.showPicker?.();
  }
});

// Fields that complete while typing: the bot is asked, Enter takes the first option.

const listOf = (input) => document.getElementById(input.getAttribute("list"));
const same = (one, other) => one.trim().toLowerCase() === other.trim().toLowerCase();
const optionFor = (input) => [...listOf(input).options].map((option) => option.value).find((name) => same(name, input.value));

async function ask(input) {
  if (!input.isConnected) return [];
  const query = input.value;
  const where = { ...holderOf(input), block: input.dataset.block, action: input.dataset.action };
  const { options = [] } = await call("suggest", { ...where, query });
  if (input.isConnected && input.value === query) listOf(input).replaceChildren(...options.map((text) => new Option(text, text)));
  return options;
}

let asking;
document.addEventListener("input", (event) => {
  const input = event.target;
  if (!input.dataset?.external) return;
  complain(input, "");
  clearTimeout(asking);
  if (optionFor(input) || input.value.length < Number(input.dataset.external)) return;
  asking = setTimeout(ask, PAUSE_MS, input);
});

document.addEventListener("keydown", async (event) => {
  const input = event.target;
  if (event.key !== "Enter" || !input.dataset?.external || !input.value.trim() || event.isComposing) return;
  event.preventDefault();
  clearTimeout(asking);
  const typed = input.value;
  const exact = optionFor(input);
  const options = exact ? [exact] : await ask(input);
  if (!input.isConnected || input.value !== typed) return;
  const taken = options.find((option) => same(option, typed)) || options[0];
  if (!taken) {
    complain(input, `Nothing matches “${typed.trim()}”.`);
    return;
  }
  input.value = taken;
  if (!("silent" in input.dataset)) act(input, taken);
  else if (same(taken, typed)) input.form?.requestSubmit();
});

// Says below a field what is wrong with it; the server draws the same when a form is submitted.
function complain(input, words) {
  const holder = input.closest(".input") || input.parentElement;
  const id = `${input.id || listOf(input).id}-error`;
  holder.querySelector(`[id="${CSS.escape(id)}"]`)?.remove();
  if (!words) {
    input.removeAttribute("aria-invalid");
    return;
  }
  const problem = Object.assign(document.createElement("p"), { id, className: "error", role: "alert", textContent: words });
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", id);
  listOf(input).after(problem);
}

// Copying

async function copy(text, button) {
  await navigator.clipboard.writeText(text);
  const words = button.textContent;
  button.textContent = "Copied";
  setTimeout(() => { if (button.textContent === "Copied") button.textContent = words; }, 1500);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-copy-text], [data-copy-link]");
  if (!button || button.textContent === "Copied") return;
  const { copyText, copyLink } = button.dataset;
  if (copyLink) await copy(new URL(copyLink, location.origin).href, button);
  else await copy(copyText ?? button.parentElement.querySelector("pre").innerText, button);
});

// Menus close on Esc and on a click elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
  event.stopImmediatePropagation();
});
