// Chat Settings: placeholders that are put in at the caret, and a question before what cannot be undone.

import { post, say, signIn, wordsOf } from './page.js';
import { parse } from './parse.js';

addEventListener('click', (event) => {
  const insert = event.target.closest('[data-insert]');
  if (!insert) return;
  const text = insert.form.elements.text;
  text.setRangeText(insert.dataset.insert, text.selectionStart, text.selectionEnd, 'end');
  text.focus();
});

/** Asks in a dialog of the page; the button that asked is pressed again when the answer is yes. */
function ask(button) {
  const dialog = document.getElementById('confirm');
  const yes = dialog.querySelector('[data-yes]');
  dialog.querySelector('h2').textContent = button.dataset.confirm;
  yes.textContent = button.dataset.confirmVerb;
  dialog.returnValue = '';
  dialog.onclose = () => {
    if (dialog.returnValue === 'yes') button.form.requestSubmit(Object.assign(button, { sure: true }));
    else button.focus();
  };
  dialog.showModal();
}

document.addEventListener('submit', (event) => {
  const button = event.submitter;
  if (!button?.dataset.confirm || button.sure) return;
  event.preventDefault();
  ask(button);
});

/** A number's test: each step comes when it begins and again when it has ended, with a mark behind it. */
const END = '<!--end-->';

async function test(form) {
  const box = document.getElementById('test-' + form.dataset.test);
  const steps = box.querySelector('.steps');
  const button = form.querySelector('button');
  box.querySelector('.verdict')?.remove();
  steps.replaceChildren();
  button.disabled = true;
  say('Testing.');
  try {
    const answer = await fetch(form.action, { method: 'POST', headers: { 'HX-Request': 'true' } });
    if (answer.status === 401) return signIn();
    if (!answer.ok) throw new Error(await wordsOf(answer));
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const parts = (rest + read.value).split(END);
      rest = parts.pop();
      for (const part of parts) show(box, steps, part);
    }
    htmx.trigger(document.getElementById('warnings-' + form.dataset.test), 'tested');
    say(box.querySelector('.verdict')?.textContent ?? 'The test ended early.');
  } catch (failure) {
    const words = document.createElement('p');
    words.className = 'pad bad verdict';
    words.setAttribute('role', 'alert');
    words.textContent = failure.message || 'The test could not be run. Check the connection and try again.';
    box.prepend(words);
  } finally {
    button.disabled = false;
    button.focus();
  }
}

function show(box, steps, html) {
  const made = parse(`<ol>${html}</ol>`).querySelector('li, .verdict');
  if (!made) return;
  const old = document.getElementById(made.id);
  if (old) old.replaceWith(made);
  else if (made.matches('li')) steps.append(made);
  else box.prepend(made);
}

document.addEventListener('submit', (event) => {
  if (!event.target.matches('[data-test]')) return;
  event.preventDefault();
  test(event.target);
});
// A number that was just added is tested at once.
const fresh = new URLSearchParams(location.search).get('tests');
document.querySelector(`[data-test="${CSS.escape(fresh ?? '')}"]`)?.requestSubmit();

addEventListener('click', async (event) => {
  const copy = event.target.closest('[data-copy]');
  if (!copy) return;
  const field = copy.parentElement.querySelector('input');
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.select(); // without HTTPS there is no clipboard; the keyboard does it
    return say('Selected. Press Ctrl C to copy.');
  }
  const word = copy.querySelector('span');
  word.textContent = 'Copied';
  say('Copied.');
  setTimeout(() => (word.textContent = 'Copy'), 2000);
});

// On a phone the pages of Chat Settings stand in a strip, in which the present one may lie beyond the edge.
document.querySelector('.subnav [aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
