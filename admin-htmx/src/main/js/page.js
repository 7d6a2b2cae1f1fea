// What several behaviours need: a question and a post to the gateway, words beside a field, a voice, a fresh id.

const headers = { 'HX-Request': 'true' };

/** Asks for a part of a page as htmx would; resolves with the response, rejects when there is none. */
export const get = (path, signal) => fetch(path, { headers, signal });

/** Posts a form as htmx would; resolves with the response, rejects when there is none. */
export const post = (path, fields, timeoutMillis = 10_000) =>
  fetch(path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers,
    signal: AbortSignal.timeout(timeoutMillis),
  });

/** What an answer says in words of its own, or nothing. */
export const wordsOf = async (answer) =>
  answer.headers.get('Content-Type')?.startsWith('text/plain') ? answer.text() : '';

/** Shows words where they belong; without any the place is not seen. */
export const explain = (place, words) => {
  place.textContent = words;
  place.hidden = !words;
};

/** Keeps something in this browser; nothing takes it away. */
export const keep = (key, value) => (value ? localStorage.setItem(key, value) : localStorage.removeItem(key));

/** The composer in which something happens. */
export const composerOf = (event) => event.target.closest?.('[data-composer]');

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

/** Shows what is done with passkeys, where there is any. Their script comes when it is needed, which is seldom. */
export const passkeys = async () => {
  if (document.querySelector('[data-with-passkeys]')) (await import('/admin/assets/passkey.js')).offer();
};

/** Asks who it is, in place: drafts, unsent replies and forms stay. */
export const signIn = () => tell('signed-out');
