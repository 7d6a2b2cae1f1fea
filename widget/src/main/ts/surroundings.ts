import type { Clock } from './clock.js';
import type { Identity, Message, Page } from './frames.js';
import type { Dial } from './socket.js';
import type { Store } from './store.js';
import type { Tabs } from './tabs.js';
import type { Talk } from './talk.js';
import type { Dispatcher, Uploads } from './uploads.js';

/** What a session stands on, and whom it tells. */
export interface Surroundings {
  readonly socketUrl: string;
  /** Under which the browser keeps what belongs to this chat. */
  readonly name: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly dial: Dial;
  /** What talks with the gateway, once it has been fetched. */
  readonly talk: () => typeof Talk | Promise<typeof Talk>;
  readonly random: () => number;
  readonly newCid: () => string;
  readonly page: () => Page;
  /** Tells when the page may be another without having been loaded. */
  readonly moved?: (tell: () => void) => void;
  readonly locale: () => string;
  /** Who the page says that the visitor is: null for nobody, undefined as long as it says nothing. */
  readonly identity?: () => Identity | null | undefined;
  readonly tabs: Tabs;
  /** Brings what takes files to the gateway. */
  readonly uploads?: (dispatcher: Dispatcher) => Promise<Uploads>;
  /** Whether the visitor looks at another tab. */
  readonly hidden?: () => boolean;
  /** Something to draw has changed. */
  readonly changed: () => void;
  /** A message from the other side arrived while we listened. */
  readonly arrived: (message: Message) => void;
  /** Nothing of the visitor is kept any more, here or at the gateway. */
  readonly erased?: () => void;
}
