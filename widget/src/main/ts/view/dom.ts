/** Building DOM without markup: nothing a visitor or an agent wrote is ever parsed. */
type Properties = Readonly<Record<string, string | number | boolean | null>>;
type Child = Node | string | null;

/** An element with attributes and children; a null or false attribute is left out. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    attribute(element, name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Sets what is different only, so that nothing is announced or laid out twice. */
export function attribute(
  element: Element,
  name: string,
  value: string | number | boolean | null,
): void {
  const wanted = value === null || value === false ? null : value === true ? '' : String(value);
  if (wanted === null) {
    element.removeAttribute(name);
  } else if (element.getAttribute(name) !== wanted) {
    element.setAttribute(name, wanted);
  }
}

export function text(element: Node, value: string): void {
  if (element.textContent !== value) {
    element.textContent = value;
  }
}

/** Text with its web addresses as links. */
export function linked(value: string): readonly (Node | string)[] {
  return value.split(/(https?:\/\/[^\s<>"]+)/i).flatMap((part, index) => {
    if (index % 2 === 0) {
      return part === '' ? [] : [part];
    }
    const address = withoutTail(part);
    const link = anchor(address, address);
    return link === null ? [part] : [link, part.slice(address.length)];
  });
}

/** A link that leads out of the page and tells the other side nothing; null if it is not for the web. */
export function anchor(address: string, ...children: readonly Child[]): HTMLAnchorElement | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return null;
  }
  return el(
    'a',
    { href: url.href, target: '_blank', rel: 'noopener noreferrer nofollow' },
    ...children,
  );
}

/** An address in a sentence does not own the sentence's full stop, nor a bracket it did not open. */
function withoutTail(address: string): string {
  let end = address.replace(/[.,;:!?'"\u00bb\u201d\u2019\u2026]+$/, '');
  while (end.endsWith(')') && end.split(')').length > end.split('(').length) {
    end = end.slice(0, -1).replace(/[.,;:!?]+$/, '');
  }
  return end;
}
