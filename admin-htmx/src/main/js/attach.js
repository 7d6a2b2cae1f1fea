// The file in the composer: uploaded at once, so that sending is as quick as without one.

import { explain, signIn, wordsOf } from './page.js';

/** Takes a file into the composer. */
export async function attach(form, file) {
  const shown = form.querySelector('[data-attached]');
  const name = form.querySelector('[data-attached-name]');
  const words = form.querySelector('[data-too-long]');
  detach(form);
  if (!file) return;
  form.dataset.uploading = file.name;
  shown.hidden = false;
  name.textContent = `${file.name} …`;
  let problem = 'The file could not be uploaded.';
  try {
    const answer = await fetch('/admin/attachments?name=' + encodeURIComponent(file.name), {
      method: 'POST',
      headers: { 'Content-Type': file.type || 'application/octet-stream', Accept: 'application/json', 'HX-Request': 'true' },
      body: file,
    });
    if (answer.status === 401) {
      problem = 'Your session has ended. Choose the file again once you have signed in.';
      signIn();
    } else if (answer.ok) {
      const { id } = await answer.json();
      if (form.dataset.uploading !== file.name) return;
      form.dataset.attachment = id;
      form.dataset.attachmentName = name.textContent = file.name;
      problem = '';
    } else if (answer.status === 413) problem = 'Files up to 16 MB can be sent.';
    else problem = (await wordsOf(answer)) || problem;
  } catch {}
  delete form.dataset.uploading;
  if (problem) detach(form);
  explain(words, problem);
  form.querySelector('[data-sheet-problem]')?.setAttribute('hidden', '');
}

/** Takes the file out of the composer: for a reply, or away. */
export function detach(form) {
  const { attachment, attachmentName: name } = form.dataset;
  delete form.dataset.attachment;
  delete form.dataset.attachmentName;
  delete form.dataset.uploading;
  form.querySelector('[data-attached]').hidden = true;
  form.querySelector('[data-attach]').value = '';
  return attachment ? { attachment, name } : {};
}

/** Puts back what was taken out for a reply that did not go. */
export function restore(form, { attachment, name }) {
  if (!attachment || form.dataset.attachment) return;
  form.dataset.attachment = attachment;
  form.dataset.attachmentName = form.querySelector('[data-attached-name]').textContent = name ?? '';
  form.querySelector('[data-attached]').hidden = false;
}
