// Buttons, menus and fields in messages, modals and Home. The server gets only ids and values.

import { call } from "./api.js";
import { closed, opened } from "./back.js";

const DEBOUNCE_MS = 150; // before options are requested for typed text
const confirmBox = document.getElementById("confirm");

const surfaceOf = (element) => {
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
  if ("upload" in element.dataset) return element.dataset.files?.split(",").filter(Boolean) ?? [];
  return element.value || null;
}

export function valuesIn(holder) {
  return [...holder.querySelectorAll("[data-action]:is(input, select, textarea, [data-choices])")].map((element) => ({
    block: element.dataset.block, action: element.dataset.action, value: valueOf(element),
  }));
}

function confirmed(element) {
  if (!element.dataset.confirm) return Promise.resolve(true);
  const { title, text, deny, confirm, style } = JSON.parse(element.dataset.confirm);
  for (const [id, content] of Object.entries({ title, text, no: deny, yes: confirm })) {
    document.getElementById(`confirm-${id}`).textContent = content;
  }
  document.getElementById("confirm-yes").classList.toggle("danger", style === "danger");
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
  const surface = surfaceOf(element);
  if (!(await confirmed(element))) return;
  await call("act", { ...surface, block: element.dataset.block, action: element.dataset.action, value });
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
  // An arrow key on a closed menu would choose an option at once; open the menu instead.
  if (select.matches?.("select[data-action]:not([data-silent])") && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    select.showPicker?.();
  }
});

// Fields with completion: options come from the bot, Enter accepts the first one.

const listOf = (input) => document.getElementById(input.getAttribute("list"));
const same = (one, other) => one.trim().toLowerCase() === other.trim().toLowerCase();
const optionFor = (input) => [...listOf(input).options].map((option) => option.value).find((name) => same(name, input.value));

async function requestOptions(input) {
  if (!input.isConnected) return [];
  const query = input.value;
  const address = { ...surfaceOf(input), block: input.dataset.block, action: input.dataset.action };
  const { options = [] } = await call("suggest", { ...address, query });
  if (input.isConnected && input.value === query) listOf(input).replaceChildren(...options.map((text) => new Option(text, text)));
  return options;
}

let timer;
document.addEventListener("input", (event) => {
  const input = event.target;
  if (!input.dataset?.external) return;
  showError(input, "");
  clearTimeout(timer);
  if (optionFor(input) || input.value.length < Number(input.dataset.external)) return;
  timer = setTimeout(requestOptions, DEBOUNCE_MS, input);
});

document.addEventListener("keydown", async (event) => {
  const input = event.target;
  if (event.key !== "Enter" || !input.dataset?.external || !input.value.trim() || event.isComposing) return;
  event.preventDefault();
  clearTimeout(timer);
  const typed = input.value;
  const exact = optionFor(input);
  const options = exact ? [exact] : await requestOptions(input);
  if (!input.isConnected || input.value !== typed) return;
  const accepted = options.find((option) => same(option, typed)) || options[0];
  if (!accepted) {
    showError(input, `Nothing matches “${typed.trim()}”.`);
    return;
  }
  input.value = accepted;
  if (!("silent" in input.dataset)) act(input, accepted);
  else if (same(accepted, typed)) input.form?.requestSubmit();
});

// Shows an error below a field, like those the server draws after a submission.
function showError(input, text) {
  const container = input.closest(".input") || input.parentElement;
  const id = `${input.id || listOf(input).id}-error`;
  container.querySelector(`[id="${CSS.escape(id)}"]`)?.remove();
  if (!text) {
    input.removeAttribute("aria-invalid");
    return;
  }
  const error = Object.assign(document.createElement("p"), { id, className: "error", role: "alert", textContent: text });
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", id);
  listOf(input).after(error);
}

// Copying

async function copy(text, button) {
  await navigator.clipboard.writeText(text);
  const label = button.textContent;
  button.textContent = "Copied";
  setTimeout(() => { if (button.textContent === "Copied") button.textContent = label; }, 1500);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-copy-text], [data-copy-link]");
  if (!button || button.textContent === "Copied") return;
  const { copyText, copyLink } = button.dataset;
  if (copyLink) await copy(new URL(copyLink, location.origin).href, button);
  else await copy(copyText ?? button.parentElement.querySelector("pre").innerText, button);
});

// The "…" menus open to the side where there is room. All menus close on Escape and on a click elsewhere.
document.addEventListener("toggle", ({ target: menu }) => {
  if (!menu.matches("details.overflow[open]")) return;
  const items = menu.querySelector(".menu-items");
  const room = (menu.closest("#messages, #home, #thread-messages, .scroll, dialog") ?? document.body).getBoundingClientRect();
  menu.classList.remove("upwards", "rightwards");
  menu.classList.toggle("rightwards", items.getBoundingClientRect().left < room.left);
  menu.classList.toggle("upwards", items.getBoundingClientRect().bottom > room.bottom);
}, true);
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
