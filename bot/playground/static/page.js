// The page: where one is, who one is, and the stream of changes that keeps it true.

import { become, call, listen, read } from "./api.js";
import "./blocks.js";
import * as composer from "./composer.js";
import * as forward from "./forward.js";
import * as hood from "./hood.js";
import * as messages from "./messages.js";
import { showModal } from "./modal.js";
import { closeDrawer } from "./panes.js";
import * as teams from "./teams.js";

const $ = (id) => document.getElementById(id);
const RETRY = 1000;

let state;
let here = null; // the channel shown, or the one behind Home
let atHome = false;
let stream = new AbortController();

// Where one is: #C0GENERAL, #C0GENERAL/ts or #home

function wanted() {
  const [where, ts] = decodeURIComponent(location.hash.slice(1)).split("/");
  const app = state.channels.find((channel) => channel.im);
  if (where === "home") return { channel: app, home: true };
  return { channel: state.channels.find((channel) => channel.id === where) || state.channels[0], home: false, ts };
}

async function go() {
  const { channel, home, ts } = wanted();
  const moved = here?.id !== channel.id || atHome !== home;
  here = channel;
  atHome = home;
  closeDrawer();
  drawPlace();
  if (moved && channel.im) call("home", { tab: home ? "home" : "messages" });
  await messages.load(channel.id, ts);
  channel.news = false;
  drawSidebar();
  if (moved && !ts) (home ? $("home") : $("composer-text")).focus();
}

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
  drawSidebar();
  drawChips();
  forward.moved(here.id);
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function row(channel, { home }) {
  const sign = element("span", { className: "sign", ariaHidden: "true" }, home ? "⌂" : channel.im ? "✉" : "#");
  const button = element("button", { type: "button" }, sign, home ? "App Home" : channel.name);
  if (channel === here && atHome === home) button.setAttribute("aria-current", "page");
  if (channel.news && !home) {
    const news = element("span", { className: "news", ariaLabel: "new messages" });
    news.setAttribute("role", "img");
    button.append(news);
  }
  button.onclick = () => { location.hash = home ? "home" : channel.id; closeDrawer(); };
  return element("li", {}, button);
}

function drawSidebar() {
  const buttons = () => [...document.querySelectorAll("#sidebar li button")];
  const focused = buttons().indexOf(document.activeElement);
  const app = state.channels.find((channel) => channel.im);
  const rest = state.channels.filter((channel) => !channel.im);
  $("channels").replaceChildren(...rest.map((channel) => row(channel, { home: false })));
  $("app").replaceChildren(row(app, { home: false }), row(app, { home: true }));
  if (focused >= 0) buttons()[focused]?.focus();
}

function drawChips() {
  const prompts = here.im ? here.prompts.map((prompt) => [prompt.title, prompt.message]) : [];
  const chips = [...prompts, ...state.examples.map((example) => [example, example])];
  $("examples").replaceChildren(...chips.map(([title, words]) => (
    element("button", { type: "button", className: "chip", onclick: () => say(words) }, title))));
  $("status").hidden = !here.status;
  $("status").textContent = here.status ? `${state.bot.shown} ${here.status}` : "";
}

function drawHome(html) {
  $("home").innerHTML = html || $("home-empty").innerHTML;
}

const say = (words, thread = null) => call("say", { channel: here.id, text: words, thread });

// What changes

function onMessage(message) {
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
        if (event.kind === "reset") return start();
        seq = id ? Number(id) : seq;
        return HANDLERS[event.kind]?.(event);
      });
    } catch (error) {
      if (signal.aborted) return;
    }
    $("offline").hidden = false;
    await new Promise((resolve) => { setTimeout(resolve, RETRY); });
    $("offline").hidden = await read("state").then(() => true, () => false);
  }
}

async function start() {
  stream.abort();
  stream = new AbortController();
  state = await read("state");
  become(state.me);
  $("persona").replaceChildren(...state.personas.map((one) => new Option(one.name, one.id, false, one.id === state.me)));
  $("persona-title").textContent = state.personas.find((one) => one.id === state.me).title;
  $("shortcuts").hidden = state.shortcuts.length === 0;
  $("shortcuts").querySelector(".menu-items").replaceChildren(...state.shortcuts.map((one) => {
    const button = element("button", { type: "button" }, one.name);
    button.dataset.shortcut = one.id;
    return button;
  }));
  composer.setUp(state, (words) => say(words));
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

window.addEventListener("hashchange", go);
$("persona").onchange = async (event) => {
  become(event.target.value);
  await start();
  $("persona").focus();
};
$("tab-home").onclick = () => { location.hash = "home"; };
$("tab-messages").onclick = () => { location.hash = here.id; };
$("tabs").onkeydown = (event) => {
  if (["ArrowLeft", "ArrowRight"].includes(event.key)) $(atHome ? "tab-messages" : "tab-home").click();
};
$("thread-composer").onsubmit = (event) => {
  event.preventDefault();
  const words = $("thread-text").value.trim();
  $("thread-text").value = "";
  if (words) say(words, messages.openedThread());
};
document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-open-thread], [data-shortcut]");
  if (!target) return;
  target.closest("details")?.removeAttribute("open");
  if (target.dataset.openThread) messages.openThread(target.dataset.openThread);
  else call("shortcut", { callback: target.dataset.shortcut, message: target.dataset.on || null });
});
start();
