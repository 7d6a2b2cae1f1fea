/**
 * The whole embed: `<script async src="https://chat.example.com/widget.js" data-site="SITEKEY"></script>`.
 * The script's own address says where the gateway is, its attributes say which site this is. All it does
 * is to draw a button when the browser has nothing better to do; the chat comes when somebody wants it.
 */
import panelFile from '@built/panel.mjs';
import { Launcher, NAME, type PanelModule } from './launcher.js';

type Listener = (detail: unknown) => void;

/** What a page may call. What is asked before the chat is there is done as soon as it is. */
interface Bellhop {
  open(): void;
  close(): void;
  /** Hears of `open`, `close`, `message` and `unread`; the answer stops that. */
  on(type: string, listener: Listener): () => void;
  /** Says who the visitor is: `{id, name, email, phone, signature}`, or null when they have signed out. */
  identify(who: unknown): void;
}

const PASSED_ON = ['data-site', 'data-position', 'data-theme', 'data-lang', 'data-launcher'];

const tag =
  document.currentScript instanceof HTMLScriptElement
    ? document.currentScript
    : [...document.querySelectorAll<HTMLScriptElement>('script[data-site][src*="widget.js"]')].pop();

function begin({ src, attributes }: HTMLScriptElement): void {
  const host = document.createElement(NAME);
  for (const name of PASSED_ON) {
    const value = attributes.getNamedItem(name)?.value;
    if (value !== undefined) {
      host.setAttribute(name, value);
    }
  }
  const launcher = new Launcher(host, new URL(src).origin, bringer(src));
  (window as { Bellhop?: Bellhop }).Bellhop = Object.freeze({
    open: () => launcher.ask((chat) => chat.open()),
    close: () => launcher.whenThere((chat) => chat.close()),
    on(type: string, listener: Listener) {
      const heard = (event: Event) => listener((event as CustomEvent).detail);
      host.addEventListener('bellhop-' + type, heard);
      return () => host.removeEventListener('bellhop-' + type, heard);
    },
    identify: (who: unknown) => launcher.whenThere((chat) => chat.identify(who)),
  });
  launcher.drawSoon();
}

/**
 * Brings the chat's module, from where the script came. A script that was kept longer than the release it
 * names asks for the plain name; a new address each time, for browsers remember what failed.
 */
function bringer(src: string): () => Promise<PanelModule> {
  let tries = 0;
  return () => {
    const file = tries === 0 ? panelFile : 'panel.mjs?' + tries;
    tries++;
    return import(new URL('widget/' + file, src).href) as Promise<PanelModule>;
  };
}

if (!tag?.dataset['site']) {
  console.warn('Bellhop: the script tag needs data-site="SITEKEY".');
} else if (document.querySelector(NAME) === null) {
  begin(tag);
}
