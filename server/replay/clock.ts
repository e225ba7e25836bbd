/** The clock of a replay: it runs at a speed from where it was set, stands still, and ends at its end. Pure. */
export interface ReplayClock {
  /** The moment shown, Unix ms, at this machine time, ms. */
  at(machine: number): number;
  readonly speed: number;
  readonly playing: boolean;
  /** Goes to a moment; beyond its range it stands at the nearer end. */
  go(at: number, machine: number): void;
  set(change: { speed?: number; playing?: boolean }, machine: number): void;
}

/** A clock over [from, to], Unix ms. */
export function replayClock(from: number, to: number): ReplayClock {
  let anchor = from;
  let since = 0;
  let speed = 1;
  let playing = false;
  const within = (at: number): number => Math.min(to, Math.max(from, at));
  const at = (machine: number): number => (playing ? Math.round(within(anchor + (machine - since) * speed)) : anchor);
  const rest = (machine: number): void => {
    anchor = at(machine);
    since = machine;
  };
  return {
    at,
    get speed() {
      return speed;
    },
    get playing() {
      return playing;
    },
    go(moment, machine) {
      anchor = within(moment);
      since = machine;
    },
    set(change, machine) {
      rest(machine);
      speed = change.speed ?? speed;
      playing = change.playing ?? playing;
    },
  };
}
