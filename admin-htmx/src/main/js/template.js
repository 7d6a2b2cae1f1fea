// The sheet in which a template is filled in: it reads as the customer will read it while one types.

import { explain } from './page.js';

const form = () => document.querySelector('#sheet [data-template]');

document.addEventListener('input', ({ target }) => {
  if (!target.form?.matches('[data-template]')) return;
  for (const piece of document.querySelectorAll(`[data-filled="${target.name}"]`)) {
    piece.textContent = target.value.trim() || piece.dataset.otherwise;
  }
});

// A file for its header goes up as one in the composer does, and with the form.
document.addEventListener('htmx:configRequest', (event) => {
  const { target, detail } = event;
  if (target !== form()) return;
  detail.parameters.attachment = target.dataset.attachment ?? '';
  if (!target.dataset.uploading) return;
  event.preventDefault();
  explain(target.querySelector('[data-sheet-problem]'), 'The file is still being uploaded.');
});

// Somebody else has answered: whoever reads that may send it all the same.
document.addEventListener('htmx:responseError', ({ target, detail }) => {
  if (target !== form() || detail.xhr.status !== 412) return;
  target.elements.seen.value = '';
  target.querySelector('.btn--p').textContent = 'Send anyway';
});
