import { browserClock } from '../clock.js';
import type { Message } from '../frames.js';
import { Session } from '../session.js';
import { fetchSite, plainSite, type Site } from '../site.js';
import { openShelf, Store } from '../store.js';
import { unread } from '../thread.js';
import { openTurn } from '../turn.js';
import { Calendar, directionOf, english, usableLocale } from '../words.js';
import css from '@css/all.css';
import { attribute, el } from './dom.js';
import { Launcher } from './launcher.js';
import { Panel } from './panel.js';
import { Phone } from './phone.js';

const SETTINGS_RETRY_MILLIS = 30_000;

/**
 * `<bellhop-chat data-site="…">`: the chat on a page. Attributes `data-position` (right, left),
 * `data-theme` (auto, light, dark) and `data-lang` stand above the site's own settings. Tells the page by
 * `bellhop-open`, `bellhop-close` and `bellhop-message`.
 */
export class BellhopChat extends HTMLElement {
  static readonly observedAttributes = ['data-position', 'data-theme', 'data-lang'];
  /** The gateway's origin: the one that the script came from. */
  static gateway = '';

  private readonly frame = el('div', { class: 'bhw' });
  private readonly night = matchMedia('(prefers-color-scheme: dark)');
  private readonly phone = new Phone(this, () => this.fold(), () => this.draw());
  private parts: { session: Session; panel: Panel; launcher: Launcher } | null = null;
  private site: Site = plainSite;
  private isOpen = false;
  private drawing = false;
  private leaving = new AbortController();

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    root.append(this.frame);
  }

  connectedCallback(): void {
    this.leaving = new AbortController();
    this.build();
    const { signal } = this.leaving;
    const watch = () => this.watch();
    const nudge = () => this.parts?.session.nudge();
    const draw = () => this.draw();
    document.addEventListener('visibilitychange', watch, { signal });
    window.addEventListener('online', nudge, { signal });
    window.addEventListener('offline', nudge, { signal });
    window.addEventListener('pagehide', () => this.parts?.session.pause(), { signal });
    window.addEventListener('pageshow', (event) => event.persisted && this.wake(), { signal });
    this.night.addEventListener('change', draw, { signal });
    this.frame.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.isOpen && !event.isComposing) {
        event.stopPropagation();
        this.close();
      }
    }, { signal });
    void this.readSite();
  }

  disconnectedCallback(): void {
    this.leaving.abort();
    this.parts?.session.pause();
    this.phone.leave();
    this.parts = null;
    this.frame.replaceChildren();
  }

  attributeChangedCallback(name: string): void {
    if (name === 'data-lang' && this.parts !== null) {
      this.disconnectedCallback();
      this.connectedCallback();
    }
    this.draw();
  }

  open(): void {
    this.unfold(true);
  }

  close(): void {
    if (this.isOpen && !this.phone.back()) {
      this.fold();
    }
  }

  private unfold(byVisitor: boolean): void {
    if (this.parts === null || this.isOpen) {
      return;
    }
    const { session, panel } = this.parts;
    this.isOpen = true;
    panel.opened();
    panel.element.classList.toggle('is-opening', byVisitor);
    remember(this.storeName, true);
    session.connect();
    this.drawNow();
    panel.shown();
    if (byVisitor) {
      this.phone.enter();
      panel.focus();
    }
    this.watch();
    this.tell('bellhop-open');
  }

  private fold(): void {
    if (this.parts === null || !this.isOpen) {
      return;
    }
    this.isOpen = false;
    remember(this.storeName, false);
    this.parts.panel.closed();
    this.phone.leave();
    this.watch();
    this.drawNow();
    this.parts.launcher.element.focus({ preventScroll: true });
    this.tell('bellhop-close');
  }

  private get key(): string {
    return this.getAttribute('data-site') ?? '';
  }

  private get storeName(): string {
    return `bellhop:${BellhopChat.gateway}:${this.key}:`;
  }

  private get locale(): string {
    const page = document.documentElement.lang;
    return usableLocale(this.getAttribute('data-lang'), this.site.locale, page, navigator.language);
  }

  private build(): void {
    const shelf = openShelf();
    const store = new Store(shelf, this.storeName);
    const words = english;
    const socketUrl =
      BellhopChat.gateway.replace(/^http/, 'ws') +
      '/widget/v1/socket?site=' +
      encodeURIComponent(this.key);
    const session = new Session({
      socketUrl,
      store,
      clock: browserClock,
      dial: (url, protocol) => new WebSocket(url, protocol),
      random: Math.random,
      newCid,
      page: () => ({
        url: location.href.slice(0, 2_048),
        title: document.title.slice(0, 300),
        referrer: document.referrer.slice(0, 2_048),
      }),
      locale: () => this.locale,
      turn: (got) => openTurn(this.storeName, got),
      changed: () => this.draw(),
      arrived: (message) => this.arrived(message),
    });
    const panel = new Panel(session, words, new Calendar(this.locale), {
      minimise: () => this.close(),
    });
    const launcher = new Launcher(words, () => (this.isOpen ? this.close() : this.open()));
    this.parts = { session, panel, launcher };
    this.frame.replaceChildren(panel.element, launcher.element);
    window.addEventListener(
      'storage',
      (event) => store.owns(event.key) && session.storeChanged(),
      { signal: this.leaving.signal },
    );
    this.isOpen = false;
    if (remembered(this.storeName) && !this.phone.small) {
      this.unfold(false);
    }
    this.drawNow();
  }

  private async readSite(): Promise<void> {
    const { signal } = this.leaving;
    const site = await fetchSite(BellhopChat.gateway, this.key);
    if (signal.aborted) {
      return;
    }
    if (site === 'unknown') {
      console.warn(`Bellhop: there is no site "${this.key}" at ${BellhopChat.gateway}.`);
      this.remove();
    } else if (site === null) {
      browserClock.after(SETTINGS_RETRY_MILLIS, () => signal.aborted || void this.readSite());
    } else {
      this.site = site;
      this.draw();
    }
  }

  private wake(): void {
    this.parts?.session.resume();
    if (this.isOpen) {
      this.parts?.session.connect();
    }
  }

  private watch(): void {
    const visible = document.visibilityState === 'visible';
    this.parts?.session.watch(this.isOpen && visible);
    if (visible) {
      this.parts?.session.nudge();
    }
  }

  private arrived(message: Message): void {
    this.tell('bellhop-message', { from: message.from, name: message.name, text: message.text });
  }

  private tell(type: string, detail: unknown = null): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  /** Draws once, however much has changed at once. */
  private draw(): void {
    if (!this.drawing) {
      this.drawing = true;
      queueMicrotask(() => {
        this.drawing = false;
        this.drawNow();
      });
    }
  }

  private drawNow(): void {
    if (this.parts === null) {
      return;
    }
    const { session, panel, launcher } = this.parts;
    const full = this.isOpen && this.phone.small;
    const side = this.getAttribute('data-position') ?? this.site.position;
    attribute(this, 'data-position', side);
    attribute(this.frame, 'data-side', side);
    attribute(this.frame, 'data-theme', this.theme());
    attribute(this.frame, 'lang', 'en');
    attribute(this.frame, 'dir', directionOf(this.locale));
    this.frame.classList.toggle('is-full', full);
    this.classList.toggle('is-full', full);
    panel.element.hidden = !this.isOpen;
    launcher.element.hidden = full;
    launcher.draw(this.isOpen, unread(session.thread).length, session.online ?? this.site.online);
    if (this.isOpen) {
      panel.draw(this.site, full);
    }
  }

  private theme(): 'light' | 'dark' {
    const wishes = [
      this.getAttribute('data-theme'),
      document.documentElement.getAttribute('data-bellhop-theme'),
      this.site.theme,
    ];
    const wish = wishes.find((theme) => theme === 'light' || theme === 'dark');
    return wish === 'dark' || (wish === undefined && this.night.matches) ? 'dark' : 'light';
  }
}

function newCid(): string {
  if (typeof crypto.randomUUID === 'function') {
    return crypto.randomUUID();
  }
  // Pages without TLS have no randomUUID, but the same randomness.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Whether the panel was open in this tab: it stays so from page to page. */
function remembered(name: string): boolean {
  try {
    return sessionStorage.getItem(name + 'open') !== null;
  } catch {
    return false;
  }
}

function remember(name: string, open: boolean): void {
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
