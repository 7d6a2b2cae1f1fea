import { el } from './dom.js';

/** Not everything at once: between two steps the browser draws, scrolls and listens. */
const { scheduler } = globalThis as { scheduler?: { yield?(): Promise<void> } };

/** The next step is a task of its own, right after what is more urgent. */
export function breath(): Promise<void> {
  return scheduler?.yield?.() ?? new Promise((done) => setTimeout(done));
}

/** What was changed is laid out and on the screen, so that asking for it costs nothing. A page that nobody sees waits. */
export function drawn(): Promise<void> {
  return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}

/** Weight and size of what the panel shows first: title, initials, words, what stands under them, our line, the greeting, its questions. */
const FACES = '650 16,700 14,400 15,400 13,400 11.25,650 18,550 14'.split(',');

/** Has the browser find the panel's fonts, each in a task of its own: it would look for all of them in the first layout. */
export async function fonts(): Promise<void> {
  const pen = el('canvas').getContext('2d');
  for (const face of FACES) {
    await breath();
    if (pen !== null) {
      pen.font = face + 'px -apple-system,"Segoe UI",system-ui,sans-serif';
      pen.measureText('a');
    }
  }
}
