import { browserClock } from '../clock.js';
import type { Identity, Message } from '../frames.js';
import { readIdentity } from '../identity.js';
import { openSession } from './opening.js';
import type { Session } from '../session.js';
import { fetchSite, plainSite, type Site } from '../site.js';
import { unread } from '../thread.js';
import { Calendar, directionOf, languageOf, usableLocale, type Words, wordsIn } from '../words.js';
import css from '@css/panel.css';
import { type Chat, NAME } from '../launcher.js';
import type { Attention } from './attention.js';
import { dress, forgetAll, isNoted, LIVE, note, OPEN, QUIET } from './browser.js';
import { attribute, el } from './dom.js';
import { icon } from './icons.js';
import { LaunchButton } from './launchbutton.js';
import { sideOf, themeOf } from './look.js';
import { breath, drawn, fonts } from './pace.js';
import { Panel } from './panel.js';
import type { Phone } from './phone.js';
import { textOf } from './rows.js';

const SETTINGS_RETRY_MILLIS = 30_000;
/** Until what must be there at once is drawn. */
const REST_MILLIS = 300;
/** What changes within so long is drawn at once. */
const FRAME_MILLIS = 16;

/** Worn by the button's root as soon as the file comes: it is read while somebody points, and not when he presses. */
let worn: ShadowRoot | null = null;

function wear(root: ShadowRoot | null | undefined): void {
  if (root && root !== worn) {
    dress((worn = root), css);
  }
}

wear(document.querySelector(NAME)?.shadowRoot);

interface Parts {
  readonly session: Session;
  readonly panel: Panel;
  readonly launcher: LaunchButton;
}

/**
 * `<bellhop-chat data-site="…">`: the chat on a page. Attributes `data-position` (right, left),
 * `data-theme` (auto, light, dark) and `data-lang` stand above the site's own settings. Tells the page by
 * `bellhop-open`, `bellhop-close`, `bellhop-message` and `bellhop-unread`. The launcher has made it.
 */
export class BellhopChat extends HTMLElement implements Chat {
  static readonly observedAttributes = ['data-position', 'data-theme', 'data-lang'];
  /** The gateway's origin: the one that the script came from. */
  static gateway = '';

  private readonly frame: HTMLElement;
  private readonly button: HTMLButtonElement;
  private readonly night = matchMedia('(prefers-color-scheme: dark)');
  private readonly narrow = matchMedia('(max-width: 480px)');
  /** Null until the screen is small. */
  private phone: Phone | null = null;
  private parts: Parts | null = null;
  private attention: Promise<Attention | null> | null = null;
  private site: Site = plainSite;
  private language = '';
  /** Undefined until the page says who the visitor is, null for nobody. */
  private identity: Identity | null | undefined;
  private isOpen = false;
  /** What was asked for while the store was not open yet. */
  private wish: boolean | null = null;
  private cameFrom: Element | null = null;
  /** Opened by the visitor, who may ask while what opens by itself is not laid out yet: the focus follows. */
  private asked = false;
  private told = 0;
  private drawing = false;
  private live: boolean | null = null;
  private leaving = new AbortController();

  constructor() {
    super();
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    this.frame = root.querySelector<HTMLElement>('.bhw') ?? el('div', { class: 'bhw' });
    this.button = root.querySelector('button') ?? el('button', { class: 'bhw-launch' });
    root.append(this.frame);
    wear(root);
  }

  connectedCallback(): void {
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    void this.build(signal);
    const watch = () => this.watch();
    const nudge = () => this.parts?.session.nudge();
    const draw = () => this.draw();
    document.addEventListener('visibilitychange', watch, { signal });
    window.addEventListener('online', nudge, { signal });
    window.addEventListener('offline', nudge, { signal });
    window.addEventListener('pagehide', () => this.parts?.session.pause(), { signal });
    window.addEventListener('pageshow', (event) => event.persisted && this.wake(), { signal });
    document.addEventListener('resume', () => this.parts?.session.catchUp(), { signal });
    this.night.addEventListener('change', draw, { signal });
    this.narrow.addEventListener('change', () => void this.turned(), { signal });
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
    this.parts?.session.end();
    this.phone?.leave();
    void this.attention?.then((there) => (there?.count(0), there?.hide()));
    this.parts = this.attention = null;
    this.frame.replaceChildren(this.button);
  }

  attributeChangedCallback(name: string): void {
    if (name === 'data-lang' && this.parts !== null) {
      this.rebuild();
    }
    this.draw();
  }

  /** The words have changed: all is drawn anew, open or shut as it is. */
  private rebuild(): void {
    this.wish ??= this.isOpen || null;
    this.disconnectedCallback();
    this.connectedCallback();
  }

  open(): void {
    this.wish = true;
    if (this.isOpen) {
      if (document.activeElement !== this) {
        this.cameFrom = document.activeElement;
      }
      this.parts?.panel.focus();
    }
    this.asked = true;
    this.unfold(true);
  }

  close(): void {
    this.wish = false;
    if (this.isOpen && this.phone?.back() !== true) {
      this.fold();
    }
  }

  toggle(): void {
    if (this.isOpen || (this.parts === null && this.wish)) {
      this.close();
    } else {
      this.open();
    }
  }

  identify(who: unknown): void {
    this.identity = who === null ? who : readIdentity(who);
    this.parts?.session.introduce();
  }

  private unfold(byVisitor: boolean): void {
    if (this.parts === null || this.isOpen) {
      return;
    }
    const { session, panel } = this.parts;
    this.isOpen = true;
    this.asked = byVisitor;
    this.cameFrom = document.activeElement;
    void this.attention?.then((there) => there?.hide());
    panel.opened();
    panel.element.classList.toggle('is-opening', byVisitor);
    session.connect();
    this.drawNow();
    void this.settle(this.parts);
    this.tell('bellhop-open');
  }

  /** What needs to know how the panel is laid out, and what can wait until it is there. */
  private async settle({ session, panel }: Parts): Promise<void> {
    const over = () => panel !== this.parts?.panel || !this.isOpen;
    await drawn();
    while (panel.left-- > 0) {
      this.drawNow();
      await drawn();
    }
    if (over()) {
      return;
    }
    panel.shown();
    if (this.asked) {
      if (this.small) {
        this.phone?.enter();
      }
      panel.focus();
    }
    await breath();
    if (over()) {
      return;
    }
    note(this.storeName + OPEN, true, 'sessionStorage');
    this.watch();
    browserClock.after(session.hasStarted ? 0 : REST_MILLIS, () => panel.bringRest());
  }

  private fold(): void {
    if (this.parts === null || !this.isOpen) {
      return;
    }
    this.isOpen = false;
    const focused = this.shadowRoot?.activeElement != null;
    note(this.storeName + OPEN, false, 'sessionStorage');
    this.parts.panel.closed();
    this.phone?.leave();
    this.watch();
    this.drawNow();
    if (focused) {
      // A button of the page's own that opened the chat gets the focus back.
      const own = this.button.hidden && this.cameFrom instanceof HTMLElement;
      (own ? (this.cameFrom as HTMLElement) : this.button).focus({ preventScroll: true });
    }
    this.tell('bellhop-close');
  }

  /** The screen has become small or wide, as when a phone is turned. */
  private async turned(): Promise<void> {
    await this.bringPhone();
    if (this.isOpen && this.small) {
      this.phone?.enter();
    } else {
      this.phone?.leave();
    }
    this.draw();
  }

  /** Without its part the panel stays as it is on a wide screen. */
  private async bringPhone(): Promise<void> {
    if (this.narrow.matches && this.phone === null) {
      const part = await import('./phone.js').catch(() => null);
      const wear = (css: string) => dress(this.shadowRoot as ShadowRoot, css, true);
      this.phone ??= part && new part.Phone(this, () => this.fold(), wear);
    }
  }

  /** The page has a button of its own. */
  private get buttonless(): boolean {
    return (this.getAttribute('data-launcher') ?? this.site.launcher) === 'none';
  }

  private get small(): boolean {
    return this.narrow.matches && this.phone !== null;
  }

  private get key(): string {
    return this.getAttribute('data-site') ?? '';
  }

  private get storeName(): string {
    return `bellhop:${BellhopChat.gateway}:${this.key}:`;
  }

  private get locale(): string {
    const page = document.documentElement.lang;
    return usableLocale(this.getAttribute('data-lang'), page, navigator.language);
  }

  private async build(signal: AbortSignal): Promise<void> {
    const { gateway } = BellhopChat;
    this.language = languageOf(this.locale, this.site.languages);
    await breath();
    const opening = {
      gateway,
      site: this.key,
      name: this.storeName,
      locale: () => this.locale,
      identity: () => this.identity,
      changed: () => this.draw(),
      arrived: (message: Message) => this.arrived(message),
      erased: () => {
        forgetAll(this.storeName);
        this.parts?.panel.cleared();
      },
    };
    const [words, session] = await Promise.all([
      wordsIn(this.language),
      openSession(opening, signal),
      this.bringPhone(),
      fonts(),
    ]);
    if (session === null) {
      return;
    }
    await breath();
    // Days are named in the language of the other words.
    const days = [this.locale, navigator.language].find((tag) => tag.startsWith(words.tag));
    attribute(this.frame, 'lang', words.tag);
    attribute(this.frame, 'dir', directionOf(words.tag));
    const intents = {
      minimise: () => this.close(),
      desk: () => ({ gateway, site: this.key, token: session.token }),
      changed: () => this.draw(),
      bell: () => launcher.bellToo(),
    };
    const calendar = new Calendar(usableLocale(days, words.tag));
    const panel = new Panel(session, words, calendar, intents, this.storeName);
    await breath();
    if (signal.aborted) {
      session.end();
      return;
    }
    const launcher = new LaunchButton(this.button, words);
    this.parts = { session, panel, launcher };
    this.frame.replaceChildren(panel.element, this.button);
    this.isOpen = false;
    if (this.wish) {
      this.unfold(true);
    } else if (this.wish === null && isNoted(this.storeName + OPEN, 'sessionStorage') && !this.narrow.matches) {
      this.unfold(false);
    } else {
      this.drawNow();
    }
  }

  private async readSite(): Promise<void> {
    const { signal } = this.leaving;
    const root = this.shadowRoot as ShadowRoot;
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
      if (site.appearance !== null) {
        void import('./paint.js').then(
          ({ paint }) => paint(this, this.frame, site.appearance, (css) => dress(root, css, true)),
          () => console.warn('Bellhop: the site’s colours could not be fetched.'),
        );
      }
      if (languageOf(this.locale, site.languages) !== this.language) {
        this.rebuild();
      }
      this.draw();
    }
  }

  private wake(): void {
    this.parts?.session.resume();
    if (this.isOpen) {
      this.parts?.session.connect();
    }
    this.parts?.session.catchUp();
  }

  private watch(): void {
    this.parts?.session.watch(this.watches);
    if (document.visibilityState === 'visible') {
      this.parts?.session.nudge();
    }
    this.draw();
  }

  /** Whether the conversation is before the visitor's eyes. */
  private get watches(): boolean {
    return this.isOpen && document.visibilityState === 'visible';
  }

  private arrived(message: Message): void {
    const { parts } = this;
    if (parts !== null) {
      void this.attend(parts.panel.words).then((there) =>
        there?.arrived(message, String(parts.session.thread.code)),
      );
    }
    this.tell('bellhop-message', { from: message.from, name: message.name, text: message.text });
  }

  /** Brings what tells of answers; tried again with the next one when it cannot be had. */
  private attend(words: Words): Promise<Attention | null> {
    const root = this.shadowRoot as ShadowRoot;
    const { storeName: name, parts } = this;
    this.attention ??= import('./attention.js').then(
      ({ Attention }) => {
        const attention = new Attention({
          el,
          attribute,
          icon,
          words,
          dress: (css) => dress(root, css, true),
          clock: browserClock,
          textOf: (message) => textOf(message, words),
          name,
          watched: () => this.watches && document.hasFocus(),
          open: () => this.open(),
          sounds: () => this.site.sound,
          wanted: () => !isNoted(name + QUIET),
        });
        if (parts !== null && parts === this.parts) {
          this.button.before(attention.element);
        }
        return attention;
      },
      () => (this.attention = null),
    );
    return this.attention;
  }

  private tell(type: string, detail: unknown = null): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  /** Draws once, however much has changed at once. */
  private draw(): void {
    // At once: who shuts the tab now comes back to what waits.
    const live = this.parts?.session.hasStarted ?? null;
    if (live !== null && live !== this.live) {
      this.live = live;
      note(this.storeName + LIVE, live);
    }
    if (!this.drawing) {
      this.drawing = true;
      browserClock.after(FRAME_MILLIS, () => {
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
    const full = this.isOpen && this.small;
    this.classList.toggle('is-left', sideOf(this, this.site) === 'left');
    this.classList.toggle('is-full', full);
    attribute(this.frame, 'data-theme', themeOf(this, this.site, this.night.matches));
    this.frame.classList.toggle('is-full', full);
    panel.element.hidden = !this.isOpen;
    this.button.hidden = full || this.buttonless;
    const count = unread(session.thread).length;
    launcher.draw(this.isOpen, count, session.live.online ?? this.site.online);
    if (count !== this.told) {
      this.told = count;
      this.tell('bellhop-unread', { count });
    }
    if (count > 0 || this.attention !== null) {
      void this.attend(panel.words).then((there) => this.parts !== null && there?.count(count));
    }
    if (this.isOpen) {
      panel.draw(this.site, full);
    }
  }
}
