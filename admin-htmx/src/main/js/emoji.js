// A grid of emoji to be found by name and walked by arrow keys. In the composer a chosen one goes where the caret is;
// in the sheet that asks for a reaction it is the answer.

const shown = (grid) => [...grid.children].filter(({ hidden }) => !hidden);
const gridOf = (element) => element.closest('.pop, form')?.querySelector('[data-emoji-grid]');

document.addEventListener('input', ({ target }) => {
  if (!target.matches('[data-emoji-find]')) return;
  const grid = gridOf(target);
  const wanted = target.value.trim().toLowerCase();
  for (const one of grid.children) one.hidden = !one.dataset.words.toLowerCase().includes(wanted);
  const none = !shown(grid).length && 'No emoji of that name here.';
  grid.nextElementSibling.textContent = none || '';
});

// Before the composer hears of the key.
document.addEventListener(
  'keydown',
  (event) => {
    const { target, key } = event;
    const find = target.matches?.('[data-emoji-find]');
    const grid = (find || target.parentElement?.matches('[data-emoji-grid]')) && gridOf(target);
    if (!grid) return;
    const all = shown(grid);
    const columns = getComputedStyle(grid).gridTemplateColumns.split(' ').length;
    const at = all.indexOf(target);
    let to;
    if (find && key === 'Enter') all[0]?.click();
    else if (find) to = key === 'ArrowDown' ? 0 : undefined;
    else to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + columns, ArrowUp: at - columns, Home: 0, End: all.length - 1 }[key];
    if (to === undefined && !(find && key === 'Enter')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (to < 0) grid.closest('.pop, form').querySelector('[data-emoji-find]').focus();
    else all[to]?.focus();
  },
  true,
);

addEventListener('click', (event) => {
  const chosen = event.target.closest('[data-composer] [data-emoji-grid] button');
  if (!chosen) return;
  const text = chosen.closest('form').querySelector('textarea');
  chosen.closest('details').open = false;
  text.focus();
  text.setRangeText(chosen.value, text.selectionStart, text.selectionEnd, 'end');
  text.dispatchEvent(new InputEvent('input', { bubbles: true }));
});
document.addEventListener(
  'toggle',
  ({ target }) => target.open && target.querySelector('[data-emoji-find]')?.focus(),
  true,
);
