// Requests to the server. Custom headers name the persona and the tab; other sites cannot send such headers.

import { toast } from "./notices.js";

export const UNREACHABLE = "The playground isn't responding. Is it still running?";

let persona = sessionStorage.getItem("persona") || "";
const tab = sessionStorage.getItem("tab") || crypto.randomUUID();
sessionStorage.setItem("tab", tab);

export const me = () => persona;
export const switchTo = (id) => { persona = id; sessionStorage.setItem("persona", id); };

const headers = () => ({ "X-Playground": persona, "X-Playground-Tab": tab, "Content-Type": "application/json" });

export async function read(path) {
  const response = await fetch(`/_pg/${path}`, { headers: headers() });
  if (!response.ok) throw new Error(await response.text());
  return response.headers.get("Content-Type").includes("json") ? response.json() : response.text();
}

// Returns the response; `failed` is true if the server is unreachable or refused the request.
export async function call(name, body) {
  try {
    const response = await fetch(`/_pg/${name}`, { method: "POST", headers: headers(), body: JSON.stringify(body) });
    const answer = await response.json();
    if (answer.refused) toast(`Slack would refuse this:\n${answer.refused}`);
    if (answer.error) toast(answer.error);
    return { ...answer, failed: !response.ok };
  } catch {
    toast(UNREACHABLE);
    return { failed: true };
  }
}

// Server-sent events, parsed here because EventSource cannot send custom headers.
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
