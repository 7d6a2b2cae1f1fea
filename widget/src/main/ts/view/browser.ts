/** Small things that one browser has and another has not. */

/** A random UUID, also on pages without TLS, which have no `randomUUID` but the same randomness. */
export function newCid(): string {
  if (typeof crypto.randomUUID === 'function') {
    return crypto.randomUUID();
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

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

/** Whether there is a conversation, or something to send: marked by who keeps them. */
export function isLive(name: string): boolean {
  try {
    return localStorage.getItem(name + 'live') !== null;
  } catch {
    return false;
  }
}

export function markLive(name: string, live: boolean): void {
  try {
    if (live) {
      localStorage.setItem(name + 'live', '1');
    } else {
      localStorage.removeItem(name + 'live');
    }
  } catch {
    // Without storage nobody comes back to anything.
  }
}

/** Whether the panel was open in this tab: it stays so from page to page. */
export function remembered(name: string): boolean {
  try {
    return sessionStorage.getItem(name + 'open') !== null;
  } catch {
    return false;
  }
}

export function remember(name: string, open: boolean): void {
  try {
    if (open) {
      sessionStorage.setItem(name + 'open', '1');
    } else {
      sessionStorage.removeItem(name + 'open');
    }
  } catch {
    // Without storage each page begins with the panel shut.
  }
}

/** Whether this number is higher than any that was asked about under the name before, in any tab. */
export function firstTime(name: string, number: number): boolean {
  try {
    const last = Number(localStorage.getItem(name + ':told') ?? 0);
    if (number > last) {
      localStorage.setItem(name + ':told', String(number));
    }
    return number > last;
  } catch {
    return true;
  }
}
