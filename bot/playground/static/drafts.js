// Half-written messages: one for each channel and thread of each persona, kept over a reload.

import { me } from "./api.js";

const kept = JSON.parse(sessionStorage.getItem("drafts") || "{}");
const boxes = []; // the message boxes, each with the place that it writes to: {text, place}

const keyOf = (place) => `${me()} ${place}`;

function keep(place, words) {
  if (words) kept[keyOf(place)] = words;
  else delete kept[keyOf(place)];
  sessionStorage.setItem("drafts", JSON.stringify(kept));
}

// Lets a message box keep its drafts; returns the function that moves it to another place.
export function keepIn(text) {
  const box = { text, place: null };
  boxes.push(box);
  text.addEventListener("input", () => { if (box.place) keep(box.place, text.value); });
  return (place) => {
    box.place = place;
    write(box, kept[keyOf(place)] || "");
  };
}

function write({ text }, words) {
  if (text.value === words) return;
  text.value = words;
  text.dispatchEvent(new Event("input"));
}

// What could not be sent comes back, before what has been typed since.
export function giveBack(place, words) {
  const since = kept[keyOf(place)];
  keep(place, since ? `${words}\n${since}` : words);
  for (const box of boxes.filter((one) => one.place === place)) write(box, kept[keyOf(place)]);
}

export function clear(text) {
  text.value = "";
  text.dispatchEvent(new Event("input"));
}
