import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { StateUnavailable } from '../state.ts';
import { stateSuite } from '../state.suite.ts';
import { openEmbeddedState } from './embedded.ts';

stateSuite('embedded', async (bound) => {
  const dir = await mkdtemp(join(tmpdir(), 'state-'));
  return {
    open: () => openEmbeddedState({ path: join(dir, 'state.db'), quarantineBound: bound }),
    remove: () => rm(dir, { recursive: true, force: true }),
  };
});

it('says so when the file cannot be opened', async () => {
  await expect(openEmbeddedState({ path: join(tmpdir(), 'no', 'such', 'folder', 'state.db') })).rejects.toBeInstanceOf(
    StateUnavailable,
  );
});
