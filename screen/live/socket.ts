/** The thin shell of the live room: Socket.IO, timers and jitter around the pure reducer. */
import { io } from 'socket.io-client';
import type { ClientToServer, Frame, JoinReply, ServerToClient } from '../../contract/protocol.ts';
import type { Socket } from 'socket.io-client';
import { begin, step, type LiveEffect, type LiveEvent, type LiveState } from './reduce.ts';

const ACK_TIMEOUT = 3000;
const TICK = 250;
const CLOCK_TIMEOUT = 2000;

/** `E` without `at`, for each member of a union. */
type Untimed<E> = E extends { at: number } ? Omit<E, 'at'> : never;

/** A link that can be asked for the server's clock. */
export interface TimedLink extends Link {
  /** The city's clock, Unix ms; null where nothing was answered in time. */
  time(): Promise<number | null>;
}

export interface Link {
  /** The state after the latest event. */
  state(): LiveState;
  send(event: Untimed<LiveEvent>): void;
  close(): void;
}

/**
 * Connects this screen to the hub of its own origin, or of `url` where there is no origin. `changed` is called after
 * every event, a tick of 250 ms included; `now` is a monotonic clock in ms and `random` gives [0, 1) for the jitter of
 * joins; `open` makes the socket.
 */
export function connect(
  city: string,
  changed: (state: LiveState) => void,
  now: () => number = () => performance.now(),
  random: () => number = Math.random,
  url?: string,
  open: typeof io = io,
): TimedLink {
  const socket: Socket<ServerToClient, ClientToServer> = open(url, {
    path: '/live',
    forceNew: true,
    transports: ['websocket'],
    reconnectionDelay: 400,
    reconnectionDelayMax: 3000,
    randomizationFactor: 0.5,
    timeout: 4000,
  });
  let state = begin(city);
  const pending = new Set<ReturnType<typeof setTimeout>>();
  const later = (after: number, run: () => void): void => {
    const timer = setTimeout(() => {
      pending.delete(timer);
      run();
    }, after);
    pending.add(timer);
  };

  const dispatch = (event: LiveEvent): void => {
    const [next, effects] = step(state, event);
    state = next;
    changed(state);
    for (const effect of effects) perform(effect);
  };
  const join = (effect: Extract<LiveEffect, { do: 'join' }>): void => {
    if (state.asked?.id !== effect.id) return;
    socket.timeout(ACK_TIMEOUT).emit('join', effect.request, (error: Error | null, reply: JoinReply) => {
      if (error) dispatch({ type: 'unanswered', id: effect.id, at: now() });
      else dispatch({ type: 'reply', id: effect.id, reply, at: now() });
    });
  };
  const perform = (effect: LiveEffect): void => {
    if (effect.do === 'leave') socket.emit('leave', effect.room);
    else if (effect.do === 'reconnect') socket.disconnect().connect();
    else if (effect.after === 0) join(effect);
    else later(effect.after * (0.5 + random()), () => join(effect));
  };

  socket.on('connect', () => dispatch({ type: 'connected', at: now() }));
  socket.on('disconnect', (reason) => {
    dispatch({ type: 'disconnected', at: now() });
    // Socket.IO leaves it to the client to come back after the server hung up.
    if (reason === 'io server disconnect') later(400 + 800 * random(), () => socket.connect());
  });
  socket.on('frame', (frame: Frame) => dispatch({ type: 'frame', frame, at: now() }));
  const ticking = setInterval(() => dispatch({ type: 'tick', at: now() }), TICK);

  return {
    state: () => state,
    time: () =>
      new Promise((resolve) => {
        if (!socket.connected) return resolve(null);
        socket
          .timeout(CLOCK_TIMEOUT)
          .emit('clock', (error: Error | null, clock: number) => resolve(error ? null : clock));
      }),
    send: (event) => dispatch({ ...event, at: now() } as LiveEvent),
    close() {
      clearInterval(ticking);
      for (const timer of pending) clearTimeout(timer);
      socket.disconnect();
    },
  };
}
