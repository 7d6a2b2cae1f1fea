import type { Identity } from './frames.js';

/** What a page's own script says of the visitor: undefined when it lacks what is needed. */
export function readIdentity(value: unknown): Identity | undefined {
  const said = Object(value) as Record<string, unknown>;
  const who: Record<string, string> = {};
  for (const name of ['id', 'signature', 'name', 'email', 'phone']) {
    const text = said[name];
    if (typeof text === 'string') {
      who[name] = text;
    } else if (name === 'id' || name === 'signature' || (text !== undefined && text !== null)) {
      console.warn('Bellhop: identify takes {id, name, email, phone, signature}, all of them texts.');
      return;
    }
  }
  return who as unknown as Identity;
}
