// Passkeys: the browser asks a device, and its answer goes with the form, which does the rest. A script of its own,
// which the pages before the panel have from the start and the panel fetches when it shows a button for it.

const can = globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON && navigator.credentials;

/** Asks the gateway what to ask a device for, and resolves with the device's answer. */
async function ask(button) {
  const making = 'making' in button.dataset;
  const headers = { 'HX-Request': 'true' };
  const answer = await fetch(button.dataset.passkey, { method: 'POST', headers });
  if (!answer.ok) throw new Error(await answer.text());
  const options = await answer.json();
  const credential = making
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return JSON.stringify(credential);
}

function explain(form, words) {
  const problem = form.querySelector('[data-passkey-problem]');
  problem.textContent = words;
  problem.hidden = !words;
}

const WORDS = {
  NotAllowedError: 'No passkey was used. Try again, or go on without one.',
  InvalidStateError: 'This device has a passkey for you already.',
};

/** Shows the buttons for passkeys where the browser knows them. */
export function offer() {
  if (!can) return;
  for (const part of document.querySelectorAll('[data-with-passkeys]')) part.hidden = false;
}
offer();

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-passkey]:not([data-making])');
  if (button) void pass(button.form, button);
});

// A form that makes one is sent by Enter, too, and after whatever else its sending waits for.
document.addEventListener('submit', (event) => {
  const { target: form } = event;
  const button = form.querySelector('[data-making]');
  if (event.defaultPrevented || !button || form.elements.credential.value) return;
  event.preventDefault();
  void pass(form, button);
});

/** What was sent is on its way. If the page stays and it was not taken, what is sent next is the password. */
function again(form, action) {
  form.elements.credential.value = '';
  form.noValidate = false;
  form.action = action;
}

async function pass(form, button) {
  const { action } = form;
  button.disabled = true;
  explain(form, '');
  try {
    form.elements.credential.value = await ask(button);
    // What a form asks for beside it need not be filled in.
    form.noValidate = true;
    if (button.dataset.action) form.action = button.dataset.action;
    form.requestSubmit();
    if (!('making' in button.dataset)) again(form, action);
  } catch (failure) {
    explain(form, WORDS[failure.name] ?? (failure.message || 'No answer. Try again.'));
  } finally {
    button.disabled = false;
  }
}
