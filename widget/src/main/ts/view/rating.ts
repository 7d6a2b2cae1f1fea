/** The end of a chat: how it was, and the way to another one. */
import css from '@css/rating.css';
import type { Kit } from './kit.js';

const english = {
  how: 'How was the service?',
  score: (score: number) =>
    `${score} of 5${score === 1 ? ', poor' : score === 5 ? ', excellent' : ''}`,
  poor: 'Poor',
  excellent: 'Excellent',
  add: 'Anything to add? Optional',
  sendRating: 'Send rating',
  anew: 'Start a new chat',
  thanks: 'Thanks, that helps us',
};

export type RatingWords = typeof english;

const BELLS = [1, 2, 3, 4, 5];

export function drawEnd(kit: Kit, rated: boolean, goOn: () => void): HTMLElement {
  const words = kit.words.later ?? english;
  kit.dress(css);
  return rated ? drawThanks(kit, words, goOn) : drawRating(kit, words, goOn);
}

/** Five bells and a few words; it may be left alone, and a new chat is one press away. */
function drawRating(kit: Kit, words: RatingWords, goOn: () => void): HTMLElement {
  const { el, bell } = kit;
  const labels = BELLS.map((score) => {
    const radio = { type: 'radio', name: 'score', value: score, 'aria-label': words.score(score) };
    return el('label', {}, bell(), el('input', radio));
  });
  const radios = labels.map((label) => label.querySelector('input') as HTMLInputElement);
  const chosen = () => radios.findIndex(({ checked }) => checked) + 1;
  const ends = { class: 'bhw-ends', 'aria-hidden': 'true' };
  const comment = el('textarea', { 'aria-label': words.add, placeholder: words.add, dir: 'auto' });
  comment.maxLength = 1_000;
  const send = el('button', { class: 'bhw-btn', 'aria-disabled': 'true' }, words.sendRating);
  const form = el(
    'form',
    { class: 'bhw-rate' },
    el('fieldset', {}, el('legend', {}, words.how), el('div', { class: 'bhw-bells' }, ...labels)),
    el('div', ends, el('span', {}, words.poor), el('span', {}, words.excellent)),
    comment,
    send,
    anew(kit, words, goOn),
  );
  form.addEventListener('change', () => {
    const score = chosen();
    labels.forEach((label, index) => label.classList.toggle('is-on', index < score));
    send.removeAttribute('aria-disabled');
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (chosen() > 0) {
      kit.session.rate(chosen(), comment.value.trim());
    }
  });
  return form;
}

function drawThanks(kit: Kit, words: RatingWords, goOn: () => void): HTMLElement {
  const { el, bell } = kit;
  return el(
    'div',
    { class: 'bhw-rate bhw-thanks' },
    el('div', { role: 'status' }, bell(), el('h3', {}, words.thanks)),
    anew(kit, words, goOn),
  );
}

function anew({ el }: Kit, words: RatingWords, goOn: () => void): HTMLElement {
  const button = el('button', { class: 'bhw-btn bhw-btn--2', type: 'button' }, words.anew);
  button.addEventListener('click', goOn);
  return button;
}
