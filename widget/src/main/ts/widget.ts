/**
 * The whole embed: `<script async src="https://chat.example.com/widget.js" data-site="SITEKEY"></script>`.
 * The script's own address says where the gateway is, its attributes say which site this is.
 */
import { BellhopChat } from './view/element.js';

const NAME = 'bellhop-chat';
const PASSED_ON = ['data-site', 'data-position', 'data-theme', 'data-lang'];

interface BellhopWindow {
  Bellhop?: { open(): void; close(): void };
}

const script =
  document.currentScript instanceof HTMLScriptElement
    ? document.currentScript
    : [...document.querySelectorAll<HTMLScriptElement>('script[data-site][src*="widget.js"]')].pop();

function begin(tag: HTMLScriptElement): void {
  if (customElements.get(NAME) !== undefined) {
    return;
  }
  BellhopChat.gateway = new URL(tag.src, location.href).origin;
  customElements.define(NAME, BellhopChat);
  const chat = document.createElement(NAME) as BellhopChat;
  for (const name of PASSED_ON) {
    const value = tag.getAttribute(name);
    if (value !== null) {
      chat.setAttribute(name, value);
    }
  }
  (window as BellhopWindow).Bellhop = Object.freeze({
    open: () => chat.open(),
    close: () => chat.close(),
  });
  const append = () => document.body.append(chat);
  if (document.body === null) {
    document.addEventListener('DOMContentLoaded', append, { once: true });
  } else {
    append();
  }
}

if (script?.dataset['site']) {
  begin(script);
} else {
  console.warn('Bellhop: the script tag needs data-site="SITEKEY".');
}
