// Chat Settings: placeholders that are put in at the caret, and a question before what cannot be undone.

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
