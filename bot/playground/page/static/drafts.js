// Half-written messages: one for each channel and thread of each persona, kept over a reload.

import { me } from "./api.js";

const kept = JSON.parse(sessionStorage.getItem("drafts") || "{}");
const boxes = []; // the message boxes, each with the key of the draft in it: {text, key}

export const keyOf = (place) => `${me()} ${place}`;

function keep(key, words) {
  if (words) kept[key] = words;
  else delete kept[key];
  sessionStorage.setItem("drafts", JSON.stringify(kept));
}

// Lets a message box keep its drafts; returns the function that moves it to another place.
export function keepIn(text) {
  const box = { text, key: null };
  boxes.push(box);
  text.addEventListener("input", () => { if (box.key) keep(box.key, text.value); });
  return (place) => {
    box.key = place && keyOf(place);
    write(box, kept[box.key] || "");
  };
}

function write({ text }, words) {
  if (text.value === words) return;
  text.value = words;
  text.dispatchEvent(new Event("input"));
}

// What could not be sent comes back, before what has been typed since.
export function giveBack(key, words) {
  keep(key, kept[key] ? `${words}\n${kept[key]}` : words);
  for (const box of boxes.filter((one) => one.key === key)) write(box, kept[key]);
}

export function clear(text) {
  text.value = "";
  text.dispatchEvent(new Event("input"));
}
