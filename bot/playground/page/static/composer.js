// The message box: Enter sends, / and @ offer what there is, names are completed after a command.

import { read } from "./api.js";
import * as drafts from "./drafts.js";

const text = document.getElementById("composer-text");
const list = document.getElementById("suggestions");
const usage = document.getElementById("usage");
const IDLE = "Enter sends, / lists the commands";
const PAUSE_MS = 120; // of typing, before names are asked for

let commands = [];
let mention = null;
let names = { typed: "", offers: [] }; // the names offered, and for which text
let chosen = 0; // -1: none yet
let sent = [];
let closedFor = null; // the text for which Escape has closed the list

export const moveTo = drafts.keepIn(text);

export function setUp(state, send) {
  commands = state.commands;
  mention = { name: `@${state.bot.name}`, usage: "", description: `Mention ${state.bot.shown}` };
  document.getElementById("composer").onsubmit = (event) => {
    event.preventDefault();
    const words = text.value.trim();
    if (!words) return;
    sent = [...sent.filter((other) => other !== words), words];
    drafts.clear(text);
    send(words);
  };
  refresh();
}

const commandOf = (typed) => commands.find((one) => typed.startsWith(`${one.name} `));

function offers() {
  const typed = text.value;
  if (/^\/\S*$/.test(typed)) return commands.filter((command) => command.name.startsWith(typed.toLowerCase()));
  if (/(^|\s)@\w*$/.test(typed)) return [mention].filter((one) => one.name.startsWith(typed.match(/@\w*$/)[0].toLowerCase()));
  return names.typed === typed ? names.offers : [];
}

function span(name, words) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = words;
  return element;
}

function refresh() {
  const found = closedFor === text.value ? [] : offers();
  chosen = Math.min(chosen, found.length - 1);
  while (list.children.length > found.length) list.lastElementChild.remove();
  found.forEach(draw);
  list.hidden = found.length === 0 || document.activeElement !== text;
  if (list.hidden || chosen < 0) text.removeAttribute("aria-activedescendant");
  else {
    text.setAttribute("aria-activedescendant", `offer-${chosen}`);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  }
  const command = commandOf(text.value);
  usage.textContent = command ? `${command.name} ${command.usage} — ${command.description}` : IDLE;
  usage.classList.toggle("idle", !command);
}

function draw(offer, index) {
  const item = list.children[index] || list.appendChild(document.createElement("li"));
  item.setAttribute("aria-selected", String(index === chosen));
  if (item.dataset.name === offer.name) return;
  item.id = `offer-${index}`;
  item.dataset.name = offer.name;
  item.setAttribute("role", "option");
  item.replaceChildren(span("name", offer.name), span("usage", offer.usage), span("what", offer.description));
}

function take(offer) {
  text.value = offer.whole || text.value.replace(/[/@]\S*$/, `${offer.name} `);
  text.dispatchEvent(new Event("input"));
  text.focus();
}

// Names for what stands after a command; Slack itself completes commands only.
let asking;
async function askForNames(typed) {
  const command = commandOf(typed);
  const rest = command && typed.slice(command.name.length + 1);
  if (!command?.completes || !rest.trim()) return;
  const found = await read(`complete?q=${encodeURIComponent(rest)}`).catch(() => []);
  if (text.value !== typed) return;
  const offered = found.map((name) => ({ name, usage: "", description: "", whole: `${command.name} ${name}` }));
  names = { typed, offers: offered.filter((offer) => offer.whole.toLowerCase() !== typed.toLowerCase()) };
  chosen = -1;
  refresh();
}

text.addEventListener("input", () => {
  chosen = 0;
  closedFor = null;
  clearTimeout(asking);
  asking = setTimeout(askForNames, PAUSE_MS, text.value);
  refresh();
});
text.addEventListener("blur", (event) => { if (event.relatedTarget !== list) list.hidden = true; });
text.addEventListener("focus", refresh);
list.addEventListener("mousedown", (event) => {
  const item = event.target.closest("li");
  if (!item) return;
  event.preventDefault();
  take(offers()[[...list.children].indexOf(item)]);
});
list.addEventListener("focusout", (event) => { if (event.relatedTarget !== text) list.hidden = true; });
text.addEventListener("keydown", (event) => {
  const found = list.hidden ? [] : offers();
  const whole = found[chosen]?.name === text.value;
  if (found.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    if (event.key === "ArrowDown") chosen = (chosen + 1) % found.length;
    else chosen = chosen <= 0 ? found.length - 1 : chosen - 1;
    refresh();
  } else if (found[chosen] && (event.key === "Tab" || (event.key === "Enter" && !whole && !event.shiftKey))) {
    event.preventDefault();
    take(found[chosen]);
  } else if (found.length && event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    closedFor = text.value;
    refresh();
  } else if (event.key === "ArrowUp" && !text.value && sent.length) {
    event.preventDefault();
    text.value = sent.at(-1);
    text.dispatchEvent(new Event("input"));
  }
});

// Enter sends in every message box; Shift+Enter is a new line.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.defaultPrevented) return;
  if (!event.target.matches("#composer-text, #thread-text")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});
