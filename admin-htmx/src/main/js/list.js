// The list of conversations: takes rows that arrive, keeps the order still while somebody is in it,
// marks the open one, shows drafts.

import { draftKey, hear, say } from './page.js';

const rows = () => document.getElementById('convs');
const shown = () => rows()?.querySelector('[data-list-view]')?.dataset ?? {};
const address = () => '/admin/inbox?' + (shown().listQuery ?? 'view=open');
const part = () => address().replace('inbox?', 'inbox/list?');
const page = document.documentElement;
let moved = new Map();

/** A pointer over a row, or keys moving in the list: rows must not slip from under them. */
const held = () =>
  rows().querySelector(':focus-visible') || (matchMedia('(hover: hover)').matches && rows().matches(':hover'));

/** What the server's lists hold, seen from a row: each view's own rule, and what the filter leaves in. */
const inSight = (group) => group === 'needs' || group === 'waiting';
const views = {
  mine: ({ group, assignee }) => inSight(group) && assignee === document.body.dataset.me,
  unassigned: ({ group, assignee }) => inSight(group) && !assignee,
  waiting: ({ group }) => group === 'needs',
  open: ({ group }) => inSight(group),
  snoozed: ({ group }) => group === 'snoozed',
  closed: ({ group }) => group === 'closed',
};
const fits = (chosen, value) => !chosen || chosen === value;
const belongs = (row, list = shown()) =>
  views[list.listView](row) && fits(list.listChannel, row.channel) && fits(list.listSite, row.site) &&
  fits(list.listTeam, row.team) &&
  (!list.listLabel || row.labels.split(' ').includes(list.listLabel));

/** What was found stays where it is, with the words in which it was found, and is as it is now otherwise. */
function again(row, old) {
  const found = old.querySelector('[data-found]');
  if (found) row.querySelector('.said').replaceWith(found);
  const focused = old.contains(document.activeElement);
  old.replaceWith(row);
  if (focused) row.firstElementChild.focus({ preventScroll: true });
}

/** Whether a row arrived since the list was asked for: which of the two is newer, nobody knows. */
let passed = false;
const AGAIN_MILLIS = 1000;

async function read() {
  passed = false;
  // A source of its own: of what waits for the same one htmx keeps the last only, and the thread is read then, too.
  const whole = { source: '#convs', target: '#convs', swap: 'innerHTML' };
  await htmx.ajax('GET', part(), whole);
  if (passed) setTimeout(read, AGAIN_MILLIS);
}

function arrive(row) {
  passed = true;
  const old = document.getElementById(row.id);
  if (shown().listView === 'found') {
    if (!old) return;
    again(row, old);
  } else if (old && !belongs(row.dataset)) {
    if (!held()) old.remove();
    else hold(row, old);
  } else if (old) {
    const stays = old.dataset.group === row.dataset.group && inOrder(old, Number(row.dataset.order));
    const focused = old.contains(document.activeElement);
    old.replaceWith(row);
    if (focused) row.firstElementChild.focus({ preventScroll: true });
    if (!stays && held()) hold(row, row);
    else if (!stays) put(row);
  } else if (belongs(row.dataset)) {
    put(row);
  }
  dress(row);
  htmx.process(row);
}

const inOrder = (row, order) =>
  !(Number(row.previousElementSibling?.dataset.order) > order) &&
  !(Number(row.nextElementSibling?.dataset.order) < order);

function put(row) {
  const list = rows().querySelector(`[data-rows="${row.dataset.group}"]`);
  const order = Number(row.dataset.order);
  const next = [...list.children].find((other) => other !== row && Number(other.dataset.order) > order);
  const focused = row.contains(document.activeElement);
  list.insertBefore(row, next ?? null);
  if (focused) row.firstElementChild.focus({ preventScroll: true });
}

function hold(row, shown) {
  moved.set(row.id, row);
  shown.querySelector('.conv').classList.toggle('is-moved', !belongs(row.dataset));
}

function settle() {
  for (const [id, row] of moved) {
    const shown = document.getElementById(id);
    if (!belongs(row.dataset)) shown?.remove();
    else if (shown) put(shown);
  }
  moved = new Map();
  count();
}

function count() {
  for (const list of rows().querySelectorAll('[data-rows]')) {
    list.parentElement.hidden = !list.children.length;
    list.parentElement.querySelector('h2 .n').textContent = list.children.length;
  }
  rows().querySelector('[data-nobody]').hidden = !!rows().querySelector('.conv');
  const pill = document.querySelector('[data-list-changes]');
  pill.hidden = !moved.size;
  pill.lastElementChild.textContent = moved.size === 1 ? '1 change' : `${moved.size} changes`;
}

/** What only this tab knows of a row: whether it is open here, and what was begun to be written. */
function dress(row) {
  const code = row.id.slice('conv-'.length);
  const link = row.querySelector('.conv');
  if (document.querySelector('[data-thread]')?.dataset.thread === code) link.setAttribute('aria-current', 'true');
  else link.removeAttribute('aria-current');
  const draft = link.getAttribute('aria-current') ? '' : (localStorage.getItem(draftKey(code)) ?? '');
  row.querySelector('.said').hidden = !!draft;
  row.querySelector('.drafted').hidden = !draft;
  row.querySelector('.drafted bdi').textContent = draft;
}

function dressAll() {
  page.dataset.state = location.pathname.startsWith('/admin/c/') ? 'thread' : 'list';
  rows()?.querySelectorAll('li').forEach(dress);
}

if (rows()) {
  document.addEventListener('htmx:oobBeforeSwap', (event) => {
    if (event.detail.target.id !== 'arrivals') return;
    event.detail.shouldSwap = false;
    for (const row of [...event.detail.fragment.children]) arrive(row);
    count();
  });
  // What was read again, and is late: somebody has chosen another list meanwhile.
  document.addEventListener('htmx:beforeSwap', ({ detail }) => {
    const { elt, path } = detail.requestConfig;
    if (elt === rows() && path !== part()) detail.shouldSwap = false;
  });
  document.addEventListener('htmx:afterSwap', (event) => {
    if (event.detail.target?.id !== 'convs') return;
    const field = document.getElementById('search');
    // Whoever types goes on; whoever has chosen another list looks for nothing any more.
    const chosen = event.detail.requestConfig?.elt?.id.startsWith('tab-');
    if (chosen || document.activeElement !== field) field.value = new URLSearchParams(shown().listQuery).get('q') ?? '';
    moved = new Map();
    dressAll();
    count();
  });
  // More rows come the way of those from the stream, each into its place; the first new one has the focus then.
  let before;
  document.addEventListener('htmx:beforeRequest', ({ target }) => {
    if (target.id === 'more') before = new Set([...rows().querySelectorAll('li')].map(({ id }) => id));
  });
  document.addEventListener('htmx:afterRequest', ({ detail }) => {
    if (detail.requestConfig.elt.id !== 'more' || !detail.successful) return;
    const fresh = [...rows().querySelectorAll('li')].filter(({ id }) => !before.has(id));
    (fresh[0]?.firstElementChild ?? document.getElementById('more'))?.focus();
    say(fresh.length === 1 ? '1 more conversation.' : `${fresh.length} more conversations.`);
  });
  // A thread opened from a list keeps that list when the page is loaded again.
  document.addEventListener('htmx:configRequest', (event) => {
    if (!event.target.matches('.conv') || shown().listQuery === 'view=open') return;
    for (const [name, value] of new URLSearchParams(shown().listQuery)) event.detail.parameters[name] = value;
  });
  for (const name of ['pushedIntoHistory', 'historyRestore']) {
    document.addEventListener('htmx:' + name, dressAll);
  }
  for (const name of ['pointerleave', 'focusout']) {
    document.addEventListener(name, () => setTimeout(() => moved.size && !held() && settle()), true);
  }
  addEventListener('click', (event) => {
    if (event.target.closest('[data-list-changes]')) settle();
    if (!event.target.closest('[data-back]') || event.ctrlKey || event.metaKey) return;
    // The list is on the page already, behind the conversation.
    event.preventDefault();
    history.pushState({ htmx: true }, '', address());
    document.title = 'Inbox · Bellhop';
    dressAll();
    rows().querySelector('[aria-current]')?.focus();
  });
  hear('thread', () => {
    // On a phone the row that had the focus is behind the conversation now.
    const small = matchMedia('(max-width: 760px)').matches && document.readyState === 'complete';
    const lost = document.activeElement === document.body || rows().contains(document.activeElement);
    if (small && lost) document.getElementById('thread-name').focus({ preventScroll: true });
    dressAll();
  });
  hear('again', read);
  dressAll();
}
