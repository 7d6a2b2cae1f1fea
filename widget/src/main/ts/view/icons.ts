const SVG = 'http://www.w3.org/2000/svg';

/** Lines on a 20 grid, unless they begin with another box. */
const LINES = {
  down: 'M10 4v11.5M5.5 11l4.5 4.5 4.5-4.5',
  left: 'M16 10H4.5M9 5.5 4.5 10 9 14.5',
  chevron: 'm5.5 8 4.5 4.5L14.5 8',
  nowifi: 'm3 3 14 14M3 8.4a11 11 0 0 1 3-2M9.3 5.2a11 11 0 0 1 7.7 3.2M6 11a7 7 0 0 1 3-1.6M12.6 10a7 7 0 0 1 2 1.2M10 15v.02',
  clip: 'm15.6 9.3-5.7 5.7a3.4 3.4 0 0 1-4.8-4.8l6-6a2.3 2.3 0 0 1 3.2 3.2l-5.9 5.9a1.1 1.1 0 0 1-1.6-1.6l5.3-5.3',
  smile:
    'M10 3.2a6.8 6.8 0 1 1 0 13.6 6.8 6.8 0 0 1 0-13.6zM7 11.6c.6 1.1 1.7 1.8 3 1.8s2.4-.7 3-1.8M7.6 8v.4M12.4 8v.4',
  x: 'm5 5 10 10M15 5 5 15',
};

const TICKS = {
  clock: 'M8 1.6a4.4 4.4 0 1 1 0 8.8 4.4 4.4 0 0 1 0-8.8zM8 3.6V6l1.6 1',
  failed: 'M8 1.4a4.6 4.6 0 1 1 0 9.2 4.6 4.6 0 0 1 0-9.2zM8 3.7v2.7M8 8.3v.02',
  sent: 'm3.6 6.4 2.7 2.8 6-6.4',
  delivered: 'm1 6.4 2.7 2.8 6-6.4M7 8.4l.8.8 6-6.4',
  read: 'm1 6.4 2.7 2.8 6-6.4M7 8.4l.8.8 6-6.4',
};

export type Tick = keyof typeof TICKS;

/** One of ours by its name, or any other by its lines. */
export function icon(name: keyof typeof LINES | { readonly path: string; readonly width?: string }): SVGElement {
  const { path, width } = typeof name === 'string' ? { path: LINES[name], width: undefined } : name;
  return svg('0 0 20 20', '', lines(path, width ?? '1.6'));
}

export function tickIcon(tick: Tick): SVGElement {
  const look = tick === 'read' ? 'bhw-tick bhw-tick--read' : 'bhw-tick';
  return svg('0 0 16 12', look, lines(TICKS[tick], '1.5'));
}

export function sendIcon(): SVGElement {
  const arrow =
    'M3.4 3.9c-.2-.6.4-1.1 1-.8l12.4 6.2c.6.3.6 1.1 0 1.4L4.4 16.9c-.6.3-1.2-.2-1-.8l1.6-4.7 6-1.4-6-1.4z';
  return svg('0 0 20 20', 'bhw-flip', node('path', { d: arrow, fill: 'currentColor' }));
}

/** The desk bell whose base is a speech bubble's tail. */
export function bell(): SVGElement {
  const body =
    'M15.2 4.2h1.6a1.5 1.5 0 0 1 0 3v2.3h-1.6V7.2a1.5 1.5 0 0 1 0-3zM4.8 21.2a11.2 11.2 0 0 1 22.4 0zM4.6 23.2h22.8a1.8 1.8 0 0 1 0 3.6H14.2l-4.6 4.1c-.5.4-1.2.1-1.2-.5v-3.6H4.6a1.8 1.8 0 0 1 0-3.6z';
  return svg(
    '0 0 32 32',
    'bhw-bell',
    node('path', { d: body, fill: 'currentColor' }),
    node('path', {
      d: 'M9.3 18.3a7 7 0 0 1 4.3-4.2',
      fill: 'none',
      stroke: 'var(--cut,#0000)',
      'stroke-width': '1.7',
      'stroke-linecap': 'round',
    }),
  );
}

function lines(d: string, width: string): SVGElement {
  return node('path', {
    d,
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': width,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  });
}

function svg(viewBox: string, look: string, ...children: readonly SVGElement[]): SVGElement {
  const element = node('svg', { viewBox, class: look, 'aria-hidden': 'true' });
  element.append(...children);
  return element;
}

function node(tag: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS(SVG, tag) as SVGElement;
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  return element;
}
