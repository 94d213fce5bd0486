/** The two requests of an import. Each gives {body} or {refused: sentence}. */

async function read(response, words) {
  const body = await response.json().catch(() => ({}));
  if (response.ok) return { body };
  if (response.status === 401) window.location.assign(`/sign-in?next=${encodeURIComponent(window.location.pathname)}`);
  return { refused: body.message || words("failed") };
}

export async function sendFile(file, kind, words) {
  const form = new FormData();
  form.append("file", file);
  form.append("kind", kind);
  try {
    return await read(await fetch("/api/import/preview", { method: "POST", body: form }), words);
  } catch {
    return { refused: words("offline") };
  }
}

export async function sendDecision(token, answers, options, words) {
  const body = JSON.stringify({ token, answers, options });
  const headers = { "Content-Type": "application/json" };
  try {
    return await read(await fetch("/api/import/apply", { method: "POST", headers, body }), words);
  } catch {
    return { refused: words("offline_apply") };
  }
}
