// The message box: Enter sends, / and @ open suggestions, and entry names are completed after a command.

import { read } from "./api.js";
import * as drafts from "./drafts.js";
import * as files from "./files.js";

const text = document.getElementById("composer-text");
const list = document.getElementById("suggestions");
const usage = document.getElementById("usage");
const IDLE = "Enter to send, / for commands";
const DEBOUNCE_MS = 120; // before names are requested for typed text

let commands = [];
let mention = null;
let names = { typed: "", suggestions: [] }; // suggested names, and the text they were requested for
let selected = 0; // -1: none
let sent = [];
let closedFor = null; // the text at which Escape closed the list

export const moveTo = drafts.attach(text);

export function setUp(state, send) {
  commands = state.commands;
  mention = { name: `@${state.bot.name}`, usage: "", description: `Mention ${state.bot.real_name}` };
  document.getElementById("composer").onsubmit = (event) => {
    event.preventDefault();
    const message = text.value.trim();
    if (files.isUploading()) return;
    const attached = files.take();
    if (!message && !attached.length) return;
    if (message) sent = [...sent.filter((other) => other !== message), message];
    drafts.clear(text);
    send(message, attached);
  };
  refresh();
}

const commandOf = (typed) => commands.find((command) => typed.startsWith(`${command.name} `));

function suggestions() {
  const typed = text.value;
  if (/^\/\S*$/.test(typed)) return commands.filter((command) => command.name.startsWith(typed.toLowerCase()));
  if (/(^|\s)@\w*$/.test(typed)) return mention.name.startsWith(typed.match(/@\w*$/)[0].toLowerCase()) ? [mention] : [];
  return names.typed === typed ? names.suggestions : [];
}

function span(className, content) {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = content;
  return element;
}

function refresh() {
  const items = closedFor === text.value ? [] : suggestions();
  selected = Math.min(selected, items.length - 1);
  while (list.children.length > items.length) list.lastElementChild.remove();
  items.forEach(draw);
  list.hidden = items.length === 0 || document.activeElement !== text;
  if (list.hidden || selected < 0) text.removeAttribute("aria-activedescendant");
  else {
    text.setAttribute("aria-activedescendant", `suggestion-${selected}`);
    list.children[selected].scrollIntoView({ block: "nearest" });
  }
  const command = commandOf(text.value);
  usage.textContent = command ? `${command.name} ${command.usage} — ${command.description}` : IDLE;
  usage.classList.toggle("idle", !command);
}

function draw(suggestion, index) {
  const item = list.children[index] || list.appendChild(document.createElement("li"));
  item.setAttribute("aria-selected", String(index === selected));
  if (item.dataset.name === suggestion.name) return;
  item.id = `suggestion-${index}`;
  item.dataset.name = suggestion.name;
  item.setAttribute("role", "option");
  const { name, usage: hint, description } = suggestion;
  item.replaceChildren(span("name", name), span("usage", hint), span("what", description));
}

function accept(suggestion) {
  text.value = suggestion.message || text.value.replace(/[/@]\S*$/, `${suggestion.name} `);
  text.dispatchEvent(new Event("input"));
  text.focus();
}

// Entry names after a command. (Slack itself completes only commands.)
let timer;
async function requestNames(typed) {
  const command = commandOf(typed);
  const rest = command && typed.slice(command.name.length + 1);
  if (!command?.completes || !rest.trim()) return;
  const completions = await read(`complete?q=${encodeURIComponent(rest)}`).catch(() => []);
  if (text.value !== typed) return;
  const items = completions.map((name) => ({ name, usage: "", description: "", message: `${command.name} ${name}` }));
  names = { typed, suggestions: items.filter((item) => item.message.toLowerCase() !== typed.toLowerCase()) };
  selected = -1;
  refresh();
}

text.addEventListener("input", () => {
  selected = names.typed === text.value ? -1 : 0; // Enter sends a line with completions, also when it's typed again
  closedFor = null;
  clearTimeout(timer);
  timer = setTimeout(requestNames, DEBOUNCE_MS, text.value);
  refresh();
});
text.addEventListener("blur", (event) => { if (event.relatedTarget !== list) list.hidden = true; });
text.addEventListener("focus", refresh);
list.addEventListener("mousedown", (event) => {
  const item = event.target.closest("li");
  if (!item) return;
  event.preventDefault();
  accept(suggestions()[[...list.children].indexOf(item)]);
});
list.addEventListener("focusout", (event) => { if (event.relatedTarget !== text) list.hidden = true; });
text.addEventListener("keydown", (event) => {
  const items = list.hidden ? [] : suggestions();
  const isComplete = items[selected]?.name === text.value;
  if (items.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    if (event.key === "ArrowDown") selected = (selected + 1) % items.length;
    else selected = selected <= 0 ? items.length - 1 : selected - 1;
    refresh();
  } else if (items[selected] && (event.key === "Tab" || (event.key === "Enter" && !isComplete && !event.shiftKey))) {
    event.preventDefault();
    accept(items[selected]);
  } else if (items.length && event.key === "Escape") {
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

// Enter sends in every message box; Shift+Enter starts a new line.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.defaultPrevented) return;
  if (!event.target.matches("#composer-text, #thread-text")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});
