// Files: attached to a message with the + menu, by pasting or by dropping, and uploaded from forms.

import { call } from "./api.js";

const MOST = 10; // files of a message, as in Slack

const picker = document.getElementById("file-picker");
const list = document.getElementById("attached");
const text = document.getElementById("composer-text");

let attached = []; // files to send with the next message: {id, name}
let uploads = 0; // in progress

const isFileDrag = (event) => event.dataTransfer?.types.includes("Files");

// Uploads a file; returns its {id, name}, or null if that failed.
export async function upload(file) {
  const url = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
  const answer = await call("upload", { name: file.name, data: url.slice(url.indexOf(",") + 1) });
  return answer.failed ? null : answer;
}

export const isUploading = () => uploads > 0;

// Returns the attached files and empties the list.
export function take() {
  const files = attached;
  attached = [];
  draw();
  return files;
}

// Attaches files that were not sent after all.
export function restore(files) {
  attached = [...files, ...attached];
  draw();
}

async function attach(files) {
  const room = [...files].slice(0, MOST - attached.length);
  uploads += 1;
  draw();
  for (const file of room) {
    const uploaded = await upload(file);
    if (uploaded) attached = [...attached, uploaded];
  }
  uploads -= 1;
  draw();
  text.focus();
}

function draw() {
  list.hidden = attached.length === 0 && !uploads;
  list.replaceChildren(...attached.map(({ id, name }) => {
    const item = document.createElement("li");
    const remove = Object.assign(document.createElement("button"), { type: "button", className: "icon", textContent: "✕" });
    remove.setAttribute("aria-label", `Remove ${name}`);
    remove.onclick = () => {
      attached = attached.filter((file) => file.id !== id);
      draw();
      text.focus();
    };
    item.append(Object.assign(document.createElement("span"), { textContent: name }), remove);
    return item;
  }));
  if (uploads) list.append(Object.assign(document.createElement("li"), { textContent: "Uploading …" }));
}

picker.onchange = async () => {
  await attach(picker.files);
  picker.value = "";
};
document.getElementById("attach").onclick = () => {
  document.getElementById("plus").open = false;
  picker.click();
};
text.addEventListener("paste", (event) => {
  const files = event.clipboardData?.files;
  if (!files?.length || event.clipboardData.getData("text/plain")) return; // text from Word comes with a picture of it
  event.preventDefault();
  attach(files);
});

// Drop anywhere on the conversation.
const main = document.getElementById("main");
document.addEventListener("dragover", (event) => { if (isFileDrag(event)) event.preventDefault(); });
main.addEventListener("dragenter", (event) => { if (isFileDrag(event)) main.classList.add("dropping"); });
main.addEventListener("dragleave", (event) => { if (!main.contains(event.relatedTarget)) main.classList.remove("dropping"); });
document.addEventListener("drop", (event) => {
  if (!isFileDrag(event)) return;
  event.preventDefault();
  main.classList.remove("dropping");
  if (main.contains(event.target) && !document.getElementById("writing").hidden) attach(event.dataTransfer.files);
});

// Upload fields of forms: the ids of their files are the value.
document.addEventListener("change", async (event) => {
  const field = event.target;
  if (!field.matches?.("[data-upload]")) return;
  const submit = field.form.querySelector("[type=submit]");
  submit.disabled = true;
  const uploaded = await Promise.all([...field.files].map(upload));
  field.dataset.files = uploaded.filter(Boolean).map(({ id }) => id).join(",");
  submit.disabled = false;
});
