// The composer: Enter sends, drafts stay, a reply shows at once and goes out once, in order.
// Unsent replies live in sessionStorage: they survive a reload, and end with the tab that sends them. Drafts live in
// localStorage: they survive the tab. Both are each agent's own: whoever signs in next neither sees nor sends them.

import { attach, detach, restore } from './attach.js';
import { fill, quote, unquote } from './quote.js';
import { composerOf, draftKey, explain, freshId, hear, keep, post, signIn, tell, wordsOf } from './page.js';

const LONGEST = 4096;
const TYPING_MILLIS = 3000;
const figure = new Intl.NumberFormat('en');
const sending = new Set();
let typedAt = 0;

const composer = () => document.querySelector('[data-composer]');
const field = (form) => form.querySelector('textarea');
const isNote = (form) => form.elements.as.value === 'note';
const outKey = (code) => `bellhop:out:${document.body.dataset.me}:${code}`;
const unsent = (code) => JSON.parse(sessionStorage.getItem(outKey(code)) ?? '[]');
const hold = (code, replies) =>
  replies.length ? sessionStorage.setItem(outKey(code), JSON.stringify(replies)) : sessionStorage.removeItem(outKey(code));
const change = (code, cid, what) =>
  hold(code, unsent(code).map((reply) => (reply.cid === cid ? { ...reply, ...what } : reply)));
const everywhere = () =>
  Object.keys(sessionStorage).filter((key) => key.startsWith(outKey(''))).map((key) => key.slice(outKey('').length));
const connected = () => document.documentElement.dataset.stream !== 'down';

function submit(form) {
  const code = form.dataset.composer;
  const text = field(form).value.trim();
  if (form.dataset.uploading !== undefined || tooLong(form)) return field(form).focus();
  if (!text && (isNote(form) || !form.dataset.attachment)) return field(form).focus();
  const words = { cid: freshId(), text, at: Date.now() };
  // A file and a quote stay in the composer while a note is written.
  const reply = isNote(form)
    ? { ...words, note: true }
    : { ...words, seen: seen(code), canned: form.dataset.canned, ...unquote(form), ...detach(form) };
  delete form.dataset.canned;
  hold(code, [...unsent(code), reply]);
  field(form).value = '';
  typed(form);
  field(form).focus();
  draw(code, reply);
  tell('wrote');
  flush(code);
}

/** Up to which message the page shows the thread: an answer that is newer asks before this one goes. */
const seen = (code) =>
  Math.max(0, ...[...document.querySelectorAll(`#log-${code} [data-seq]`)].map(({ dataset }) => Number(dataset.seq)));

/** Sends what waits, oldest first, one after the other. */
async function flush(code) {
  if (sending.has(code)) return;
  sending.add(code);
  try {
    let reply;
    while (connected() && (reply = unsent(code).find((one) => !one.failed))) await send(code, reply);
  } finally {
    sending.delete(code);
  }
}

async function send(code, { cid, text, note, attachment = '', canned = '', seen = '', quoted }) {
  let answer;
  try {
    answer = note
      ? await post(`/admin/c/${code}/notes`, { cid, text })
      : await post(`/admin/c/${code}/messages`, { cid, text, attachment, canned, seen, reply_to: quoted?.replyTo ?? '' });
  } catch {
    // No answer: it may have arrived. The same cid again is the same message.
    return connected() ? fail(code, cid, 'No answer.', true) : undefined;
  }
  if (answer.ok) {
    const html = await answer.text();
    landed(cid);
    if (document.getElementById('log-' + code)) htmx.swap('#thread', html, { swapStyle: 'none' });
  } else if (answer.status === 401) {
    fail(code, cid, 'Your session has ended.', true);
    signIn();
  } else if (answer.status === 429) {
    await pause(cid, Number(answer.headers.get('Retry-After')) || 5);
  } else {
    const reason = (await wordsOf(answer)) || 'The server couldn’t take it.';
    // Somebody else has answered: whoever wrote this decides, with that answer before their eyes.
    const overtaken = answer.status === 412;
    fail(code, cid, reason, answer.status >= 500, overtaken);
    if (overtaken) tell('again');
  }
}

async function pause(cid, seconds) {
  for (let left = seconds; left > 0; left--) {
    why(cid, `That was quick. Sending again in ${left} s.`);
    await new Promise((resume) => setTimeout(resume, 1000));
  }
  why(cid, '');
}

function why(cid, words) {
  const drawn = bubble(cid);
  if (drawn) explain(drawn.querySelector('.why'), words);
}

/** `passing` failures are tried again by themselves when the connection comes back. */
function fail(code, cid, reason, passing, overtaken) {
  change(code, cid, { failed: reason, passing, overtaken });
  show(cid, reason, overtaken);
}

const bubble = (cid) => document.querySelector(`[data-pending][data-cid="${CSS.escape(cid)}"]`);

function draw(code, { cid, text, note, at, failed, overtaken, name, quoted }) {
  const entries = document.getElementById('log-' + code);
  if (!entries || entries.querySelector(`[data-cid="${CSS.escape(cid)}"]`)) return;
  const drawn = document.getElementById(note ? 'pending-note' : 'pending').content.firstElementChild.cloneNode(true);
  const time = new Date(at);
  drawn.id = 'm-' + cid;
  drawn.dataset.cid = cid;
  drawn.querySelector('[data-words]').textContent = [name && `[${name}]`, text].filter(Boolean).join(' ');
  drawn.querySelector('time').textContent = time.toTimeString().slice(0, 5);
  drawn.querySelector('time').dateTime = time.toISOString();
  if (!note) {
    drawn.querySelector('.q').hidden = !quoted;
    fill(drawn.querySelector('.q'), quoted);
    const follows = entries.lastElementChild?.matches('.m[data-pending]');
    drawn.classList.toggle('first', !follows);
    drawn.querySelector('.who').hidden = !!follows;
  }
  entries.append(drawn);
  if (failed) show(cid, failed, overtaken);
}

function show(cid, reason, overtaken) {
  const drawn = bubble(cid);
  if (!drawn) return;
  drawn.querySelector('.tk-s').dataset.tick = reason ? 'failed' : 'waiting';
  drawn.querySelector('.tk-s use').setAttribute('href', reason ? '#i-t-fail' : '#i-t-clock');
  drawn.querySelector('[data-state]').textContent = reason ? 'Not sent' : 'Sending';
  drawn.querySelector('.fix').hidden = !reason;
  drawn.querySelector('[data-again]').lastChild.textContent = overtaken ? 'Send anyway' : 'Try again';
  drawn.querySelector('[data-delete]').lastChild.textContent = overtaken ? 'Keep editing' : 'Delete';
  explain(drawn.querySelector('.why'), reason && 'Not sent: ' + reason);
}

function landed(cid) {
  for (const code of everywhere()) hold(code, unsent(code).filter((reply) => reply.cid !== cid));
}

/** Who presses a button beside it has the thread before their eyes; what goes again by itself has not. */
function again(code, cid, pressed) {
  change(code, cid, { failed: undefined, passing: undefined, overtaken: undefined, ...(pressed && { seen: undefined }) });
  show(cid, '');
  flush(code);
}

function remove(form, cid) {
  const code = form.dataset.composer;
  const reply = unsent(code).find((one) => one.cid === cid) ?? {};
  landed(cid);
  bubble(cid)?.remove();
  const begun = field(form).value;
  if (reply.text && !begun) field(form).value = reply.text;
  else if (reply.text && reply.overtaken) field(form).value = reply.text + '\n' + begun;
  if (reply.overtaken) restore(form, reply);
  if (reply.quoted && !form.elements.reply_to.value) quote(form, reply.quoted);
  typed(form);
  field(form).focus();
}

function typed(form) {
  const text = field(form);
  const code = form.dataset.composer;
  keep(draftKey(code), text.value.trim() && text.value);
  tooLong(form);
  if (!CSS.supports('field-sizing', 'content')) {
    text.style.height = 'auto';
    text.style.height = text.scrollHeight + 'px';
  }
}

function tooLong(form) {
  const { length } = Array.from(field(form).value.trim());
  const over = length > LONGEST;
  const split = `That’s ${figure.format(length)} characters; WhatsApp takes ${figure.format(LONGEST)}. Split it in two.`;
  explain(form.querySelector('[data-too-long]'), over ? split : '');
  if (over) field(form).setAttribute('aria-invalid', 'true');
  else field(form).removeAttribute('aria-invalid');
  return over;
}

function tellTyping(form) {
  if (isNote(form) || !field(form).value.trim() || Date.now() - typedAt < TYPING_MILLIS || !connected()) return;
  typedAt = Date.now();
  post(`/admin/c/${form.dataset.composer}/typing`, {}).catch(() => {});
}

document.addEventListener('submit', (event) => {
  if (!event.target.matches('[data-composer]')) return;
  event.preventDefault();
  submit(event.target);
});
/** Says in the field for whom the words are. It stays as it was chosen: a note must not go out by habit. */
function address(form) {
  const text = field(form);
  const { notePlaceholder, noteLabel } = text.dataset;
  text.dataset.replyPlaceholder ??= text.placeholder;
  text.dataset.replyLabel ??= text.ariaLabel;
  text.placeholder = isNote(form) ? notePlaceholder : text.dataset.replyPlaceholder;
  text.ariaLabel = isNote(form) ? noteLabel : text.dataset.replyLabel;
}

document.addEventListener('change', (event) => {
  if (event.target.matches('[data-composer] [name=as]')) {
    address(event.target.form);
    field(event.target.form).focus();
  }
  if (event.target.matches('[data-attach]')) attach(event.target.closest('form'), event.target.files[0]);
});
document.addEventListener('paste', (event) => {
  const form = composerOf(event);
  const [file] = event.clipboardData?.files ?? [];
  if (!form || !file || isNote(form)) return;
  event.preventDefault();
  attach(form, file);
});
document.addEventListener('input', (event) => {
  const form = composerOf(event);
  if (!form) return;
  typed(form);
  tellTyping(form);
});
document.addEventListener('keydown', (event) => {
  const form = composerOf(event);
  // While a word is being composed, Enter belongs to the input method.
  // A choice between reply and note sends nothing.
  if (form && event.key === 'Enter' && event.target.name === 'as') {
    event.preventDefault();
    return field(form).focus();
  }
  if (!form || event.target !== field(form) || event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit(form);
});
addEventListener('click', (event) => {
  const taken = event.target.closest('[data-detach]');
  if (taken) detach(taken.closest('form'));
  const drawn = event.target.closest('[data-pending]');
  if (!drawn) return;
  if (event.target.closest('[data-again]')) again(composer().dataset.composer, drawn.dataset.cid, true);
  if (event.target.closest('[data-delete]')) remove(composer(), drawn.dataset.cid);
});

hear('landed', landed);
/** Tries all that waits once more. */
function resume() {
  for (const code of everywhere()) {
    for (const reply of unsent(code)) if (reply.passing) again(code, reply.cid);
    flush(code);
  }
}

for (const name of ['again', 'signed-in']) hear(name, resume);
document.addEventListener('DOMContentLoaded', resume);
hear('thread', (code) => {
  const form = composer();
  field(form).value ||= localStorage.getItem(draftKey(code)) ?? '';
  typed(form);
  for (const reply of unsent(code)) draw(code, reply);
  tell('wrote');
  flush(code);
});
