// Asks again who it is, in place, before what needs it: nothing that was entered is lost.

import { post, signIn } from './page.js';
import { offer } from './passkey.js';

const dialog = document.getElementById('proof');
const through = new WeakSet();

/** Resolves with whether they have shown that it is them, now or not long ago. */
async function proved() {
  const answer = await fetch('/admin/proof', { headers: { 'HX-Request': 'true' } }).catch(() => undefined);
  if (answer?.status === 401) return signIn();
  // Without an answer to this the gateway asks on a page of its own.
  if (answer?.status !== 200) return true;
  const words = await answer.text();
  dialog.replaceChildren(document.createRange().createContextualFragment(words));
  offer(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.onclose = () => {
      dialog.replaceChildren();
      resolve(false);
    };
    dialog.querySelector('[data-leave]').onclick = () => dialog.close();
    dialog.querySelector('form').onsubmit = async (event) => {
      event.preventDefault();
      if (!(await shown(event.target))) return;
      resolve(true);
      dialog.close();
    };
  });
}

async function shown(form) {
  const answer = await post(form.getAttribute('action'), new FormData(form)).catch(() => undefined);
  if (answer?.ok) return true;
  const problem = form.querySelector('[data-problem]');
  problem.textContent = (await answer?.text()) || 'No answer. Check the connection and try again.';
  problem.hidden = false;
  form.elements.password.value = '';
  // Or it would be taken once more in place of the password.
  form.elements.credential.value = '';
  form.noValidate = false;
  form.elements.password.focus();
  return false;
}

document.addEventListener('submit', async (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || through.delete(form)) return;
  if (!form.matches('[data-proof]') && !submitter?.matches('[data-proof]')) return;
  event.preventDefault();
  if (!(await proved())) return submitter?.focus();
  through.add(form);
  form.requestSubmit(submitter);
});

document.addEventListener('click', async (event) => {
  const link = event.target.closest('a[data-proof]');
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (await proved()) location.assign(link.href);
  else link.focus();
});
