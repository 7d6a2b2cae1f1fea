import type { Clock } from './clock.js';
import type { Identity, Message, Page } from './frames.js';
import type { Dial } from './socket.js';
import type { Store } from './store.js';
import type { Tabs } from './tabs.js';

/** What a session stands on, and whom it tells. */
export interface Surroundings {
  readonly socketUrl: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly dial: Dial;
  readonly random: () => number;
  readonly newCid: () => string;
  readonly page: () => Page;
  readonly locale: () => string;
  readonly identity?: () => Identity | null;
  readonly tabs: Tabs;
  /** Whether the visitor looks at another tab. */
  readonly hidden?: () => boolean;
  /** Something to draw has changed. */
  readonly changed: () => void;
  /** A message from the other side arrived while we listened. */
  readonly arrived: (message: Message) => void;
  /** Nothing of the visitor is kept any more, here or at the gateway. */
  readonly erased?: () => void;
}
