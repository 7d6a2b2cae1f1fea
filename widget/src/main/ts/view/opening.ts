import { browserClock } from '../clock.js';
import { openDrawer } from '../drawer.js';
import type { Identity, Message } from '../frames.js';
import type { Place } from '../place.js';
import { Session } from '../session.js';
import { fetchSite } from '../site.js';
import { part } from '../part.js';
import type { Dial } from '../socket.js';
import { Store } from '../store.js';
import { openTabs } from '../tabs.js';
import { newCid } from './browser.js';

/** Which chat this is, and who wants to know what happens in it. */
export interface Opening {
  readonly gateway: string;
  readonly site: string;
  /** The name under which the browser keeps what belongs to it. */
  readonly name: string;
  readonly locale: () => string;
  readonly identity: () => Identity | null | undefined;
  readonly changed: () => void;
  readonly arrived: (message: Message) => void;
  readonly erased: () => void;
}

/** Opens a session with what this browser has; null when nobody wants it any more by then. */
export async function openSession(opening: Opening, signal: AbortSignal): Promise<Session | null> {
  const { gateway, site, name, changed } = opening;
  let dial: Dial = webSocket;
  let place: Place; // there as soon as somebody talks
  // Listens before it reads, so that nothing falls between what is kept and what is told.
  const tabs = openTabs(name);
  const store = await Store.open(await openDrawer(name, changed));
  if (signal.aborted) {
    tabs.close();
    return null;
  }
  const address = `${gateway.replace(/^http/, 'ws')}/widget/v1/socket?site=${encodeURIComponent(site)}`;
  return new Session({
    ...opening,
    socketUrl: address,
    store,
    tabs,
    clock: browserClock,
    dial: (url, protocol) => dial(url, protocol),
    talk: async () => {
      const { Talk, eitherWay, placeOf, streaming } = await line();
      place = placeOf(name + 'visit', signal);
      const there = async () => (await fetchSite(gateway, site)) !== null;
      dial = eitherWay(webSocket, streaming(gateway, site, there, part));
      return Talk;
    },
    uploads: async (dispatcher) => {
      const { Uploads, posting } = await part(() => import('../uploads.js'));
      return new Uploads(dispatcher, browserClock, posting(gateway));
    },
    random: Math.random,
    newCid,
    page: () => place.page(),
    moved: (tell) => place.moved(tell),
    hidden: () => document.visibilityState === 'hidden',
  });
}

const webSocket: Dial = (url, protocol) => new WebSocket(url, protocol);

const line = () => part(() => import('../line.js'));
