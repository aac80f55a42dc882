// The messages of the channel shown, and of the thread beside it.

import { read } from "./api.js";
import * as panes from "./panes.js";

const $ = (id) => document.getElementById(id);
const byMessage = (box, id) => box.querySelector(`:scope > [data-message="${CSS.escape(id)}"]`);

let channel = null;
let messages = [];
let thread = null; // "channel/ts" of the thread shown
let arriving = null; // what the stream brings while a channel is being read

export const openedThread = () => thread;
panes.onClose("thread", () => { thread = null; });

const inChannel = (message) => !message.thread || message.thread === message.ts || message.broadcast;
const inThread = (message) => thread && (message.id === thread || `${message.channel}/${message.thread}` === thread);

export async function load(id, ts) {
  if (channel !== id) panes.close("thread");
  channel = id;
  arriving ??= [];
  const found = await read(`channel/${id}`);
  if (channel !== id) return;
  messages = found;
  const shown = messages.filter(inChannel);
  const box = $("messages");
  box.innerHTML = shown.map((message) => message.html).join("") || $("nothing-yet").innerHTML;
  box.scrollTop = box.scrollHeight;
  const missed = arriving.filter((message) => message.channel === id);
  arriving = null;
  missed.forEach(put);
  if (thread) drawThread();
  const wanted = ts && byMessage(box, `${id}/${ts}`);
  if (!wanted) return;
  wanted.classList.add("found");
  wanted.scrollIntoView({ block: "center" });
}

export function put(message) {
  if (arriving) {
    arriving.push(message);
    return;
  }
  messages = [...messages.filter((one) => one.id !== message.id), message].sort((a, b) => (a.ts < b.ts ? -1 : 1));
  if (inChannel(message)) upsert($("messages"), message, message.html);
  if (inThread(message)) upsert($("thread-messages"), message, message.thread_html);
  else if (answersMe(message)) openThread(`${message.channel}/${message.thread}`, false);
}

// A reply to somebody who waits for it in the channel opens its thread by itself.
const answersMe = (message) => message.thread && message.thread !== message.ts && !message.mine && !message.quiet;

function upsert(box, message, html) {
  const old = byMessage(box, message.id);
  const following = box.scrollHeight - box.scrollTop - box.clientHeight < 120;
  box.querySelector(".empty")?.remove();
  if (old) {
    const focused = old.contains(document.activeElement) ? document.activeElement.dataset.action : null;
    old.outerHTML = html;
    if (focused) byMessage(box, message.id).querySelector(`[data-action="${CSS.escape(focused)}"]`)?.focus();
  } else box.insertAdjacentHTML("beforeend", html);
  // One's own words and the answers to them are shown at once, wherever one has scrolled to.
  if (old ? following : following || message.mine || message.for_me) showEnd(box, byMessage(box, message.id));
}

// A message taller than the box is read from its beginning.
function showEnd(box, message) {
  const tall = message.offsetHeight > box.clientHeight - 40;
  box.scrollTop = tall ? message.offsetTop - box.offsetTop : box.scrollHeight;
}

export function remove(id) {
  messages = messages.filter((message) => message.id !== id);
  const hadFocus = byMessage($("messages"), id)?.contains(document.activeElement);
  for (const box of [$("messages"), $("thread-messages")]) byMessage(box, id)?.remove();
  if (hadFocus) $("composer-text").focus();
  if (id === thread) panes.close("thread");
}

export function openThread(id, focus = true) {
  thread = id;
  panes.open("thread");
  drawThread();
  if (focus) $("thread-text").focus();
}

function drawThread() {
  $("thread-messages").innerHTML = messages.filter(inThread).map((message) => message.thread_html).join("");
  const last = $("thread-messages").lastElementChild;
  if (last) showEnd($("thread-messages"), last);
}
