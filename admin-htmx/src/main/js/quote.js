// The message that an answer quotes: taken from its bubble, shown above the field, kept with the draft, sent with the
// answer.

import { composerOf, hear, keep, quoteKey, say } from './page.js';

const SHOWN = 160;

const bar = (form) => form.querySelector('[data-quoted]');

/** Fills a quotation; hides it where there is nothing to quote. */
export function fill(quotation, { by = '', words = '' } = {}) {
  const [who, what] = quotation.querySelectorAll('b, span');
  who.textContent = by;
  what.textContent = words;
}

/** Puts a quote into the composer; without one it takes the last away. */
export function quote(form, quoted) {
  keep(quoteKey(form.dataset.composer), quoted && JSON.stringify(quoted));
  form.elements.reply_to.value = quoted?.replyTo ?? '';
  bar(form).hidden = !quoted;
  fill(bar(form), quoted);
}

/** Takes the quote out of the composer, for an answer. */
export function unquote(form) {
  const { value: replyTo } = form.elements.reply_to;
  if (!replyTo) return {};
  const [by, words] = [...bar(form).querySelectorAll('b, span')].map(({ textContent }) => textContent);
  quote(form);
  return { quoted: { replyTo, by, words } };
}

/** What a bubble says, or what its file is called. */
function read(bubble) {
  const by = bubble.querySelector(':scope > .who')?.firstChild.textContent.trim();
  const words = bubble.querySelector(':scope > p > .words')?.textContent.trim();
  const file = bubble.querySelector('.file img')?.alt ?? bubble.querySelector('.file b')?.textContent;
  return {
    by: by || document.getElementById('thread-name').textContent,
    words: Array.from(words || file || '').slice(0, SHOWN).join(''),
  };
}

addEventListener('click', (event) => {
  const form = document.querySelector('[data-composer]');
  const link = event.target.closest('[data-quote], [data-unquote]');
  if (!form || !link) return;
  event.preventDefault();
  const { quote: replyTo } = link.dataset;
  quote(form, replyTo && { replyTo, ...read(link.closest('.m')) });
  form.querySelector('[name=as][value=reply]').click();
  form.querySelector('textarea').focus();
  say(replyTo ? 'Quoted.' : 'Quote taken away.');
});

// Escape takes the quote away first, and leaves the conversation when there is none.
document.addEventListener(
  'keydown',
  (event) => {
    const form = composerOf(event);
    if (event.key !== 'Escape' || event.isComposing || !form?.elements.reply_to.value) return;
    if (event.target.name !== 'text' || form.elements.as.value === 'note') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    quote(form);
    say('Quote taken away.');
  },
  true,
);

hear('thread', (code) => {
  const form = document.querySelector('[data-composer]');
  const kept = localStorage.getItem(quoteKey(code));
  if (kept) quote(form, JSON.parse(kept));
});
