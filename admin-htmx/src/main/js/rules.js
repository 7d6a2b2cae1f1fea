// The order of routing rules, by dragging a handle or by keys on it: space lifts and drops, arrows move, escape puts
// back. Where it ends is posted, and the page comes back in the new order. Buttons do the same without a script.

import { say } from './page.js';

const list = document.querySelector('[data-rules]');
const form = document.getElementById('rules-order');
const rules = () => [...list.querySelectorAll('[data-rule]')];
const order = () => rules().map((rule) => rule.dataset.rule).join(' ');
let lifted = null;

function lift(rule, grip) {
  lifted = { rule, grip, next: rule.nextElementSibling };
  rule.classList.add('is-drag');
  grip.setAttribute('aria-pressed', 'true');
}

function drop() {
  const { rule, grip } = lifted;
  lifted = null;
  rule.classList.remove('is-drag');
  grip.setAttribute('aria-pressed', 'false');
  if (order() === form.elements.seen.value) return;
  form.elements.order.value = order();
  form.elements.moved.value = rule.dataset.rule;
  form.requestSubmit();
}

function back() {
  const { rule, grip, next } = lifted;
  lifted.moves = true;
  list.insertBefore(rule, next);
  grip.focus();
  drop();
}

/** Above another rule, or above what stands below them all. */
function put(before) {
  const { rule, grip } = lifted;
  if (before === rule || before === rule.nextElementSibling) return;
  lifted.moves = true;
  list.insertBefore(rule, before);
  grip.focus();
  lifted.moves = false;
}

function step(by) {
  const all = rules();
  const at = all.indexOf(lifted.rule) + by;
  if (at < 0 || at >= all.length) return;
  put(by < 0 ? all[at] : all[at].nextElementSibling);
  say(`Number ${at + 1} of ${all.length}.`);
}

if (list && form) {
  for (const grip of list.querySelectorAll('[data-lift]')) grip.hidden = false;
  // The page asked for it while it was still hidden.
  list.querySelector('[data-lift][autofocus]')?.focus();
  list.addEventListener('keydown', (event) => {
    const grip = event.target.closest('[data-lift]');
    if (!grip) return;
    if (event.key === ' ') {
      if (lifted) drop();
      else {
        lift(grip.closest('[data-rule]'), grip);
        say('Lifted.');
      }
    } else if (!lifted) return;
    else if (event.key === 'ArrowUp') step(-1);
    else if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'Escape') {
      back();
      say('Put back.');
    } else return;
    event.preventDefault();
  });
  // Whoever goes on to something else has not dropped it.
  list.addEventListener('focusout', (event) => {
    if (lifted?.grip !== event.target || lifted.drags || lifted.moves) return;
    const to = event.relatedTarget;
    back();
    to?.focus();
  });
  list.addEventListener('pointerdown', (event) => {
    const grip = event.target.closest('[data-lift]');
    if (!grip || event.button) return;
    if (lifted) back();
    lift(grip.closest('[data-rule]'), grip);
    lifted.drags = true;
    list.setPointerCapture(event.pointerId); // what is moved would lose it
  });
  list.addEventListener('pointermove', (event) => {
    if (!lifted?.drags) return;
    const below = rules().find((rule) => {
      const box = rule.getBoundingClientRect();
      return rule !== lifted.rule && event.clientY < box.top + box.height / 2;
    });
    put(below ?? rules().filter((rule) => rule !== lifted.rule).at(-1)?.nextElementSibling ?? lifted.rule);
  });
  list.addEventListener('pointerup', () => lifted?.drags && drop());
  list.addEventListener('pointercancel', () => lifted?.drags && back());
}
