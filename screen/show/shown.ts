/** What a screen that follows a wall hands to the parts of its stage. Only this is in the wall's first script. */
import { inject, provide, type InjectionKey, type Ref } from 'vue';
import type { WallValue } from '../../contract/wall.ts';
import type { OnStage } from './on-stage.ts';
import type { Split } from './split.ts';
import type { StoryTeller } from './telling.ts';

export interface Shown {
  wall: Readonly<Ref<WallValue | undefined>>;
  stage: Readonly<Ref<OnStage | undefined>>;
  /** The server's clock, Unix ms. */
  now(): number | null;
  /** The stage for a window of this size, and this screen's part of it. */
  split(width: number, height: number): Split;
  /** How far the picture is moved against burning in, design px. */
  shift: Readonly<Ref<readonly [number, number]>>;
  /** 1 as by day. */
  brightness: Readonly<Ref<number>>;
  exhibit: Readonly<Ref<boolean>>;
  /** Stories before visitors. */
  teller: StoryTeller;
  /** A story that stands still goes on, or one that goes on stands still. */
  pauseStory(): void;
  alarm(value: { scene: string; until: number } | null): void;
}

const SHOWN: InjectionKey<Shown | null> = Symbol('shown');
export const provideShown = (shown: Shown): void => provide(SHOWN, shown);
/** Null where the screen follows no wall, as any browser that opens the address. */
export const useShown = (): Shown | null => inject(SHOWN, null);

/** The server's clock, Unix ms, or null: what moves without an end moves by it, alike on all screens. The map injects it by this name. */
export const SERVER_CLOCK = 'serverClock';
/** The district that maps are to be about; null: all. The map injects it by this name. */
export const MAP_PLACE = 'mapPlace';
