// Several rows at once: by box, by X, as far as another with Shift. The boxes are fields of one form, which does the
// rest; here is what only this page knows, so that rows may come anew from the stream while they are selected.

import { hear, say } from './page.js';

const MAX = 100;
const chosen = new Set();
const list = () => document.getElementById('list');
const boxes = () => [...document.querySelectorAll('#convs [data-select]')];
let last;
let reaches = false;

function choose(box, on) {
  const { select: code } = box.dataset;
  if (on && chosen.size >= MAX && !chosen.has(code)) say(`At most ${MAX} at once.`);
  else if (on) chosen.add(code);
  else chosen.delete(code);
}

/** From the last one that was chosen to this one, or this one alone. */
function reach(box, on) {
  const all = boxes();
  const from = reaches ? all.findIndex(({ dataset }) => dataset.select === last) : -1;
  const to = all.indexOf(box);
  const range = from < 0 ? [box] : all.slice(Math.min(from, to), Math.max(from, to) + 1);
  for (const one of range) choose(one, on);
  last = box.dataset.select;
  document.getElementById('bulk-words').replaceChildren();
  show();
}

/** What has left the list is not done anything with. */
function show() {
  const here = new Set(boxes().map(({ dataset }) => dataset.select));
  for (const code of chosen) if (!here.has(code)) chosen.delete(code);
  for (const box of boxes()) if (box.checked !== chosen.has(box.dataset.select)) box.checked = !box.checked;
  const some = document.querySelector('[data-select-some]');
  list().toggleAttribute('data-selecting', chosen.size > 0 || some.getAttribute('aria-pressed') === 'true');
  document.querySelector('[data-selected]').textContent = `${chosen.size} selected`;
}

function none() {
  chosen.clear();
  document.querySelector('[data-select-some]').setAttribute('aria-pressed', 'false');
  show();
}

if (list()) {
  for (const name of ['pointerdown', 'keydown']) {
    addEventListener(name, (event) => (reaches = event.shiftKey), true);
  }
  document.addEventListener('change', ({ target }) => target.matches('[data-select]') && reach(target, target.checked));
  addEventListener('click', ({ target }) => {
    const some = target.closest('[data-select-some]');
    if (some?.getAttribute('aria-pressed') === 'true') none();
    else some?.setAttribute('aria-pressed', 'true');
    if (target.closest('[data-select-all]')) for (const box of boxes().slice(0, MAX)) choose(box, true);
    if (target.closest('[data-select-none]')) {
      none();
      document.querySelector('[data-select-some]').focus();
    }
    if (target.closest('[data-select-some], [data-select-all]')) show();
  });
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && chosen.size && event.target.closest('#list')) none();
  });
  document.addEventListener('htmx:afterRequest', ({ detail, target }) => {
    if (target.id !== 'bulk' || !detail.successful) return;
    target.reset();
    none();
    const words = document.getElementById('bulk-words');
    words.focus({ preventScroll: true });
    say(words.textContent);
  });
  hear('select', () => {
    const row = document.activeElement.closest('#convs li') ?? document.querySelector('#convs [aria-current]')?.closest('li');
    const box = row?.querySelector('[data-select]');
    if (box) reach(box, !box.checked);
  });
  new MutationObserver(show).observe(document.getElementById('convs'), { childList: true, subtree: true });
  show();
}
