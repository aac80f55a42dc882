// The page: where one is, who one is, and the stream of changes that keeps it true.

import { become, call, listen, me, read } from "./api.js";
import { goTo } from "./back.js";
import "./blocks.js";
import * as composer from "./composer.js";
import * as drafts from "./drafts.js";
import * as forward from "./forward.js";
import * as hood from "./hood.js";
import * as messages from "./messages.js";
import { isModalOpen, showModal } from "./modal.js";
import { clearNotice, notify, toast } from "./notices.js";
import * as panes from "./panes.js";
import { redraw } from "./redraw.js";
import * as sending from "./sending.js";
import * as teams from "./teams.js";

const $ = (id) => document.getElementById(id);
const RETRY = 1000;

let state;
let here = null; // the channel shown, or the one behind Home
let atHome = false;
let unread = false; // the channel shown could not be read; it is tried again when the connection is back
let trying = false; // the examples are shown although the conversation has begun
let stream = new AbortController();

const moveThreadTo = drafts.keepIn($("thread-text"));

// Where one is: #C0GENERAL, #C0GENERAL/ts or #home. Another hash is no place: one stays where one is.

function wanted() {
  const [where, ts] = location.hash.slice(1).split("/");
  const app = state.channels.find((channel) => channel.im);
  if (where === "home") return { channel: app, home: true };
  const channel = where ? state.channels.find((one) => one.id === where) : state.channels[0];
  if (channel) return { channel, home: false, ts };
  return { channel: here || state.channels[0], home: atHome, lost: Boolean(ts) };
}

async function go() {
  const { channel, home, ts, lost } = wanted();
  const moved = here?.id !== channel.id || atHome !== home;
  here = channel;
  atHome = home;
  panes.closeDrawer();
  if (moved) trying = false;
  drawPlace();
  if (moved && channel.im) call("home", { tab: home ? "home" : "messages" });
  if (moved && !ts && !isModalOpen()) focusPlace();
  const found = await load(channel, ts);
  if (lost || !found) notify("That message is no longer here.");
  channel.news = false;
  drawSidebar();
}

async function load(channel, ts) {
  try {
    const found = await messages.load(channel.id, ts);
    unread = false;
    return found;
  } catch {
    unread = true;
    messages.showNothing();
    toast("The playground does not answer. Is it still running?");
    return true;
  }
}

// Home takes the focus so that the keyboard scrolls it; the ring would frame the whole pane.
function focusPlace() {
  const target = atHome ? $("home") : $("composer-text");
  if (atHome) target.classList.add("arrived");
  target.focus();
}
$("home").addEventListener("blur", () => $("home").classList.remove("arrived"));

function drawPlace() {
  $("place").textContent = here.im ? here.name : `# ${here.name}`;
  $("topic").textContent = here.im ? "App" : here.topic;
  $("tabs").hidden = !here.im;
  $("home").hidden = !atHome;
  $("messages").hidden = atHome;
  $("messages").setAttribute("role", here.im ? "tabpanel" : "region");
  $("writing").hidden = atHome;
  for (const [id, on] of [["tab-home", atHome], ["tab-messages", !atHome]]) {
    $(id).setAttribute("aria-selected", String(on));
    $(id).tabIndex = on ? 0 : -1;
  }
  $("composer-text").placeholder = here.im ? `Message ${here.name}` : `Message #${here.name}`;
  document.title = `${atHome ? "Home" : $("place").textContent} · Dragoman playground`;
  composer.moveTo(here.id);
  drawSidebar();
  drawChips();
  drawStatus();
  showSending();
  forward.moved(here.id);
}

function showSending() {
  moveThreadTo(messages.openedThread());
  sending.show({ channel: here.id, thread: messages.openedThread(), direct: here.im });
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function row(channel, { home }) {
  const sign = element("span", { className: "sign", ariaHidden: "true" }, home ? "⌂" : channel.im ? "✉" : "#");
  const button = element("button", { type: "button" }, sign, home ? "App Home" : channel.name);
  button.dataset.place = home ? "home" : channel.id;
  if (channel === here && atHome === home) button.setAttribute("aria-current", "page");
  if (channel.news && !home) {
    const news = element("span", { className: "news", ariaLabel: "new messages" });
    news.setAttribute("role", "img");
    button.append(news);
  }
  return element("li", {}, button).outerHTML;
}

function drawSidebar() {
  const app = state.channels.find((channel) => channel.im);
  const rest = state.channels.filter((channel) => !channel.im);
  redraw($("channels"), rest.map((channel) => row(channel, { home: false })).join(""));
  redraw($("app"), row(app, { home: false }) + row(app, { home: true }));
}

// The examples are there while the conversation is empty, later behind a button.
function drawChips() {
  const prompts = here.im ? here.prompts.map((prompt) => [prompt.title, prompt.message]) : [];
  const examples = here.im ? state.direct_examples : state.examples;
  const chips = [...prompts, ...examples.map((example) => [example, example])];
  redraw($("examples"), chips.map(([title, words]) => {
    const chip = element("button", { type: "button", className: "chip" }, title);
    chip.dataset.example = words;
    return chip.outerHTML;
  }).join(""));
  showExamples();
}

function showExamples() {
  const empty = messages.isEmpty();
  $("examples").hidden = !(empty || trying);
  $("try").hidden = empty;
  $("try").setAttribute("aria-expanded", String(trying));
}
$("try").onclick = () => {
  trying = !trying;
  showExamples();
  if (trying) $("examples").querySelector("button")?.focus();
};

function drawStatus() {
  $("status").hidden = !here.status;
  $("status").textContent = here.status ? `${state.bot.shown} ${here.status}` : "";
}

function drawHome(html) {
  redraw($("home"), html || $("home-empty").innerHTML);
}

function send(words, thread = null) {
  clearNotice();
  sending.send(here.id, words, thread);
}

// What changes

function onMessage(message) {
  sending.arrived(message);
  const channel = state.channels.find((one) => one.id === message.channel);
  if (channel === here) {
    messages.put(message);
    if (!message.mine && !message.quiet) $("announcer").textContent = message.plain;
  }
  if (channel && !message.quiet && (channel !== here || atHome)) {
    channel.news = true;
    drawSidebar();
  }
}

const HANDLERS = {
  message: onMessage,
  deleted: ({ id }) => messages.remove(id),
  modal: ({ html }) => showModal(html),
  home: ({ html }) => drawHome(html),
  traffic: ({ html }) => hood.addExchange(html),
  faults: ({ html }) => hood.showFaults(html),
  card: (card) => teams.show(card),
  channel: (channel) => {
    const known = state.channels.find((one) => one.id === channel.id);
    if (known) Object.assign(known, channel);
    else state.channels.push(channel);
    drawPlace();
  },
};

async function follow(signal) {
  let seq = state.seq;
  while (!signal.aborted) {
    try {
      await listen(`stream?since=${seq}&run=${state.run}`, signal, (event, id) => {
        if (event.kind === "reset") return start().catch(() => setTimeout(() => location.reload(), RETRY));
        seq = id ? Number(id) : seq;
        return HANDLERS[event.kind]?.(event);
      });
    } catch (error) {
      if (signal.aborted) return;
    }
    $("offline").hidden = false;
    await new Promise((resolve) => { setTimeout(resolve, RETRY); });
    $("offline").hidden = await read("state").then(() => true, () => false);
    if ($("offline").hidden && unread) await go();
  }
}

async function start() {
  state = await read("state");
  stream.abort();
  stream = new AbortController();
  sayWhatIsLost();
  become(state.me);
  $("persona").replaceChildren(...state.personas.map((one) => new Option(one.name, one.id, false, one.id === state.me)));
  $("persona-title").textContent = state.personas.find((one) => one.id === state.me).title;
  $("shortcuts").hidden = state.shortcuts.length === 0;
  $("shortcuts").querySelector(".menu-items").replaceChildren(...state.shortcuts.map((one) => {
    const button = element("button", { type: "button" }, one.name);
    button.dataset.shortcut = one.id;
    return button;
  }));
  sending.setUp(state);
  composer.setUp(state, (words) => send(words));
  hood.setUp(state);
  forward.setUp(state, () => here.id);
  teams.setUp(state, (pressed) => call("press", { channel: here.id, ...pressed }));
  drawHome(state.home);
  showModal(state.modal);
  here = null;
  follow(stream.signal);
  await go();
  document.body.dataset.ready = state.me;
}

// The workspace lives as long as the playground's process. `run` names that process, also after a reload of the page.
function sayWhatIsLost() {
  const before = sessionStorage.getItem("run");
  sessionStorage.setItem("run", state.run);
  if (!before || before === state.run) return;
  const form = isModalOpen() ? " The open form was closed." : "";
  notify(`The playground was restarted; messages are not kept.${form}`);
  panes.close("thread");
}

window.addEventListener("hashchange", go);
$("persona").onchange = async (event) => {
  const before = me();
  become(event.target.value);
  try {
    await start();
  } catch {
    become(before);
    $("persona").value = before;
    toast("The playground does not answer. Is it still running?");
  }
  $("persona").focus();
};
$("tab-home").onclick = () => goTo("home");
$("tab-messages").onclick = () => goTo(here.id);
$("tabs").onkeydown = (event) => {
  if (["ArrowLeft", "ArrowRight"].includes(event.key)) $(atHome ? "tab-messages" : "tab-home").click();
};
$("thread-composer").onsubmit = (event) => {
  event.preventDefault();
  const words = $("thread-text").value.trim();
  if (!words) return;
  drafts.clear($("thread-text"));
  send(words, messages.openedThread());
};
$("skip").onclick = (event) => {
  event.preventDefault(); // a hash of its own would be taken for a place
  focusPlace();
};
messages.onChange(() => {
  if (!here) return;
  showExamples();
  showSending();
});
document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-place], [data-example], [data-open-thread], [data-shortcut]");
  if (!target) return;
  const { place, example, openThread, shortcut, on } = target.dataset;
  target.closest("details")?.removeAttribute("open");
  if (place) {
    panes.closeDrawer();
    goTo(place);
  } else if (example) {
    trying = false;
    send(example);
  } else if (openThread) messages.openThread(openThread);
  else call("shortcut", { callback: shortcut, message: on || null });
});
start();
