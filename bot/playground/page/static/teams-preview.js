// The preview of the last answer as a card for Teams; its buttons work.

import { read } from "./api.js";
import { isOpen } from "./panes.js";

const box = document.getElementById("teams-card");
const raw = document.getElementById("teams-raw");
const asked = document.getElementById("teams-line");

let press = () => {};
let currentHtml = null;

export function setUp(state, send) {
  press = send;
  show(state.card);
}

export function show(card) {
  if (card.html === currentHtml) return;
  currentHtml = card.html;
  const hadFocus = box.contains(document.activeElement);
  asked.hidden = !card.asked;
  asked.textContent = card.asked || "";
  raw.open = false;
  raw.hidden = !card.html;
  raw.querySelector("pre")?.remove();
  box.innerHTML = card.html || document.getElementById("no-card").innerHTML;
  box.parentElement.scrollTop = 0;
  if (hadFocus && isOpen("teams")) box.focus();
}

function valueOf(input) {
  if (input.matches("fieldset")) return [...input.querySelectorAll("input:checked")].map((box) => box.value).join(",");

  return input.value;
}

// Shows or hides what is folded under a button.
box.addEventListener("click", (event) => {
  const toggle = event.target.closest("[data-toggle]");
  if (!toggle) return;
  for (const id of toggle.dataset.toggle.split(" ")) document.getElementById(id).toggleAttribute("hidden");
  toggle.setAttribute("aria-expanded", String(toggle.getAttribute("aria-expanded") === "false"));
});

box.addEventListener("click", (event) => {
  const button = event.target.closest("[data-press]");
  if (!button) return;
  button.closest("details.menu")?.removeAttribute("open");
  const card = button.closest("[data-card]");
  const within = button.closest(".shown-card") || card;
  const visible = [...within.querySelectorAll("[data-input]:not(fieldset)")].filter((input) => input.checkVisibility());
  if (!("alone" in button.dataset) && !visible.every((input) => input.reportValidity())) return;
  const values = [...card.querySelectorAll("[data-input]")].map((input) => [input.dataset.input, valueOf(input)]);
  press({ card: Number(card.dataset.card), press: Number(button.dataset.press), values: Object.fromEntries(values) });
});

raw.addEventListener("toggle", async () => {
  if (raw.open && !raw.querySelector("pre")) raw.insertAdjacentHTML("beforeend", await read("card").catch(() => ""));
});
