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
  return addressesIn(value).map((part) => {
    const link = part.address ? anchor(part.text, el('bdi', { dir: 'ltr' }, part.text)) : null;
    return link ?? part.text;
  });
}

/**
 * A text in parts that are addresses and parts that are not. Characters that turn the direction of writing
 * are in no address: what is read must be what is opened.
 */
export function addressesIn(value: string): readonly { readonly text: string; readonly address: boolean }[] {
  return value
    .split(/(https?:\/\/[^\s<>"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+)/i)
    .flatMap((part, index) => {
      const address = index % 2 === 0 ? '' : withoutTail(part);
      return [
        { text: address, address: true },
        { text: part.slice(address.length), address: false },
      ];
    })
    .filter(({ text }) => text !== '');
}

/** A link that leads out of the page and tells the other side nothing; null if it is not for the web. */
export function anchor(address: string, ...children: readonly Child[]): HTMLAnchorElement | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  // Who writes https://bank.example@elsewhere.example means to deceive.
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.username + url.password !== '') {
    return null;
  }
  return el(
    'a',
    { href: url.href, target: '_blank', rel: 'noopener noreferrer nofollow' },
    ...children,
  );
}

const TAIL = '.,;:!?\'"\u00bb\u201d\u2019\u2026';

/** An address in a sentence does not own the sentence's full stop, nor a bracket it did not open. */
function withoutTail(address: string): string {
  let unopened = address.split(')').length - address.split('(').length;
  let end = address.length;
  for (; end > 0; end--) {
    const last = address.charAt(end - 1);
    if (last === ')' && unopened > 0) {
      unopened--;
    } else if (!TAIL.includes(last)) {
      break;
    }
  }
  return address.slice(0, end);
}
