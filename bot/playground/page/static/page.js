// The page: the current channel, the persona, and the event stream that keeps everything up to date.

import { UNREACHABLE, call, listen, me, read, switchTo } from "./api.js";
import { goTo } from "./back.js";
import "./blocks.js";
import * as composer from "./composer.js";
import * as drafts from "./drafts.js";
import * as devtools from "./devtools.js";
import * as fastForward from "./fast-forward.js";
import * as messages from "./messages.js";
import { isModalOpen, showModal } from "./modal.js";
import { clearNotice, notify, toast } from "./notices.js";
import * as panes from "./panes.js";
import { redraw } from "./redraw.js";
import * as sending from "./sending.js";
import * as teamsPreview from "./teams-preview.js";

const $ = (id) => document.getElementById(id);
const RETRY_MS = 1000;

let state;
let here = null; // the current channel; for Home, the direct messages with the bot
let atHome = false;
let loadFailed = false; // the current channel is loaded again once the server responds
let showsExamples = false; // "Try an example" was pressed
let stream = new AbortController();

const moveThreadTo = drafts.attach($("thread-text"));

// The place named by the hash: #C0GENERAL, #C0GENERAL/ts or #home. Any other hash means the current place.

function placeInHash() {
  const [where, ts] = location.hash.slice(1).split("/");
  const app = state.channels.find((channel) => channel.im);
  if (where === "home") return { channel: app, home: true };
  const channel = where ? state.channels.find(({ id }) => id === where) : state.channels[0];
  if (channel) return { channel, home: false, ts };
  return { channel: here || state.channels[0], home: atHome, missing: Boolean(ts) };
}

async function go() {
  const { channel, home, ts, missing } = placeInHash();
  const moved = here?.id !== channel.id || atHome !== home;
  here = channel;
  atHome = home;
  panes.closeDrawer();
  if (moved) showsExamples = false;
  drawPlace();
  if (moved && channel.im) call("home", { tab: home ? "home" : "messages" });
  if (moved && !ts && !isModalOpen()) focusPlace();
  const isThere = await load(channel, ts);
  if (missing || !isThere) notify("That message is no longer here.");
  channel.news = false;
  drawSidebar();
}

async function load(channel, ts) {
  try {
    const isThere = await messages.load(channel.id, ts);
    loadFailed = false;
    return isThere;
  } catch {
    loadFailed = true;
    messages.clear();
    toast(UNREACHABLE);
    return true;
  }
}

// Home gets the focus so that the keyboard scrolls it, without a focus ring around the whole pane.
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
  drawExamples();
  showSending();
  fastForward.onChannel(here.id);
}

function showSending() {
  moveThreadTo(messages.openThreadId());
  sending.show({ channel: here.id, thread: messages.openThreadId(), direct: here.im });
}

function element(name, properties, ...children) {
  const created = Object.assign(document.createElement(name), properties);
  created.append(...children);
  return created;
}

function sidebarRow(channel, { home }) {
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
  const channels = state.channels.filter((channel) => !channel.im);
  redraw($("channels"), channels.map((channel) => sidebarRow(channel, { home: false })).join(""));
  redraw($("app"), sidebarRow(app, { home: false }) + sidebarRow(app, { home: true }));
}

// Examples are visible while the conversation is empty, later after a press of "Try an example".
function drawExamples() {
  const examples = here.im ? state.direct_examples : state.examples;
  redraw($("examples"), examples.map((example) => {
    const chip = element("button", { type: "button", className: "chip" }, example);
    chip.dataset.example = example;
    return chip.outerHTML;
  }).join(""));
  updateExamples();
}

function updateExamples() {
  const empty = messages.isEmpty();
  $("examples").hidden = !(empty || showsExamples);
  $("try").hidden = empty;
  $("try").setAttribute("aria-expanded", String(showsExamples));
}
$("try").onclick = () => {
  showsExamples = !showsExamples;
  updateExamples();
  if (showsExamples) $("examples").querySelector("button")?.focus();
};



// Shortcuts of the app that are not about a message.
function drawShortcuts() {
  $("shortcuts").replaceChildren(...state.shortcuts.map(({ id, name }) => {
    const item = element("button", { type: "button" }, name);
    item.dataset.shortcut = id;
    return item;
  }));
}

function drawHome(html) {
  redraw($("home"), html || $("home-empty").innerHTML);
}

function send(text, thread = null, files = []) {
  clearNotice();
  sending.send(here.id, text, thread, files);
}

// Events

function onMessage(message) {
  sending.onMessage(message);
  const channel = state.channels.find(({ id }) => id === message.channel);
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
  traffic: ({ html }) => devtools.addExchange(html),
  faults: ({ html }) => devtools.showFaults(html),
  card: (card) => teamsPreview.show(card),
  channel: (channel) => {
    const known = state.channels.find(({ id }) => id === channel.id);
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
        if (event.kind === "reset") return start().catch(() => setTimeout(() => location.reload(), RETRY_MS));
        seq = id ? Number(id) : seq;
        return HANDLERS[event.kind]?.(event);
      });
    } catch (error) {
      if (signal.aborted) return;
    }
    $("offline").hidden = false;
    await new Promise((resolve) => { setTimeout(resolve, RETRY_MS); });
    $("offline").hidden = await read("state").then(() => true, () => false);
    if ($("offline").hidden && loadFailed) await go();
  }
}

async function start() {
  state = await read("state");
  stream.abort();
  stream = new AbortController();
  notifyOfRestart();
  switchTo(state.me);
  $("persona").replaceChildren(...state.personas.map(({ id, name }) => new Option(name, id, false, id === state.me)));
  $("persona-title").textContent = state.personas.find(({ id }) => id === state.me).title;
  sending.setUp(state);
  composer.setUp(state, (text, files) => send(text, null, files));
  drawShortcuts();
  devtools.setUp(state);
  fastForward.setUp(state, () => here.id);
  teamsPreview.setUp(state, (pressed) => call("press", { channel: here.id, ...pressed }));
  drawHome(state.home);
  showModal(state.modal);
  here = null;
  follow(stream.signal);
  await go();
  document.body.dataset.ready = state.me;
}

// A restart of the playground loses all messages. `run` identifies its process, across reloads of the page.
function notifyOfRestart() {
  const before = sessionStorage.getItem("run");
  sessionStorage.setItem("run", state.run);
  if (!before || before === state.run) return;
  const form = isModalOpen() ? " The open form was closed." : "";
  notify(`The playground was restarted, so earlier messages are gone.${form}`);
  panes.close("thread");
}

window.addEventListener("hashchange", go);

// Until the next persona's drafts are in the boxes, what is typed there would be the last one's.
function letWrite(can) {
  for (const box of [$("composer-text"), $("thread-text")]) box.disabled = !can;
}

$("persona").onchange = async (event) => {
  const before = me();
  switchTo(event.target.value);
  letWrite(false);
  try {
    await start();
  } catch {
    switchTo(before);
    $("persona").value = before;
    toast(UNREACHABLE);
  }
  letWrite(true);
  $("persona").focus();
};
$("tab-home").onclick = () => goTo("home");
$("tab-messages").onclick = () => goTo(here.id);
$("tabs").onkeydown = (event) => {
  // From the tab that has the focus: the one that was pressed last may not be open yet.
  if (["ArrowLeft", "ArrowRight"].includes(event.key)) $(event.target.id === "tab-home" ? "tab-messages" : "tab-home").click();
};
$("thread-composer").onsubmit = (event) => {
  event.preventDefault();
  const text = $("thread-text").value.trim();
  if (!text) return;
  drafts.clear($("thread-text"));
  send(text, messages.openThreadId());
};
$("skip").onclick = (event) => {
  event.preventDefault(); // keep the hash, which names the current place
  focusPlace();
};
messages.onChange(() => {
  if (!here) return;
  updateExamples();
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
    showsExamples = false;
    send(example);
  } else if (openThread) messages.openThread(openThread);
  else call("shortcut", on ? { callback: shortcut, message: on } : { callback: shortcut });
});
start();
