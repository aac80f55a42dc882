// What happens when somebody presses, chooses or types in drawn blocks: only ids and values are sent.

import { call } from "./api.js";

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
  return new Promise((resolve) => {
    confirmBox.addEventListener("close", () => resolve(confirmBox.returnValue === "yes"), { once: true });
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
  if (chosen.dataset.external && !offered(chosen).includes(chosen.value)) return;
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

const offered = (input) => [...document.getElementById(input.getAttribute("list")).options].map((option) => option.value);

let asking;
document.addEventListener("input", (event) => {
  const input = event.target;
  if (!input.dataset?.external || offered(input).includes(input.value)) return;
  clearTimeout(asking);
  if (input.value.length < Number(input.dataset.external)) return;
  asking = setTimeout(async () => {
    const where = { ...holderOf(input), block: input.dataset.block, action: input.dataset.action };
    const { options = [] } = await call("suggest", { ...where, query: input.value });
    document.getElementById(input.getAttribute("list")).replaceChildren(...options.map((text) => new Option(text, text)));
  }, 150);
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.parentElement.querySelector("pre").innerText);
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
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
