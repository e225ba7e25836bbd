/** The pictures of a wall, and how one is taken. */
import type { Browser, Page } from 'playwright-core';

/** A city of which pictures are taken. */
export interface Shown {
  address: string;
  desk: string;
}

export interface Picture {
  name: string;
  path: string;
  size: [width: number, height: number];
  /** What is opened for it: the tickets of today and the life of one; a red alert over the scene; an alert at a desk. */
  open?: 'drill' | 'takeover' | 'desk';
  /** After something happened that the wall warns of. */
  story?: boolean;
  /** The whole length of the page. */
  long?: boolean;
  /** False: it is taken without waiting for a number to be known. */
  numbers?: boolean;
}

export const PICTURES: readonly Picture[] = [
  { name: 'overview-1920x1080', path: '/', size: [1920, 1080] },
  { name: 'overview-3840x2160', path: '/', size: [3840, 2160] },
  { name: 'overview-7680x2160', path: '/', size: [7680, 2160] },
  { name: 'overview-5760x2160', path: '/', size: [5760, 2160] },
  { name: 'overview-1080x1920', path: '/', size: [1080, 1920] },
  { name: 'overview-en-1920x1080', path: '/?lang=en', size: [1920, 1080] },
  { name: 'drill-1920x1080', path: '/', size: [1920, 1080], open: 'drill' },
  { name: 'drill-3840x2160', path: '/', size: [3840, 2160], open: 'drill' },
  { name: 'feeds-1920x1080', path: '/scene/feeds', size: [1920, 1080] },
  { name: 'alerts-1920x1080', path: '/scene/alerts', size: [1920, 1080], story: true },
  { name: 'alerts-en-1920x1080', path: '/scene/alerts?lang=en', size: [1920, 1080], story: true },
  { name: 'alerts-3840x2160', path: '/scene/alerts', size: [3840, 2160], story: true },
  { name: 'alerts-7680x2160', path: '/scene/alerts', size: [7680, 2160], story: true },
  { name: 'alerts-5760x2160', path: '/scene/alerts', size: [5760, 2160], story: true },
  { name: 'alerts-1080x1920', path: '/scene/alerts', size: [1080, 1920], story: true },
  { name: 'takeover-1920x1080', path: '/', size: [1920, 1080], story: true, open: 'takeover' },
  { name: 'takeover-1080x1920', path: '/', size: [1080, 1920], story: true, open: 'takeover' },
  { name: 'console-1920x1080', path: '/console', size: [1920, 1080], story: true, open: 'desk' },
  { name: 'console-1366x768', path: '/console?lang=en', size: [1366, 768], story: true, open: 'desk' },
  { name: 'gallery', path: '/gallery', size: [1024, 576], long: true },
];

/** Small ones in the documentation, by the name of their file there; the best of what there is to see. */
export const DOCUMENTED: readonly Picture[] = [
  { name: 'overview', path: '/', size: [1920, 1080] },
  { name: 'overview-briefing', path: '/?theme=briefing', size: [1920, 1080] },
  { name: 'overview-exhibit', path: '/?theme=exhibit', size: [1920, 1080] },
  { name: 'overview-wide', path: '/', size: [5760, 2160] },
  { name: 'overview-portrait', path: '/', size: [1080, 1920] },
  { name: 'drill', path: '/', size: [1920, 1080], open: 'drill' },
  { name: 'operations', path: '/scene/operations', size: [1920, 1080], numbers: false },
  { name: 'efficacy', path: '/scene/efficacy', size: [1920, 1080], numbers: false },
  { name: 'insight', path: '/scene/insight', size: [1920, 1080], numbers: false },
  { name: 'heating', path: '/scene/heating', size: [1920, 1080], numbers: false },
  { name: 'media', path: '/scene/media?lang=en', size: [1920, 1080], numbers: false },
  { name: 'alerts-board', path: '/scene/alerts', size: [1920, 1080], story: true },
  { name: 'console', path: '/console', size: [1920, 1080], story: true, open: 'desk' },
];

/** Every size that the wall is made for. */
export const SIZES = [[1920, 1080], [3840, 2160], [7680, 2160], [5760, 2160], [1080, 1920]] as const; // prettier-ignore

/** Pictures of these scenes of a city, in every theme and size, and in both languages at the first size. */
export function scenePictures(
  city: string,
  scenes: readonly { id: string }[],
  themes: readonly string[],
  suffix = '',
): Picture[] {
  const looks = themes.flatMap((theme) =>
    SIZES.flatMap((size, i) => (i === 0 ? ['zh', 'en'] : ['zh']).map((lang) => ({ theme, size, lang }))),
  );
  return scenes.flatMap(({ id }) =>
    looks.map(({ theme, size, lang }): Picture => ({
      name: `${city}-${id}${suffix}-${theme}-${lang === 'en' ? 'en-' : ''}${size.join('x')}`,
      path: `/scene/${id}?lang=${lang}&theme=${theme}`,
      size: [...size],
      // Of an empty city and of feeds no number is known.
      numbers: false,
    })),
  );
}

/** Drawing 16 million pixels without a graphics card takes its time. */
const PATIENCE = 120_000;
const READY = {
  number: '[data-measure][data-value]:not([data-value=""])',
  scene: '[data-scene]',
  alert: '.row[data-alert]',
  exhibit: '[data-exhibit]',
  row: '[data-drawer] tbody tr[data-id]',
  life: '[data-drawer] .way li',
};

/**
 * For a second and a half: a scene has its panels, nothing loads, every chart has its canvas or its parts, and the map is drawn
 * rather than stood in for.
 */
const settled = (): boolean => {
  const page = window as unknown as { settledSince?: number };
  const done =
    [...document.querySelectorAll('main[data-scene]')].every((scene) => scene.querySelector('.panel')) &&
    document.querySelectorAll('[aria-busy="true"]').length === 0 &&
    [...document.querySelectorAll('.chart')].every((chart) => chart.firstElementChild) &&
    [...document.querySelectorAll('.district-map[data-bare]')].every(
      (map) => map.querySelector('canvas') && !map.querySelector('svg.map'),
    );
  if (done) page.settledSince ??= performance.now();
  else delete page.settledSince;
  return done && performance.now() - page.settledSince! > 1500;
};

/** Every chart has its canvas; panels that load for show never end. */
const charted = (): boolean => [...document.querySelectorAll('.chart')].every((chart) => chart.firstElementChild);

/** What Chromium draws as one piece; longer pictures begin again at their top. */
const LONGEST = 8192;

/** The gallery scrolls inside of its stage: for a long picture the page itself becomes as long. */
async function lengthen(page: Page): Promise<void> {
  await page.addStyleTag({
    content: `html, body, #app { height: auto !important; overflow: visible !important; }
      .stage { height: auto !important; overflow: visible !important; } .gallery { overflow: visible !important; }`,
  });
  const length = (): Promise<number> =>
    page.evaluate(() => Math.ceil(document.querySelector('.stage')!.getBoundingClientRect().height));
  // Exhibits are made one after another: all are there when the page has not grown for three seconds.
  let height = await length();
  for (let still = 0; still < 3;) {
    await page.waitForTimeout(1000);
    const now = await length();
    still = now === height ? still + 1 : 0;
    height = now;
  }
  await page.evaluate((drawn) => {
    const app = document.querySelector<HTMLElement>('#app')!;
    app.style.setProperty('height', `${drawn}px`, 'important');
    app.style.setProperty('overflow', 'hidden', 'important');
  }, height);
  if (height > LONGEST) throw new Error(`the gallery is ${height} px long: make its picture smaller`);
}

async function openLife(page: Page): Promise<void> {
  await page.locator('[data-measure="accepted"]').first().click();
  await page.locator(READY.row).first().waitFor({ timeout: PATIENCE });
  // A ticket that is being worked on has more of a life than one that was just created.
  const rows = page.locator(READY.row);
  const worked = rows.filter({ hasText: /已派单|已签收|已答复/ });
  await ((await worked.count()) > 0 ? worked : rows).first().click();
  await page.locator(READY.life).first().waitFor({ timeout: PATIENCE });
  await page.mouse.move(2, 2);
}

/** Gives a red alert the wall again, if it has had its turn. */
async function openTakeover(page: Page): Promise<void> {
  await page.locator('[data-takeover], [data-red-line]').first().waitFor({ timeout: PATIENCE });
  if ((await page.locator('[data-takeover]').count()) === 0) await page.click('[data-red-line]');
  await page.locator('[data-takeover]').waitFor({ timeout: PATIENCE });
}

/** Chooses the alert that is in hand, and waits for all that is told of it. */
async function openAlert(page: Page): Promise<void> {
  await page.locator(`${READY.alert}[data-state="dispatched"]`).first().click({ timeout: PATIENCE });
  await page.locator('[data-step="dispatched"]').waitFor({ timeout: PATIENCE });
  await page.locator('[data-evidence]').waitFor({ timeout: PATIENCE });
}

/** A wall that was just switched on shows old news as a line; so do these pictures, whenever they are taken. */
async function foldTakeover(page: Page): Promise<void> {
  if ((await page.locator('[data-takeover]').count()) > 0) await page.click('[data-fold]');
}

export interface Faults {
  list: string[];
}

/** A page that notes down errors and requests to anywhere but its server. */
async function watched(browser: Browser, address: string, [width, height]: Picture['size'], faults: Faults) {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce', locale: 'zh-CN' });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') faults.list.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.list.push(`page: ${error.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    const own = url.protocol === 'data:' || url.protocol === 'blob:' || url.host === new URL(address).host;
    if (!own) faults.list.push(`request to another host: ${url.origin}`);
  });
  return { context, page };
}

/** Takes one picture of a city and gives its bytes as PNG. */
export async function take(browser: Browser, city: Shown, picture: Picture, faults: Faults): Promise<Buffer> {
  const { address } = city;
  const { context, page } = await watched(browser, address, picture.size, faults);
  try {
    if (picture.open === 'desk') {
      await page.addInitScript((token) => {
        sessionStorage.setItem('hotline.desk.token', token);
        localStorage.setItem('hotline.desk.name', '3 席');
      }, city.desk);
    }
    await page.goto(`${address}${picture.path}`, { timeout: PATIENCE });
    await page
      .locator(
        picture.long
          ? READY.exhibit
          : picture.open === 'desk'
            ? READY.alert
            : picture.numbers === false
              ? READY.scene
              : READY.number,
      )
      .first()
      .waitFor({ timeout: PATIENCE });
    if (picture.long) {
      await lengthen(page);
      await page.waitForFunction(charted, undefined, { timeout: PATIENCE });
    } else await page.waitForFunction(settled, undefined, { timeout: PATIENCE });
    if (picture.open === 'drill') await openLife(page);
    else if (picture.open === 'takeover') await openTakeover(page);
    else if (picture.open === 'desk') await openAlert(page);
    else if (picture.story) await foldTakeover(page);
    // Time for numbers that came in meanwhile; the gallery's charts share one budget of each frame.
    await page.waitForTimeout(picture.long ? 6000 : 500);
    return await page.screenshot({ fullPage: picture.long, timeout: PATIENCE });
  } finally {
    await context.close();
  }
}
