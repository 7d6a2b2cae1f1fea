// Says in words when a request of htmx fails, and keeps what is on the page.

import { explain } from './page.js';

const WORDS = {
  403: 'Your role can’t do that.',
  404: 'That conversation isn’t there any more.',
  409: 'Someone was faster. What you see is how it stands now.',
  429: 'That was quick. Wait a moment and try again.',
};
let gone;

function toast(words) {
  clearTimeout(gone);
  const box = document.getElementById('toast');
  box.firstElementChild.textContent = words;
  box.hidden = false;
  gone = setTimeout(() => (box.hidden = true), 5000);
}

document.addEventListener('htmx:responseError', (event) => {
  const { xhr } = event.detail;
  const said = xhr.getResponseHeader('Content-Type')?.startsWith('text/plain') && xhr.responseText;
  const words = said || (WORDS[xhr.status] ?? 'That didn’t work. The fault is on the server’s side; try again.');
  const problem = event.target.closest?.('#sheet form')?.querySelector('[data-sheet-problem]');
  if (problem) explain(problem, words);
  else toast(words);
});
for (const name of ['sendError', 'timeout']) {
  document.addEventListener('htmx:' + name, (event) => {
    // Reading again after a cut is tried with the next connection; only what somebody asked for is reported.
    if (event.target !== document.body) toast('No answer. Check the connection and try again.');
  });
}
addEventListener('click', (event) => {
  if (event.target.closest('#toast button')) document.getElementById('toast').hidden = true;
});
