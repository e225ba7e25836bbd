/** What the wall and the parts of a replay share. The parts come later than the wall: only this is in its first script. */
import { inject, provide, ref, shallowRef, type InjectionKey, type Ref, type ShallowRef } from 'vue';
import type { ReplayState } from '../../contract/replay.ts';

export interface ReplayShell {
  /** Whether the panel in which one is chosen is open. */
  panel: Ref<boolean>;
  /** Whether the bar is asked for; it hides by itself. */
  bar: Ref<boolean>;
  /** How the replay shown stands; undefined before that is known. */
  standing: ShallowRef<ReplayState | undefined>;
  /** What goes back to the present; the parts know how. */
  back: ShallowRef<() => void>;
}

const SHELL: InjectionKey<ReplayShell> = Symbol('replay');

/** `back`: what goes back to the present until the parts are there. */
export function provideReplay(back: () => void): ReplayShell {
  const shell = { panel: ref(false), bar: ref(false), standing: shallowRef<ReplayState>(), back: shallowRef(back) };
  provide(SHELL, shell);
  return shell;
}

/** Throws outside of the wall. */
export function useReplayShell(): ReplayShell {
  const shell = inject(SHELL);
  if (!shell) throw new Error('no wall here');
  return shell;
}

/** A calm word to whoever sits before this screen. It outlives the wall of the past that it is about. */
export const notice = shallowRef<'ended' | 'unknown' | null>(null);
const SHOWN = 10_000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says it for ten seconds. */
export function say(word: 'ended' | 'unknown'): void {
  notice.value = word;
  clearTimeout(timer);
  timer = setTimeout(() => (notice.value = null), SHOWN);
}
