/**
 * The round button while nothing else is there: it opens no connection, keeps nothing and asks the gateway
 * nothing. Pointing at it brings the chat, pressing it opens the chat, which takes the button over.
 */
import css from '@css/launcher.css';
import { dress, isNoted, LIVE, OPEN } from './view/browser.js';
import { bell } from './view/icons.js';

export const NAME = 'bellhop-chat';

/** The chat once it is there. */
export interface Chat {
  open(): void;
  close(): void;
  toggle(): void;
  identify(who: unknown): void;
}

export interface PanelModule {
  begin(host: HTMLElement, gateway: string): Chat;
}

const RETRY_MILLIS = 2_000;
const RETRY_MILLIS_MAX = 30_000;
const IDLE_MILLIS_MAX = 2_000;
/** All that is said before the chat and its words are there. */
const LABELS: Readonly<Record<string, string>> = {
  ar: 'فتح الدردشة',
  de: 'Chat öffnen',
  es: 'Abrir chat',
  fr: 'Ouvrir le chat',
  hi: 'चैट खोलें',
  it: 'Apri la chat',
  ja: 'チャットを開く',
  pt: 'Abrir chat',
  zh: '聊天', // the same in simplified and traditional characters
};

export class Launcher {
  private readonly button = document.createElement('button');
  private readonly calls: ((chat: Chat) => void)[] = [];
  private module: Promise<PanelModule> | null = null;
  private chat: Chat | null = null;
  private drawn = false;
  private wait = RETRY_MILLIS;

  constructor(
    private readonly host: HTMLElement,
    private readonly gateway: string,
    private readonly bring: () => Promise<PanelModule>,
  ) {}

  /** Draws at idle; who comes back in the middle of a conversation gets it back then, too. */
  drawSoon(): void {
    idle(() => {
      this.draw();
      const name = `bellhop:${this.gateway}:${this.host.getAttribute('data-site')}:`;
      if (isNoted(name + LIVE) || isNoted(name + OPEN, 'sessionStorage')) {
        idle(() => this.start());
      }
    });
  }

  /** Does something with the chat, and brings it for that. */
  ask(call: (chat: Chat) => void): void {
    this.whenThere(call);
    this.start();
  }

  whenThere(call: (chat: Chat) => void): void {
    if (this.chat === null) {
      this.calls.push(call);
    } else {
      call(this.chat);
    }
  }

  private draw(): void {
    if (this.drawn || document.querySelector(NAME) !== null) {
      return;
    }
    this.drawn = true;
    const { host, button } = this;
    const attribute = (name: string) => host.getAttribute('data-' + name);
    const root = host.attachShadow({ mode: 'open' });
    const frame = document.createElement('div');
    frame.className = 'bhw';
    const page = document.documentElement;
    const night = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
    const theme = [attribute('theme'), page.getAttribute('data-bellhop-theme'), night];
    frame.dataset['theme'] = theme.find((wish) => wish === 'dark' || wish === 'light') ?? night;
    host.classList.toggle('is-left', attribute('position') === 'left');
    const language = (attribute('lang') ?? (page.lang || navigator.language)).slice(0, 2);
    button.className = 'bhw-launch';
    button.type = 'button';
    button.lang = language in LABELS ? language : 'en';
    button.setAttribute('aria-label', LABELS[language] ?? 'Open chat');
    button.setAttribute('aria-expanded', 'false');
    button.hidden = attribute('launcher') === 'none';
    button.append(bell());
    const fetch = () => void this.load().catch(() => {});
    for (const sign of ['pointerenter', 'pointerdown', 'focus']) {
      button.addEventListener(sign, fetch, { once: true });
    }
    button.addEventListener('click', () => this.ask((chat) => chat.toggle()));
    frame.append(button);
    root.append(frame);
    dress(root, css);
    // Beside the body: frameworks that go to another page by putting another body here, or other things into it,
    // leave it as it is, open or shut.
    page.append(host);
  }

  private load(): Promise<PanelModule> {
    this.module ??= this.bring().catch((failure: unknown) => {
      this.module = null;
      throw failure;
    });
    return this.module;
  }

  private start(): void {
    if (this.chat !== null || this.button.hasAttribute('aria-busy')) {
      return;
    }
    this.draw();
    this.button.setAttribute('aria-busy', 'true');
    this.load()
      // Reading the file was one task; what it does is another.
      .then((module) => setTimeout(() => {
        this.button.removeAttribute('aria-busy');
        this.chat = module.begin(this.host, this.gateway);
        for (const call of this.calls.splice(0)) {
          call(this.chat);
        }
      }))
      .catch((failure: unknown) => {
        this.button.removeAttribute('aria-busy');
        console.warn('Bellhop:', failure);
        setTimeout(() => this.start(), this.wait);
        this.wait = Math.min(RETRY_MILLIS_MAX, this.wait * 2);
      });
  }
}

function idle(run: () => void): void {
  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', () => idle(run), { once: true });
  } else if (typeof requestIdleCallback === 'function') {
    requestIdleCallback(run, { timeout: IDLE_MILLIS_MAX });
  } else {
    setTimeout(run, 1);
  }
}
