/**
 * Brings a part. That one could not be had Chromium and Firefox remember for as long as the page is open, so it is
 * asked for once more by an address that is new to them, which their messages name.
 */
export const part = <T>(bring: () => Promise<T>): Promise<T> =>
  bring().catch((failed) => {
    const [address] = /http\S+?\.mjs/.exec(failed) ?? [];
    if (address === undefined) {
      throw failed;
    }
    return import(address + '?' + Math.random());
  });
