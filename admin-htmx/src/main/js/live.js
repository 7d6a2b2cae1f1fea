// The event stream that htmx's sse extension listens to, made steady.
//
// The extension takes any object that looks like an EventSource. Left alone it tries again only when
// the browser gave up, doubles up to 64 s without jitter, and cannot tell a silent connection from a
// quiet one. This one connects again by itself and never looks closed to the extension.

import { get, hear, say, signIn, tell } from './page.js';

const WAITS_SECONDS = [1, 2, 4, 8, 15];
const QUIET_MILLIS = 3000;
const SILENCE_MILLIS = 50_000;

class SteadySource {
  readyState = EventSource.CONNECTING;
  #url;
  #stream;
  #listeners = [];
  #tries = 0;
  #opened = false;
  #retry;
  #watch;

  constructor(url) {
    this.#url = url;
    this.addEventListener('beat', () => this.#listen());
    this.addEventListener('again', () => tell('again'));
    this.addEventListener('ring', (event) => tell('ring', JSON.parse(event.data)));
    this.addEventListener('bye', (event) => this.#lost((Number(event.data) || 0) / 1000));
    this.#connect();
    addEventListener('online', () => this.now());
    document.addEventListener('visibilitychange', () => document.hidden || this.now());
  }

  addEventListener(name, listener) {
    this.#listeners.push([name, listener]);
    this.#stream?.addEventListener(name, listener);
  }

  removeEventListener(name, listener) {
    this.#listeners = this.#listeners.filter(([n, l]) => n !== name || l !== listener);
    this.#stream?.removeEventListener(name, listener);
  }

  close() {
    clearTimeout(this.#retry);
    clearTimeout(this.#watch);
    this.#stream?.close();
    this.readyState = EventSource.CLOSED;
  }

  /** Tries at once, if it is not there: a try that is under way may still have the way in of before. */
  now() {
    if (this.readyState !== EventSource.CONNECTING) return;
    this.#stream.close();
    this.#connect();
  }

  #connect() {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    const stream = (this.#stream = new EventSource(this.#url));
    for (const [name, listener] of this.#listeners) stream.addEventListener(name, listener);
    stream.onopen = () => this.#found();
    stream.onerror = () => {
      // A refusal closes it for good; the session may have ended.
      if (stream.readyState === EventSource.CLOSED) stillSignedIn();
      this.#lost();
    };
  }

  #found() {
    this.readyState = EventSource.OPEN;
    this.#tries = 0;
    up();
    if (this.#opened) tell('again');
    this.#opened = true;
  }

  #lost(atLeastSeconds = 0) {
    clearTimeout(this.#watch);
    this.#stream.close();
    if (this.#retry || this.readyState === EventSource.CLOSED) return;
    this.readyState = EventSource.CONNECTING;
    const step = WAITS_SECONDS[Math.min(this.#tries++, WAITS_SECONDS.length - 1)];
    const seconds = atLeastSeconds + step * (0.8 + 0.4 * Math.random());
    this.#retry = setTimeout(() => this.#connect(), seconds * 1000);
    down(Date.now() + seconds * 1000);
  }

  #listen() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#lost(), SILENCE_MILLIS);
  }
}

const page = document.documentElement;
let quiet;
let ticking;
let nextAt = 0;

function up() {
  const wasShown = page.dataset.live === 'off';
  page.dataset.stream = 'open';
  page.dataset.live = 'on';
  clearTimeout(quiet);
  clearInterval(ticking);
  quiet = ticking = undefined;
  show();
  if (wasShown) say('Connected again.');
}

function down(at) {
  nextAt = at;
  page.dataset.stream = 'down';
  if (page.dataset.live === 'off') return show();
  quiet ??= setTimeout(() => {
    page.dataset.live = 'off';
    ticking = setInterval(show, 500);
    show();
    say('Connection lost. You can keep writing; replies send when you’re back.');
  }, QUIET_MILLIS);
}

function show() {
  const seconds = Math.ceil((nextAt - Date.now()) / 1000);
  const words = seconds > 0 ? `Trying again in ${seconds} s.` : 'Trying again…';
  for (const bar of document.querySelectorAll('[data-lost]')) {
    const connected = page.dataset.live !== 'off';
    if (connected && bar.contains(document.activeElement)) document.getElementById('thread-name')?.focus();
    bar.hidden = connected;
    const next = bar.querySelector('[data-lost-next]');
    if (next.textContent !== words) next.textContent = words;
  }
  for (const word of document.querySelectorAll('[data-live]:not(html)')) {
    word.hidden = word.dataset.live !== page.dataset.live;
  }
}

async function stillSignedIn() {
  const answer = await get('/admin/inbox/list').catch(() => undefined);
  if (answer?.status === 401) signIn();
}

let source;
htmx.createEventSource = (url) => (source = new SteadySource(url));
addEventListener('pagehide', () => source?.close());
addEventListener('click', (event) => event.target.closest('[data-lost-retry]') && source?.now());
hear('thread', show);
hear('signed-in', () => source?.now());
document.addEventListener('htmx:historyRestore', show);
