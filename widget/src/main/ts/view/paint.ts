/** Colours and place as the site is set up, where its page has not said otherwise by custom properties. */

import css from '@css/paint.css';

const WHITE = '#ffffff';
const BRASS = '#f7c862';
const TEXT = '#231e1d';

/** Puts them on the element. */
export function paint(
  host: HTMLElement,
  frame: HTMLElement,
  appearance: unknown,
  dress: (css: string) => void,
): void {
  const { accent, ink, offset_x, offset_y } = appearance as Record<string, unknown>;
  const painted = isColour(accent) && isColour(ink);
  frame.classList.toggle('is-painted', painted);
  if (painted) {
    dress(css);
    put(frame, '--site-accent', accent);
    put(frame, '--site-ink', ink);
    // The bell is brass where brass can be seen; words are in the accent's colour where that can be read.
    put(frame, '--site-bell', contrast(accent, BRASS) >= 3 ? BRASS : ink);
    put(frame, '--site-link', contrast(accent, WHITE) >= 4.5 ? accent : TEXT);
  }
  for (const [side, pixels] of [['x', offset_x], ['y', offset_y]] as const) {
    if (typeof pixels === 'number') {
      put(host, '--site-offset-' + side, pixels + 'px');
    }
  }
}

function put(element: HTMLElement, name: string, value: string): void {
  element.style.setProperty(name, value);
}

function isColour(value: unknown): value is string {
  return typeof value === 'string' && /^#[\da-f]{6}$/i.test(value);
}

/** Relative luminance, as WCAG defines it. */
function lightness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [lightness(one), lightness(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}
