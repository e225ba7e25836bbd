/** What a test of the screen stands on: a server in a folder of its own, and a browser before it. */
import type { Browser } from 'playwright-core';
import { launch } from './chromium.ts';
import { openPage, type WatchedPage } from './page.ts';
import { add, testHome, type TestHome, type TestServer } from './server.ts';
import { adminOf, type Admin } from './walls.ts';

/** A server with its folder and its keys, a browser, and what tests do with the two. */
export interface Stage {
  home: TestHome;
  server: TestServer;
  browser: Browser;
  /** All that `open` opened, in its order. */
  pages: readonly WatchedPage[];
  /** Calls of the API of the city with the admin's key. */
  admin: Admin;
  /** Sends events of which every one is to be new and good; throws otherwise. */
  add(events: readonly unknown[]): Promise<void>;
  /** Opens `path` of the server in a context of its own. */
  open(path?: string): Promise<WatchedPage>;
  /** Ends the browser and the server, and takes their folder away. */
  close(): Promise<void>;
}

/**
 * Sets a stage; `start` starts its server. Throws when one of its parts does not come up, after it has ended those that did:
 * nobody has hold of them then.
 */
export async function setStage(start = (home: TestHome): Promise<TestServer> => home.start()): Promise<Stage> {
  const home = await testHome();
  const [starting, launching] = [start(home), launch()];
  const close = async (): Promise<void> => {
    // What did not come up has nothing to end, and its fault is thrown below.
    const browser = await launching.catch(() => undefined);
    const server = await starting.catch(() => undefined);
    try {
      await browser?.close();
    } finally {
      await server?.stop();
      home.remove();
    }
  };
  try {
    const [server, browser] = await Promise.all([starting, launching]);
    const pages: WatchedPage[] = [];
    const open = async (path?: string): Promise<WatchedPage> => {
      const watched = await openPage(browser, server.address, path);
      pages.push(watched);
      return watched;
    };
    return {
      home, server, browser, pages, open, close,
      admin: adminOf(() => server, home.admin),
      add: (events) => add(server.address, home.token, events),
    }; // prettier-ignore
  } catch (error) {
    await close();
    throw error;
  }
}
