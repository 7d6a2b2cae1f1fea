// Canned responses: a slash at the beginning of a reply opens a list to choose from. The focus stays in the
// field, as in any list box of a field; what is chosen becomes the reply, to be changed or sent.

import { composerOf, get, hear, say } from './page.js';

const ASKED = /^\/([\p{L}\p{N}_-]{0,32})$/u;
const PLACEHOLDER = /\{\{[^{}\n]*\}\}/;
let asking;
let put = ''; // the last that Escape put away

const field = (form) => form.querySelector('textarea');
const picker = (form) => form.querySelector('[data-picker]');
const options = (form) => [...picker(form).querySelectorAll('[role=option]')];
const chosen = (form) => picker(form).querySelector('[aria-selected=true]');
const isOpen = (form) => !picker(form).hidden;

/** @param all whatever is written: the responses are asked for by a button */
async function look(form, all) {
  const typed = () => (all ? '' : ASKED.exec(field(form).value)?.[1]);
  const query = form.elements.as.value === 'reply' ? typed() : undefined;
  if (query === undefined || (!all && field(form).value === put)) return shut(form);
  put = '';
  asking?.abort();
  asking = new AbortController();
  try {
    const answer = await get(`${picker(form).dataset.picker}?q=${encodeURIComponent(query)}`, asking.signal);
    if (!answer.ok) return shut(form);
    const html = await answer.text();
    if (typed() !== query) return;
    picker(form).hidden = false;
    htmx.swap(picker(form), html, { swapStyle: 'innerHTML' });
    select(form, options(form)[0]);
  } catch (failure) {
    if (failure.name !== 'AbortError') shut(form);
  }
}

function select(form, option) {
  for (const other of options(form)) other.setAttribute('aria-selected', String(other === option));
  if (option) field(form).setAttribute('aria-activedescendant', option.id);
  else field(form).removeAttribute('aria-activedescendant');
  option?.scrollIntoView({ block: 'nearest' });
}

function shut(form) {
  asking?.abort();
  if (!isOpen(form)) return;
  picker(form).hidden = true;
  picker(form).replaceChildren();
  field(form).removeAttribute('aria-activedescendant');
}

function insert(form, { dataset }) {
  const text = field(form);
  if (!text.value || ASKED.test(text.value)) text.value = dataset.text;
  else text.setRangeText(dataset.text, text.selectionStart, text.selectionEnd, 'end');
  form.dataset.canned = dataset.choice;
  shut(form);
  text.focus();
  text.dispatchEvent(new InputEvent('input', { bubbles: true }));
  const open = PLACEHOLDER.exec(text.value);
  if (open) text.setSelectionRange(open.index, open.index + open[0].length);
  else if (text.value === dataset.text) text.setSelectionRange(text.value.length, text.value.length);
  say(dataset.missing ? `Inserted. Not known, please fill in: ${dataset.missing}.` : 'Inserted.');
}

const moves = {
  ArrowDown: (all, at) => all[(at + 1) % all.length],
  ArrowUp: (all, at) => all[(at - 1 + all.length) % all.length],
  Home: (all) => all[0],
  End: (all) => all.at(-1),
};

document.addEventListener('input', (event) => {
  const form = composerOf(event);
  if (form && event.target === field(form)) look(form);
});
// Before the composer hears of the key: while the list is open, Enter chooses and does not send.
document.addEventListener(
  'keydown',
  (event) => {
    const form = composerOf(event);
    if (!form || !isOpen(form) || event.isComposing) return;
    const all = options(form);
    if (event.key === 'Escape') {
      put = field(form).value;
      shut(form);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && chosen(form)) {
      insert(form, chosen(form));
    } else if (moves[event.key] && all.length) {
      select(form, moves[event.key](all, all.indexOf(chosen(form))));
    } else {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);
document.addEventListener('mousedown', (event) => {
  const option = event.target.closest('[data-picker] [role=option]');
  if (!option) return;
  event.preventDefault(); // the field keeps the focus
  insert(option.closest('[data-composer]'), option);
});
hear('canned', () => {
  const form = document.querySelector('[data-composer]');
  // Where only a template goes there is no field.
  if (!form || !field(form).offsetParent) return;
  if (field(form).value) return look(form, true);
  field(form).value = '/';
  field(form).dispatchEvent(new InputEvent('input', { bubbles: true }));
});
document.addEventListener('focusout', (event) => {
  const form = composerOf(event);
  if (form && event.target === field(form) && !form.contains(event.relatedTarget)) shut(form);
});
