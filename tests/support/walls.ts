/** Screens of walls in a browser: paired as an admin would, at a place, with their own storage. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { DeviceItem } from '../../contract/wall.ts';
import type { TestServer } from './server.ts';

export interface PairedScreen {
  page: Page;
  context: BrowserContext;
  id: string;
}

/** Calls of the API of a city with an admin's key. Throws on a refusal. */
export const adminOf =
  (server: () => TestServer, token: string, city = 'wuxi') =>
  async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${server().address}/api/v1/cities/${city}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
export type Admin = ReturnType<typeof adminOf>;

/** Opens `/screen` in a browser of this size and has it paired; it shows a scene then. */
export async function pairScreen(
  browser: Browser,
  address: string,
  admin: Admin,
  place: { wall: string; row: number; column: number; name: string },
  size = { width: 1920, height: 1080 },
  path = '/screen',
): Promise<PairedScreen> {
  const context = await browser.newContext({ viewport: size });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(address + path);
  const code = await page.locator('[data-code]:not([data-code=""])').getAttribute('data-code');
  await admin('POST', '/devices', { code, ...place, by: 'test' });
  await page.waitForSelector('main[data-scene]');
  const { devices } = await admin<{ devices: DeviceItem[] }>('GET', '/devices');
  const mine = devices.filter(({ name }) => name === place.name).sort((a, b) => b.paired - a.paired)[0]!;
  return { page, context, id: mine.id };
}

/** Takes away what each browser shows by its own chance or moment: animations that end, rolling numbers, the cursor. */
export const STILL = `*, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent !important }`;
