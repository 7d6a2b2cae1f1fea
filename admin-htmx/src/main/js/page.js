// What several behaviours need: a post, a voice, a fresh id.

/** Posts a form as htmx would; resolves with the response, rejects when there is none. */
export const post = (path, fields, timeoutMillis = 10_000) =>
  fetch(path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { 'HX-Request': 'true' },
    signal: AbortSignal.timeout(timeoutMillis),
  });

/** Where this agent's draft for a conversation is kept. */
export const draftKey = (code) => `bellhop:draft:${document.body.dataset.me}:${code}`;

/** Where the quote in it is kept, beside its words. */
export const quoteKey = (code) => draftKey(code) + ':quote';

/** crypto.randomUUID exists only on HTTPS and localhost; a panel in a private network may be neither. */
export const freshId = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};

let waiting = [];
let spokeAt = 0;

/** Says something to a screen reader, politely: what comes within 3 s is said together. */
export const say = (words) => {
  waiting.push(words);
  if (waiting.length > 1) return;
  setTimeout(() => {
    document.getElementById('announcer').textContent = waiting.join(' ');
    waiting = [];
    spokeAt = Date.now();
  }, Math.max(50, spokeAt + 3000 - Date.now()));
};

/** Tells the other behaviours; `again`: read it all again, `thread`: one is open, `signed-out`, `signed-in`,
 *  `wrote`: this agent sent something, `landed`: the server has it, `ring`: something to be called for, `canned`: the responses are wanted. */
export const tell = (name, detail) =>
  document.dispatchEvent(new CustomEvent('bellhop:' + name, { detail }));
export const hear = (name, listener) =>
  document.addEventListener('bellhop:' + name, (event) => listener(event.detail));

/** Asks who it is, in place: drafts, unsent replies and forms stay. */
export const signIn = () => tell('signed-out');
