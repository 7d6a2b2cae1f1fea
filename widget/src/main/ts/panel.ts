/** The chat itself: fetched by the launcher when somebody wants it. */
import { type Chat, NAME } from './launcher.js';
import { BellhopChat } from './view/element.js';

/** Takes over the element, and the button in it, that the launcher has drawn. */
export function begin(host: HTMLElement, gateway: string): Chat {
  BellhopChat.gateway = gateway;
  if (customElements.get(NAME) === undefined) {
    customElements.define(NAME, BellhopChat);
  }
  customElements.upgrade(host);
  return host as BellhopChat;
}
