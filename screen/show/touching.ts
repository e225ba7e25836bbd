/** What a touch makes of a show that is seen here only: a visitor's browser, or a screen that cannot tell the others. Pure. */
import { heldStory, retold } from '../../contract/story.ts';
import type { Show, ShowChange, ToldStory } from '../../contract/wall.ts';

/** A change as a touch makes it. `toldStory`: the story that `story` begins, where it is known here. */
export type ToTell = Omit<ShowChange, 'by'> & { toldStory?: ToldStory };

export interface Here {
  /** Now, Unix ms of the server's clock. */
  now: number;
  /** Seconds after which what was touched is given up. */
  idle: number;
  /** The story that is told now. */
  told: ToldStory | null;
}

function storyHere({ story, toldStory, scene, drill }: ToTell, { now, idle, told }: Here): Pick<Show, 'story'> {
  if (typeof story === 'object' && story !== null)
    return toldStory ? { story: toldStory } : told ? { story: retold(told, story) } : {};
  if (story === null) return { story: undefined } as unknown as Pick<Show, 'story'>;
  const opened = scene !== undefined || drill !== undefined;
  return told && (story === 'hold' || opened) ? { story: heldStory(told, now, idle) } : {};
}

/** What holds here after a touch, over what was told and what held before. */
export function touchedHere(before: Partial<Show>, change: ToTell, here: Here): Partial<Show> {
  const until = here.now + here.idle * 1000;
  const { scene, drill, tour } = change;
  return {
    ...before,
    ...(scene !== undefined && { scene: scene === null ? undefined : { id: scene, until } }),
    ...(drill !== undefined && { drill: drill ? { ...drill, until } : undefined }),
    ...(tour && { tour, scene: undefined }),
    ...storyHere(change, here),
  } as Partial<Show>;
}
