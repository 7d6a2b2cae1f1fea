// When the session has ended: the page stays as it is, with all that was written in it, and asks who it is.

import { explain, hear, passkeys, post, say, tell } from './page.js';

const dialog = document.getElementById('signed-out');
let out = false;

hear('signed-out', () => {
  if (out) return;
  out = true;
  dialog.replaceChildren(document.getElementById('signed-out-form').content.cloneNode(true));
  dialog.showModal();
  passkeys();
});

function back() {
  out = false;
  dialog.close();
  dialog.replaceChildren();
}
// Somebody signed in in another tab. Another agent's page is another page.
hear('again', async () => {
  const page = await fetch(location.href).then((answer) => answer.text()).catch(() => '');
  const whose = /<body data-me="(\d+)"/.exec(page)?.[1];
  if (!out || !whose) return;
  if (whose === document.body.dataset.me) back();
  else location.reload();
});
// What is behind it is nobody's to read until then.
dialog.addEventListener('close', () => out && dialog.showModal());

const tellWhy = (words) => explain(dialog.querySelector('[data-problem]'), words);

function step(form, at) {
  form.dataset.at = at;
  form.action = at === 'code' ? '/admin/sign-in/code' : '/admin/sign-in';
  for (const field of form.querySelectorAll('[data-step]')) {
    field.hidden = field.dataset.step !== at;
    field.querySelector('input').disabled = field.hidden;
  }
  tellWhy('');
}

function askCode(form) {
  step(form, 'code');
  form.elements.code.focus();
}
const askPassword = (form) => step(form, 'password');

dialog.addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  const answer = await post(form.getAttribute('action'), new FormData(form)).catch(() => undefined);
  if (!out) return;
  if (!answer) return tellWhy('No answer. Check the connection and try again.');
  // The password was right, and a second step is on.
  if (answer.status === 202) return askCode(form);
  if (!answer.ok) {
    const field = form.elements[answer.status === 410 ? 'password' : form.dataset.at ?? 'password'];
    if (answer.status === 410) askPassword(form);
    field.value = '';
    field.focus();
    return tellWhy((await answer.text()) || 'That didn’t work. Try again.');
  }
  // Another agent's page is another page.
  if (answer.status !== 204) return location.reload();
  back();
  say('Signed in again.');
  tell('signed-in');
});

// Whatever htmx asked for: nothing on the page is thrown away.
document.addEventListener('htmx:beforeOnLoad', (event) => {
  if (event.detail.xhr.status !== 401) return;
  event.preventDefault();
  tell('signed-out');
});
