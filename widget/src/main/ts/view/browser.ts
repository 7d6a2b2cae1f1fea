/** Small things that one browser has and another has not. */

/** A random UUID, also on pages without TLS, which have no `randomUUID` but the same randomness. */
export function newCid(): string {
  // The four bits of the variant are two that are fixed and two that may be zero, too.
  return typeof crypto.randomUUID === 'function'
    ? crypto.randomUUID()
    : '********-****-4***-8***-************'.replace(/\*/g, () => (byte() & 15).toString(16));
}

const byte = () => crypto.getRandomValues(new Uint8Array(1))[0] ?? 0;

/** Styles for a shadow root, before or after those it has. Safari before 16.4 wants an element for them. */
export function dress(root: ShadowRoot, css: string, last = false): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    const worn = root.adoptedStyleSheets;
    root.adoptedStyleSheets = last ? [...worn, sheet] : [sheet, ...worn];
  } catch {
    const style = document.createElement('style');
    style.textContent = css;
    if (last) {
      root.append(style);
    } else {
      root.prepend(style);
    }
  }
}

/** Kept under the site's name, for all tabs: that there is something to come back to. */
export const LIVE = 'live';
/** Kept for one tab: that the panel is open in it, from page to page. */
export const OPEN = 'open';
/** Kept for all tabs: that the visitor wants no sound and no number in the title. */
export const QUIET = 'quiet';

type Shelf = 'localStorage' | 'sessionStorage';

/** Whether something was noted; without storage nothing ever was. */
export function isNoted(name: string, shelf: Shelf = 'localStorage'): boolean {
  try {
    return window[shelf].getItem(name) !== null;
  } catch {
    return false;
  }
}

export function note(name: string, so: boolean, shelf: Shelf = 'localStorage'): void {
  try {
    if (so) {
      window[shelf].setItem(name, '1');
    } else {
      window[shelf].removeItem(name);
    }
  } catch {
    // Without storage each page begins anew.
  }
}

/** Forgets all that was noted under a name, but for one tab. */
export function forgetAll(name: string): void {
  try {
    Object.keys(localStorage)
      .filter((key) => key.startsWith(name))
      .forEach((key) => localStorage.removeItem(key));
  } catch {
    // Without storage nothing was noted.
  }
}
