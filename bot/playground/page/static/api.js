// The page's calls: each carries the persona and the tab in headers of its own, which no foreign page can send.

import { toast } from "./notices.js";

let persona = sessionStorage.getItem("persona") || "";
const tab = sessionStorage.getItem("tab") || crypto.randomUUID();
sessionStorage.setItem("tab", tab);

export const me = () => persona;
export const become = (id) => { persona = id; sessionStorage.setItem("persona", id); };

const headers = () => ({ "X-Playground": persona, "X-Playground-Tab": tab, "Content-Type": "application/json" });

export async function read(path) {
  const response = await fetch(`/_pg/${path}`, { headers: headers() });
  if (!response.ok) throw new Error(await response.text());
  return response.headers.get("Content-Type").includes("json") ? response.json() : response.text();
}

// Returns the answer; `failed` when the playground could not be reached or refused the call.
export async function call(name, body) {
  try {
    const response = await fetch(`/_pg/${name}`, { method: "POST", headers: headers(), body: JSON.stringify(body) });
    const answer = await response.json();
    if (answer.refused) toast(`Slack would refuse this:\n${answer.refused}`);
    if (answer.error) toast(answer.error);
    return { ...answer, failed: !response.ok };
  } catch {
    toast("The playground does not answer. Is it still running?");
    return { failed: true };
  }
}

// Server-sent events, read by hand because EventSource cannot send the headers.
export async function listen(path, signal, onEvent) {
  const response = await fetch(`/_pg/${path}`, { headers: headers(), signal });
  if (!response.ok) throw new Error("no stream");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const chunks = (rest + value).split("\n\n");
    rest = chunks.pop();
    for (const chunk of chunks) {
      const event = { id: null, data: null };
      for (const line of chunk.split("\n")) {
        const colon = line.indexOf(": ");
        if (colon > 0) event[line.slice(0, colon)] = line.slice(colon + 2);
      }
      if (event.data) onEvent(JSON.parse(event.data), event.id);
    }
  }
}
