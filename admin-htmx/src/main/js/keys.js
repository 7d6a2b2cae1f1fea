// Keys, the list of keys, and menus that close when one leaves them.

import { hear } from './page.js';

const OFF = 'bellhop:single-keys-off';
let reply = false;

const rows = () => [...document.querySelectorAll('#convs .conv')];
const current = () => document.querySelector('#convs .conv[aria-current]') ?? rows()[0];
const text = () => document.querySelector('[data-composer] textarea');
const writes = (element) => element.closest('input, textarea, select, [contenteditable]');

function step(by) {
  const all = rows();
  const from = all.indexOf(document.activeElement.closest('.conv') ?? document.querySelector('.conv[aria-current]'));
  const next = all[from < 0 ? 0 : Math.min(all.length - 1, Math.max(0, from + by))];
  next?.focus();
  if (next && !next.hasAttribute('aria-current')) next.click();
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  r: () => text()?.focus(),
  '?': () => document.getElementById('keys')?.showModal(),
};

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
  } else if (keys[key.toLowerCase()] && !writes(target) && !localStorage.getItem(OFF) && rows()) {
    event.preventDefault();
    keys[key.toLowerCase()]();
  }
});

function write() {
  if (reply) text()?.focus();
  reply = false;
}

addEventListener('click', (event) => {
  const opener = event.target.closest('[data-open-dialog]');
  if (opener) document.getElementById(opener.dataset.openDialog).showModal();
  event.target.closest('[data-close-dialog]')?.closest('dialog').close();
  for (const menu of document.querySelectorAll('[data-menu][open]')) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

const choice = document.querySelector('[data-single-keys]');
if (choice) {
  choice.checked = !localStorage.getItem(OFF);
  choice.addEventListener('change', () =>
    choice.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, 'yes'),
  );
}
hear('thread', write);
