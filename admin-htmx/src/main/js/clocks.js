// What counts by itself, so that nobody has to load the page again: how long WhatsApp's window is open, how long
// somebody has waited, how late it is where they are. None of it is in a live region: nobody is read the minutes.

import { hear } from './page.js';

const EVERY_MILLIS = 10_000;
const page = document.documentElement;

/** As the server says it: "3 h 12 min". */
function span(millis) {
  const minutes = Math.floor(millis / 60_000);
  const hours = Math.floor(minutes / 60);
  if (minutes < 1) return 'less than a minute';
  if (hours < 1) return `${minutes} min`;
  return hours < 24 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

function set(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

function tick() {
  const now = Date.now();
  for (const end of document.querySelectorAll('[data-closes]')) {
    const left = Date.parse(end.dateTime) - now;
    set(end, span(Math.max(0, left)));
    // The server's clock decides.
    if (left <= 0 && page.dataset.stream === 'open') htmx.ajax('GET', end.dataset.closes, { source: '#thread', target: '#thread', swap: 'none' });
  }
  for (const since of document.querySelectorAll('[data-waits]')) set(since, span(now - Date.parse(since.dateTime)));
  for (const clock of document.querySelectorAll('[data-zone]')) {
    const { zone: timeZone } = clock.dataset;
    set(clock, new Date(now).toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }));
  }
}

setInterval(tick, EVERY_MILLIS);
document.addEventListener('visibilitychange', () => document.hidden || tick());
hear('thread', tick);

// WhatsApp may know of something that we do not, such as a call: whoever insists may write.
addEventListener('click', (event) => {
  const form = event.target.closest('[data-anyway]') && event.target.closest('form');
  if (!form) return;
  form.dataset.insists = '';
  form.querySelector('textarea').focus();
});
// Once it has been open again, the next closing is said anew.
document.addEventListener('htmx:oobAfterSwap', ({ detail: { target } }) => {
  if (target.matches('.win') && !target.querySelector('.shut')) delete target.closest('form').dataset.insists;
});
