// Asks again who it is, in place, before what needs it: nothing that was entered is lost.

import { explain, get, passkeys, post, signIn } from './page.js';
import { parse } from './parse.js';

const dialog = document.getElementById('proof');
const through = new WeakSet();
const ask = () => get('/admin/proof').catch(() => undefined);

/** Resolves with whether they have shown that it is them, now or not long ago. */
async function proved() {
  const answer = await ask();
  if (answer?.status === 401) return signIn();
  // Without an answer to this the gateway asks on a page of its own.
  if (answer?.status !== 200) return true;
  dialog.replaceChildren(...parse(await answer.text()).body.childNodes);
  dialog.showModal();
  passkeys();
  return new Promise((resolve) => {
    const yes = () => {
      resolve(true);
      dialog.close();
    };
    // A provider confirms in a tab of its own, and they come back from it.
    window.onfocus = async () => (await ask())?.status === 204 && yes();
    dialog.onclose = () => {
      window.onfocus = null;
      dialog.replaceChildren();
      resolve(false);
    };
    dialog.querySelector('[data-leave]').onclick = () => dialog.close();
    dialog.querySelector('form').onsubmit = async (event) => {
      event.preventDefault();
      if (await shown(event.target)) yes();
    };
  });
}

async function shown(form) {
  const answer = await post(form.getAttribute('action'), new FormData(form)).catch(() => undefined);
  if (answer?.ok) return true;
  const words = (await answer?.text()) || 'No answer. Check the connection and try again.';
  explain(form.querySelector('[data-problem]'), words);
  form.elements.password.value = '';
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
passkeys();
