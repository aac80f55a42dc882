// The page's calls: each carries the persona in a header of its own, which no foreign page can send.

let persona = sessionStorage.getItem("persona") || "";

export const become = (id) => { persona = id; sessionStorage.setItem("persona", id); };

const headers = () => ({ "X-Playground": persona, "Content-Type": "application/json" });

export async function read(path) {
  const response = await fetch(`/_pg/${path}`, { headers: headers() });
  if (!response.ok) throw new Error(await response.text());
  return response.headers.get("Content-Type").includes("json") ? response.json() : response.text();
}

export async function call(name, body) {
  try {
    const response = await fetch(`/_pg/${name}`, { method: "POST", headers: headers(), body: JSON.stringify(body) });
    const answer = await response.json();
    if (answer.refused) toast(`Slack would refuse this:\n${answer.refused}`);
    if (answer.error) toast(answer.error);
    return answer;
  } catch {
    toast("The playground does not answer. Is it still running?");
    return {};
  }
}

// Server-sent events, read by hand because EventSource cannot send the header.
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

let hiding;
export function toast(text) {
  const box = document.getElementById("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { box.hidden = true; }, 8000);
}
