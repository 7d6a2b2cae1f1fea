// The open conversation: puts what arrives in its place, once; keeps to the end; notices holes;
// says what was seen.

import { draftKey, hear, keep, post, quoteKey, tell } from './page.js';

const NEAR_END_PIXELS = 80;
const SEEN_MILLIS = 1000;
const TYPING_MILLIS = 6000;

const log = () => document.querySelector('[data-thread]');
const code = () => log()?.dataset.thread;
const jump = () => document.querySelector('[data-jump]');
let atEnd = true;
let news = 0;
let typing;
let replying;
let seeing;
let seen = 0;
let asked = new Set();

const follow = new ResizeObserver(() => atEnd && toEnd());

function begin() {
  if (!log() || log().dataset.begun) return;
  log().dataset.begun = 'true';
  atEnd = true;
  news = seen = 0;
  asked = new Set();
  toEnd();
  follow.disconnect();
  follow.observe(log());
  log().addEventListener('scroll', scrolled, { passive: true });
  expireTyping();
  tell('thread', code());
  look();
}

function place(entries, entry) {
  const { cid } = entry.dataset;
  if (cid) {
    entries.querySelector(`[data-pending][data-cid="${CSS.escape(cid)}"]`)?.remove();
    tell('landed', cid);
  }
  const known = document.getElementById(entry.id);
  if (known && !entry.matches('.day')) return renew(known, entry);
  // A change of something further up than what is shown is read when it is.
  const at = Number(entry.dataset.place);
  if (at < seqs()[0] && entries.querySelector('.older')) return;
  if (known && Number(known.dataset.place) <= at) return;
  known?.remove();
  const next = [...entries.children].find((other) => Number(other.dataset.place) > at || other.dataset.pending === '');
  entries.insertBefore(entry, next ?? null);
  run(entry);
  run(entry.nextElementSibling);
  if (entry.matches('.m, .pn')) news++;
  if (entry.matches('.m--in')) document.getElementById('ty-' + code())?.replaceChildren();
}

/** A message that was edited or deleted, or that somebody reacted to. */
function renew(known, entry) {
  if (!(Number(entry.dataset.version) > Number(known.dataset.version))) return;
  known.replaceWith(entry);
  run(entry);
}

/** The first of one author's run has the tail and the name. */
function run(entry) {
  if (!entry?.matches('.m')) return;
  const before = entry.previousElementSibling;
  const first = !before?.matches('.m') || before.dataset.author !== entry.dataset.author;
  entry.classList.toggle('first', first);
  const who = entry.querySelector(':scope > .who');
  if (who) who.hidden = !first;
}

function arrived() {
  if (atEnd) toEnd();
  else if (news) {
    jump().lastElementChild.textContent = news === 1 ? '1 new message' : `${news} new messages`;
    jump().hidden = false;
  }
  look();
  mend();
}

function toEnd() {
  log().scrollTop = log().scrollHeight;
  news = 0;
  if (jump()) jump().hidden = true;
}

function scrolled() {
  atEnd = log().scrollHeight - log().scrollTop - log().clientHeight < NEAR_END_PIXELS;
  if (atEnd) {
    news = 0;
    jump().hidden = true;
    look();
  }
}

const seqs = () =>
  [...log().querySelectorAll('[data-seq]:not([data-seq=""])')].map((entry) => Number(entry.dataset.seq));

/** Reads what came after `after`, and the ticks of all that is shown. */
function catchUp(after) {
  const from = seqs()[0] ?? 0;
  const path = `/admin/c/${code()}/messages?after=${after}&from=${from}`;
  return htmx.ajax('GET', path, { source: '#thread', target: '#thread', swap: 'none' });
}

/** The seqs shown have no hole; where one is, something was missed. Each is asked for once. */
function mend() {
  const shown = seqs();
  const hole = shown.find((seq, index) => index && seq !== shown[index - 1] + 1);
  const after = hole && shown[shown.indexOf(hole) - 1];
  if (!hole || asked.has(after)) return;
  asked.add(after);
  catchUp(after);
}

function look() {
  clearTimeout(seeing);
  const thread = log();
  if (!thread || !atEnd || document.hidden || getComputedStyle(thread).visibility === 'hidden') return;
  const last = [...thread.querySelectorAll('.m--in[data-seq]')].at(-1);
  const seq = Number(last?.dataset.seq ?? 0);
  if (seq <= seen) return;
  seeing = setTimeout(async () => {
    seen = seq;
    const answer = await post(thread.dataset.seen, { seq }).catch(() => undefined);
    if (!answer?.ok && seen === seq) seen = 0;
  }, SEEN_MILLIS);
}

function expireTyping() {
  clearTimeout(typing);
  const box = document.getElementById('ty-' + code());
  typing = setTimeout(() => box?.replaceChildren(), TYPING_MILLIS);
}

function expireReplying(box) {
  clearTimeout(replying);
  replying = setTimeout(() => box.replaceChildren(), TYPING_MILLIS);
}

document.addEventListener('htmx:oobBeforeSwap', (event) => {
  const { target, fragment } = event.detail;
  if (target.id === 'log-' + code()) {
    event.detail.shouldSwap = false;
    for (const entry of [...fragment.children]) place(target, entry);
    arrived();
  } else if (target.id === 'ty-' + code()) {
    expireTyping();
    queueMicrotask(() => atEnd && toEnd());
  } else if (target.id === 'rp-' + code()) {
    expireReplying(target);
  }
});

// It was erased, and nothing of it stays here either.
document.addEventListener('htmx:responseError', ({ detail: { xhr, pathInfo } }) => {
  if (xhr.status !== 404 || !pathInfo.requestPath.startsWith(`/admin/c/${code()}/messages?`)) return;
  keep(draftKey(code()));
  keep(quoteKey(code()));
  location.replace('/admin/inbox');
});

// Who it is may have another name by now.
document.addEventListener('htmx:oobAfterSwap', (event) => {
  if (event.detail.target.id !== 'hd-' + code()) return;
  document.title = `${document.getElementById('thread-name').textContent} · Inbox · Bellhop`;
});

// Earlier messages come in above: what is being read stays where it is.
let below;
document.addEventListener('htmx:beforeRequest', (event) => {
  if (event.target.matches('.older')) log().setAttribute('aria-busy', 'true');
});
document.addEventListener('htmx:beforeSwap', (event) => {
  if (event.detail.target.matches?.('.older')) below = log().scrollHeight - log().scrollTop;
});
document.addEventListener('htmx:afterSwap', (event) => {
  if (below !== undefined && log()) {
    const days = new Set();
    for (const day of log().querySelectorAll('.day')) days.has(day.id) ? day.remove() : days.add(day.id);
    log().querySelectorAll('.m').forEach(run);
    log().scrollTop = log().scrollHeight - below;
    log().removeAttribute('aria-busy');
    below = undefined;
  }
  if (event.detail.target?.id === 'thread') begin();
});
document.addEventListener('htmx:historyRestore', begin);
document.addEventListener('visibilitychange', look);
addEventListener('click', (event) => {
  if (!event.target.closest('[data-jump]')) return;
  atEnd = true;
  toEnd();
  log().focus({ preventScroll: true });
});
hear('again', () => {
  asked = new Set();
  if (log()) catchUp(seqs().at(-1) ?? 0);
});
hear('wrote', () => {
  atEnd = true;
  toEnd();
});
// Once every behaviour listens.
document.addEventListener('DOMContentLoaded', begin);
