// The message box: Enter sends, / and @ offer what there is, the arrow keys choose.

const text = document.getElementById("composer-text");
const list = document.getElementById("suggestions");
const usage = document.getElementById("usage");
const IDLE = "Enter sends, / lists the commands";

let commands = [];
let mention = null;
let chosen = 0;
let sent = [];

export function setUp(state, send) {
  commands = state.commands;
  mention = { name: `@${state.bot.name}`, usage: "", description: `Mention ${state.bot.shown}` };
  document.getElementById("composer").onsubmit = (event) => {
    event.preventDefault();
    const words = text.value.trim();
    if (!words) return;
    sent = [...sent.filter((other) => other !== words), words];
    text.value = "";
    refresh();
    send(words);
  };
  refresh();
}

const offers = () => {
  const typed = text.value;
  if (/^\/\S*$/.test(typed)) return commands.filter((command) => command.name.startsWith(typed.toLowerCase()));
  if (/(^|\s)@\w*$/.test(typed)) return [mention].filter((one) => one.name.startsWith(typed.match(/@\w*$/)[0].toLowerCase()));
  return [];
};

function span(name, words) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = words;
  return element;
}

function refresh() {
  const found = offers();
  chosen = Math.min(chosen, Math.max(0, found.length - 1));
  list.replaceChildren(...found.map((offer, index) => {
    const item = document.createElement("li");
    item.id = `offer-${index}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(index === chosen));
    item.append(span("name", offer.name), span("usage", offer.usage), span("what", offer.description));
    item.onmousedown = (event) => { event.preventDefault(); take(offer); };
    return item;
  }));
  list.hidden = found.length === 0;
  if (list.hidden) text.removeAttribute("aria-activedescendant");
  else {
    text.setAttribute("aria-activedescendant", `offer-${chosen}`);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  }
  const command = commands.find((one) => text.value.startsWith(`${one.name} `));
  usage.textContent = command ? `${command.name} ${command.usage} — ${command.description}` : IDLE;
}

function take(offer) {
  text.value = text.value.replace(/[/@]\S*$/, `${offer.name} `);
  chosen = 0;
  refresh();
  text.focus();
}

text.addEventListener("input", () => { chosen = 0; refresh(); });
text.addEventListener("blur", () => { list.hidden = true; });
text.addEventListener("focus", refresh);
text.addEventListener("keydown", (event) => {
  const found = list.hidden ? [] : offers();
  const whole = found[chosen]?.name === text.value;
  if (found.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
    refresh();
  } else if (found.length && (event.key === "Tab" || (event.key === "Enter" && !whole && !event.shiftKey))) {
    event.preventDefault();
    take(found[chosen]);
  } else if (found.length && event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    list.hidden = true;
    text.removeAttribute("aria-activedescendant");
  } else if (event.key === "ArrowUp" && !text.value && sent.length) {
    event.preventDefault();
    text.value = sent.at(-1);
    refresh();
  }
});

// Enter sends in every message box; Shift+Enter is a new line.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.defaultPrevented) return;
  if (!event.target.matches("#composer-text, #thread-text")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});
