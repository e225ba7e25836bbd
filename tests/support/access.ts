/** What hands, keyboards and screen readers need of a page: axe-core, the size of targets, and the way of the Tab key. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeNode {
  target: unknown[];
  failureSummary?: string;
}
interface AxeResults {
  violations: { id: string; impact: string | null; nodes: AxeNode[] }[];
  passes: unknown[];
}

/** How often the page is looked at again while something is found. */
const LOOKS = 3;

/**
 * Violations of serious or critical impact, a line each, that are found each time of three: axe reads names first and contents
 * later, and finds them at odds where a number changes in between. Throws when it found nothing to look at.
 */
export async function violations(page: Page): Promise<string[]> {
  let found = await look(page);
  for (let n = 1; n < LOOKS && found.length > 0; n++) {
    const again = new Set(await look(page));
    found = found.filter((one) => again.has(one));
  }
  return found;
}

async function look(page: Page): Promise<string[]> {
  // Evaluated as a debugger does it: the page's own policy allows no foreign script.
  if (!(await page.evaluate('typeof window.axe === "object"'))) await page.evaluate(AXE);
  const results = (await page.evaluate(
    'window.axe.run(document, { resultTypes: ["violations", "passes"] })',
  )) as AxeResults;
  if (results.passes.length < 5) throw new Error('axe looked at next to nothing: is the page empty?');
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id} at ${node.target.join(' ')}: ${reason(node)}`));
}

const reason = ({ failureSummary = '' }: AxeNode): string =>
  failureSummary.split('\n').slice(1).join(' ').trim().slice(0, 220);

/** All that can be operated and is not taken out of reach. */
const OPERABLE =
  'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex], [role="button"], [role="tab"], [role="link"], [role="slider"]';

/** In the page: how an element is named in a report. */
const NAMED = `(one) => one.tagName.toLowerCase()
  + [...one.attributes].filter((a) => a.name.startsWith('data-') && !a.name.startsWith('data-v-')).slice(0, 2).map((a) => '[' + a.name + '="' + a.value.slice(0, 24) + '"]').join('')
  + (typeof one.className === 'string' && one.className ? '.' + one.className.trim().replace(/\\s+/g, '.') : '')
  + ' “' + (one.getAttribute('aria-label') || one.textContent || '').trim().replace(/\\s+/g, ' ').slice(0, 24) + '”'`;
/** In the page: what is seen of all that can be operated, each brought into sight by the caller. */
const SEEN = `(all) => [...document.querySelectorAll(all)].filter((one) =>
  !one.disabled && !one.closest('[inert], [aria-hidden="true"], [hidden]') && one.getClientRects().length > 0
  && getComputedStyle(one).visibility !== 'hidden' && !(one.hasAttribute('tabindex') && one.tabIndex < 0 && !/^(A|BUTTON|INPUT|SELECT|TEXTAREA)$/.test(one.tagName)))`;

/**
 * Targets smaller than `least` × `least` CSS px, but for those that match `except`. A target is what a touch hits: also
 * the label of a field, and what an element lays around itself.
 */
export async function smallTargets(page: Page, except: string, least = 44): Promise<string[]> {
  return page.evaluate(`(() => {
    const named = ${NAMED};
    const small = [];
    for (const one of (${SEEN})(${JSON.stringify(OPERABLE)})) {
      if (${JSON.stringify(except)} && one.matches(${JSON.stringify(except)})) continue;
      // Only what a hand can use: a region that is focusable for scrolling alone is none.
      if (one.matches('[tabindex]:not(a):not(button):not(input):not(select):not(textarea):not([role])')) continue;
      const label = one.closest('label') ?? (one.id ? document.querySelector('label[for="' + CSS.escape(one.id) + '"]') : null);
      const boxes = [one, ...(label ? [label] : [])].map((at) => at.getBoundingClientRect());
      // Half a pixel is what rounding takes away.
      if (boxes.some(({ width, height }) => width >= ${least} - 0.5 && height >= ${least} - 0.5)) continue;
      one.scrollIntoView({ block: 'center', inline: 'center' });
      const { left, top, width, height } = one.getBoundingClientRect();
      const [x, y, reach] = [left + width / 2, top + height / 2, ${least} / 2 - 0.75];
      const hits = [[-reach, 0], [reach, 0], [0, -reach], [0, reach]].every(([dx, dy]) => {
        const hit = document.elementFromPoint(x + dx, y + dy);
        return hit !== null && (one.contains(hit) || label?.contains(hit));
      });
      if (!hits) small.push(named(one) + ' ' + Math.round(width) + '×' + Math.round(height));
    }
    return small;
  })()`);
}

/**
 * What the Tab key does not reach, and what it reaches without a visible focus. `except` matches what a keyboard
 * reaches by other keys (arrows within a group).
 */
export async function outOfReach(page: Page, except = ''): Promise<{ missed: string[]; unseen: string[] }> {
  const count = (await page.evaluate(`(() => {
    const all = (${SEEN})(${JSON.stringify(OPERABLE)}).filter((one) => !(${JSON.stringify(except)} && one.matches(${JSON.stringify(except)})));
    window.__wanted = new Set(all.filter((one) => one.tabIndex >= 0 || /^(A|BUTTON|INPUT|SELECT|TEXTAREA|SUMMARY)$/.test(one.tagName)));
    // One radio of a group is reached, the others by arrows.
    for (const radio of [...window.__wanted]) if (radio.type === 'radio' && !radio.checked) window.__wanted.delete(radio);
    window.__unseen = [];
    window.__passed = undefined;
    document.activeElement?.blur?.();
    window.getSelection()?.removeAllRanges();
    return window.__wanted.size;
  })()`)) as number;
  const look = `(() => {
    const one = document.activeElement ?? document.body;
    const fresh = window.__wanted.delete(one);
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
    if (fresh && (outlineStyle === 'none' || parseFloat(outlineWidth) < 1) && boxShadow === 'none') window.__unseen.push((${NAMED})(one));
    const around = !fresh && window.__passed?.has(one);
    (window.__passed ??= new Set()).add(one);
    return window.__wanted.size === 0 || around ? 'done' : 'more';
  })()`;
  // Around once; the second meeting with the same element ends it. Bounded for a page that adds stops for ever.
  for (let i = 0; i < count + 400; i++) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate(look)) === 'done') break;
  }
  return page.evaluate(`({
    missed: [...window.__wanted].filter((one) => one.isConnected && one.getClientRects().length > 0).map(${NAMED}),
    unseen: window.__unseen,
  })`);
}
