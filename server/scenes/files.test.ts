import { cpSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FILES, type Scene } from '../../contract/scene.ts';
import { loadCity } from '../city/load.ts';
import { memoryState } from '../state/fixture.ts';
import { openScenes } from './scenes.ts';

const source = fileURLToPath(new URL('../../cities/wuxi', import.meta.url));
const WAIT = { timeout: 30_000, interval: 20 };
const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

/** The scenes of a copy of the city whose files are followed. */
async function fixture() {
  const folder = mkdtempSync(join(tmpdir(), 'scene-files-'));
  cpSync(source, folder, { recursive: true });
  const loaded = await loadCity(folder);
  const said: string[] = [];
  const changed = vi.fn<() => void>();
  const scenes = await openScenes({
    loaded, dir: join(folder, 'scenes'), state: memoryState(), changed, now: () => 5000,
    tell: () => undefined,
    say: (text) => said.push(text),
    onError: (error: unknown) => { throw error; },
  }); // prettier-ignore
  closing.push(() => {
    scenes.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const path = (name: string): string => join(folder, 'scenes', name);
  const put = (name: string, value: unknown): void => writeFileSync(path(name), typeof value === 'string' ? value : JSON.stringify(value)); // prettier-ignore
  const shown = (id: string): Scene | undefined => loaded.city.scenes.find((scene) => scene.id === id);
  const file = JSON.parse(readFileSync(path('10-overview.json'), 'utf8')) as Scene;
  const titled = (zh: string): Scene => ({ ...file, titles: { ...file.titles, zh } });
  return { loaded, scenes, said, changed, path, put, shown, file, titled };
}

describe('files of scenes', () => {
  it('that change are shown, as version 0, and screens are told', async () => {
    const { loaded, scenes, changed, put, shown, titled } = await fixture();
    expect(scenes.versions()[FILES]).toBeUndefined();
    const before = changed.mock.calls.length;
    put('10-overview.json', titled('一览'));
    await expect.poll(() => shown('overview')?.titles.zh, WAIT).toBe('一览');
    await expect.poll(() => changed.mock.calls.length, WAIT).toBeGreaterThan(before);
    const told = scenes.versions()[FILES];
    expect(told).toBeGreaterThan(0);
    expect([scenes.versions()['overview'], loaded.versions]).toEqual([0, scenes.versions()]);
    expect((await scenes.read('overview', 0)).scene.titles.zh).toBe('一览');
    put('10-overview.json', titled('总览二'));
    await expect.poll(() => scenes.versions()[FILES], WAIT).not.toBe(told);
    await expect.poll(() => shown('overview')?.titles.zh, WAIT).toBe('总览二');
  });

  it('that break a rule are refused with path and rule; what they held last stays, and the others are taken', async () => {
    const { scenes, said, put, shown, file, titled } = await fixture();
    const [layout] = file.layouts;
    put('10-overview.json', {
      ...file,
      layouts: [{ ...layout, widgets: [{ ...layout!.widgets[0], widget: 'none' }] }],
    });
    put('99-night.json', { ...file, id: 'night' });
    await expect.poll(() => shown('night')?.id, WAIT).toBe('night');
    await expect.poll(() => scenes.faults(), WAIT).toEqual([{ file: '10-overview.json', path: '/layouts/0/widgets/0/widget', rule: 'there is no widget none' }]); // prettier-ignore
    expect(shown('overview')).toEqual(file);
    expect(scenes.answer().faults).toEqual(scenes.faults());
    expect(said.join()).toContain('scenes/10-overview.json /layouts/0/widgets/0/widget there is no widget none');
    // Half of a file, as while it is written.
    put('10-overview.json', '{ "id": "over');
    await expect.poll(() => scenes.faults()[0]?.rule, WAIT).toContain('is no JSON');
    expect(shown('overview')).toEqual(file);
    put('10-overview.json', titled('好了'));
    await expect.poll(() => scenes.faults(), WAIT).toEqual([]);
    await expect.poll(() => shown('overview')?.titles.zh, WAIT).toBe('好了');
    expect(said.at(-1)).toContain('good again');
    expect('faults' in scenes.answer()).toBe(false);
  });

  it('that say the same id twice, are taken away, or are all gone', async () => {
    const { loaded, scenes, put, path, shown, file } = await fixture();
    put('99-again.json', file);
    await expect.poll(() => scenes.faults(), WAIT).toEqual([{ file: '99-again.json', path: '/id', rule: 'overview is there twice' }]); // prettier-ignore
    unlinkSync(path('99-again.json'));
    unlinkSync(path('50-alerts.json'));
    await expect.poll(() => shown('alerts'), WAIT).toBeUndefined();
    await expect.poll(() => scenes.faults(), WAIT).toEqual([]);
    const ids = loaded.city.scenes.map(({ id }) => id);
    rmSync(path('.'), { recursive: true });
    await expect.poll(() => scenes.faults()[0]?.rule, WAIT).toContain('no scene is left');
    expect(loaded.city.scenes.map(({ id }) => id)).toEqual(ids);
  });

  it('give way to what was saved in the editor, and are its version 0', async () => {
    const { scenes, put, shown, titled } = await fixture();
    await scenes.save('overview', { base: 0, by: '王', scene: titled('编辑的') });
    put('10-overview.json', titled('文件的'));
    await expect.poll(async () => (await scenes.read('overview', 0)).scene.titles.zh, WAIT).toBe('文件的');
    expect(shown('overview')?.titles.zh).toBe('编辑的');
    await scenes.back('overview', { base: 1, by: '王', to: 0 });
    expect(shown('overview')?.titles.zh).toBe('文件的');
  });
});
