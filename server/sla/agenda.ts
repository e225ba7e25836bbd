/**
 * The agenda: which key has its next moment when. A binary heap of (moment, key) in typed arrays with an index,
 * so that setting, moving and cancelling cost O(log n) and a look at the top costs nothing, whatever the number.
 */
export interface Agenda {
  /** Sets or moves the moment of a slot (a small non-negative integer); null cancels it. */
  set(slot: number, at: number | null): void;
  /** Takes out the next slot whose moment is at or before `now`, earliest first; ties by slot. */
  due(now: number): number | undefined;
  /** The earliest moment, or undefined. */
  next(): number | undefined;
  readonly size: number;
}

/** An empty agenda. It grows as slots are named. */
export function agenda(): Agenda {
  let heap = new Uint32Array(1024);
  let place = new Int32Array(1024).fill(-1);
  let moment = new Float64Array(1024);
  let size = 0;

  const before = (a: number, b: number): boolean => moment[a]! < moment[b]! || (moment[a] === moment[b] && a < b);
  const put = (slot: number, index: number): void => {
    heap[index] = slot;
    place[slot] = index;
  };
  const up = (slot: number, from: number): void => {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(slot, heap[parent]!)) break;
      put(heap[parent]!, index);
      index = parent;
    }
    put(slot, index);
  };
  const down = (slot: number, from: number): void => {
    let index = from;
    for (let child = 2 * index + 1; child < size; child = 2 * index + 1) {
      if (child + 1 < size && before(heap[child + 1]!, heap[child]!)) child++;
      if (!before(heap[child]!, slot)) break;
      put(heap[child]!, index);
      index = child;
    }
    put(slot, index);
  };
  const remove = (slot: number): void => {
    const index = place[slot]!;
    place[slot] = -1;
    size--;
    if (index === size) return;
    const last = heap[size]!;
    down(last, index);
    if (place[last] === index) up(last, index);
  };
  const grow = (slot: number): void => {
    const length = 2 ** Math.ceil(Math.log2(slot + 2));
    const [oldPlace, oldMoment, oldHeap] = [place, moment, heap];
    place = new Int32Array(length).fill(-1);
    moment = new Float64Array(length);
    heap = new Uint32Array(length);
    place.set(oldPlace);
    moment.set(oldMoment);
    heap.set(oldHeap);
  };
  return {
    set(slot, at) {
      if (slot >= place.length) grow(slot);
      const here = place[slot]! >= 0;
      if (at === null) {
        if (here) remove(slot);
        return;
      }
      if (here && moment[slot] === at) return;
      if (here) remove(slot);
      moment[slot] = at;
      up(slot, size++);
    },
    due(now) {
      const slot = heap[0]!;
      if (size === 0 || moment[slot]! > now) return undefined;
      remove(slot);
      return slot;
    },
    next: () => (size === 0 ? undefined : moment[heap[0]!]),
    get size() {
      return size;
    },
  };
}
