// Keys, the list of keys, and menus that close when one leaves them.

import { hear, keep, tell } from './page.js';

const OFF = 'bellhop:single-keys-off';
const PREFIX_MILLIS = 1500;
let reply = false;
let wentAt = 0;

const rows = () => [...document.querySelectorAll('#convs .conv')];
const current = () => document.querySelector('#convs .conv[aria-current]') ?? rows()[0];
const text = () => document.querySelector('[data-composer] textarea');
const writes = (element) => element.closest('input:not([type=radio]), textarea, select, [contenteditable]');

function step(by) {
  const all = rows();
  const from = all.indexOf(document.activeElement.closest('.conv') ?? document.querySelector('.conv[aria-current]'));
  const next = all[from < 0 ? 0 : Math.min(all.length - 1, Math.max(0, from + by))];
  next?.focus();
  if (next && !next.hasAttribute('aria-current')) next.click();
}

/** Turns the composer to replies or to notes, and goes to its field. */
function compose(as) {
  document.querySelector(`[data-composer] [name=as][value=${as}]`)?.click();
  text()?.focus();
}

function canned() {
  compose('reply');
  tell('canned');
}

/** Quotes what the customer wrote last. */
const quote = () => [...document.querySelectorAll('.m--in [data-quote]')].findLast((link) => link.offsetParent)?.click();

function search() {
  const field = document.getElementById('search');
  field?.focus();
  field?.select();
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  r: () => compose('reply'),
  n: () => compose('note'),
  c: canned,
  q: quote,
  g: () => (wentAt = Date.now()),
  x: () => tell('select'),
  '/': search,
  '?': () => document.getElementById('keys')?.showModal(),
};
const places = { i: '/admin/inbox', a: '/admin/analytics', u: '/admin/audit', s: '/admin/settings' };

/** Away, and back. */
const away = () => document.querySelector('[data-presence] [aria-pressed=false]')?.click();

/** What a key does here: a place after G, a behaviour of the page, or the button that names it. */
function deed(key) {
  const place = Date.now() - wentAt < PREFIX_MILLIS && places[key];
  wentAt = 0;
  if (place) return () => document.querySelector(`.rail a[href="${place}"]`)?.click();
  const button = /^[a-z]$/.test(key) && document.querySelector(`[data-key=${key}]`);
  return keys[key] ?? (button && (() => button.click()));
}

document.addEventListener('keydown', (event) => {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector('dialog[open]')) return;
  if (key === 'Escape') {
    const menu = document.querySelector('[data-menu][open]');
    if (menu) {
      menu.open = false;
      menu.querySelector('summary').focus();
    } else if (location.hash === '#side') {
      history.back();
    } else if (target.closest('#thread')) {
      current()?.focus();
    }
  } else if (key === 'Enter' && target.matches('.conv')) {
    reply = true;
    if (target.hasAttribute('aria-current')) {
      event.preventDefault();
      write();
    }
  } else if (!writes(target) && !localStorage.getItem(OFF)) {
    const wanted = key === 'A' && event.shiftKey ? away : deed(key.toLowerCase());
    if (!wanted) return;
    event.preventDefault();
    wanted();
  }
});

function write() {
  if (reply) text()?.focus();
  reply = false;
}

addEventListener('click', (event) => {
  if (event.target.closest('[data-responses]')) canned();
  const opener = event.target.closest('[data-open-dialog]');
  if (opener) document.getElementById(opener.dataset.openDialog).showModal();
  const closer = event.target.closest('[data-close-dialog]');
  if (closer) {
    event.preventDefault();
    closer.closest('dialog').close();
  }
  for (const menu of document.querySelectorAll('[data-menu][open]')) {
    if (menu.contains(event.target) && !event.target.closest('.opt')) continue;
    // What is chosen cannot keep the focus in a menu that is shut; but until it is sent htmx asks the focus what it was.
    if (menu.contains(document.activeElement)) setTimeout(() => menu.querySelector('summary').focus());
    menu.open = false;
  }
  // What is chosen from a menu draws it anew: its own name keeps the focus, which htmx finds again by id.
  event.target.closest('.pick a')?.closest('.pick').querySelector('summary').focus();
});
// What is drawn anew while its menu is open has it open, too.
document.addEventListener('htmx:oobBeforeSwap', ({ detail: { target, fragment } }) => {
  const menu = target.querySelector('[data-menu][open][id]');
  if (menu) fragment.querySelector('#' + menu.id)?.setAttribute('open', '');
});
// One menu at a time, also for those who open them by key.
document.addEventListener(
  'toggle',
  ({ target }) => {
    if (!target.matches('[data-menu][open]')) return;
    for (const menu of document.querySelectorAll('[data-menu][open]')) if (menu !== target) menu.open = false;
  },
  true,
);

const choice = document.querySelector('[data-single-keys]');
if (choice) {
  choice.checked = !localStorage.getItem(OFF);
  choice.addEventListener('change', () => keep(OFF, !choice.checked && 'yes'));
}
hear('thread', write);
