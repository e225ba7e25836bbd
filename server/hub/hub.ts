/** The hub: rooms to sockets. The only user of Socket.IO. */
import type { Server as HttpServer } from 'node:http';
import { Server, type ServerOptions, type Socket } from 'socket.io';
import { Compile } from 'typebox/compile';
import {
  JoinRequest,
  type ClientToServer,
  type Frame,
  type JoinReply,
  type ServerToClient,
} from '../../contract/protocol.ts';
import { farChannel, type TopicRooms } from './rooms.ts';

const request = Compile(JoinRequest);

/** Joins a socket may make in a burst, and how many it gets back a second. A wall makes a handful an hour. */
const BURST = 30;
const REFILL = 3;
/** Rooms one socket may be in: the scene and what is opened over it. */
const MAX_ROOMS = 8;

export interface Hub {
  /** Sends a frame to the viewers of its room at this server (`near`), and to those at servers that do not follow its city. */
  send(frame: Frame, to: { near: boolean; far: boolean }): void;
  /** Gives a frame to this server's viewers of a room of another server. */
  deliver(frame: Frame): void;
  readonly sockets: number;
  close(): Promise<void>;
}

/**
 * Serves rooms over the HTTP server at path `/live`, WebSocket only. `rooms` finds those of a city; `origin` says
 * whether a browser page of this origin may connect; `clock` tells the time of the server's cities.
 */
export function openHub(
  http: HttpServer,
  rooms: (city: string, topics: JoinRequest['topics']) => TopicRooms | undefined,
  origin: (origin: string | undefined, host: string | undefined) => boolean,
  adapter?: ServerOptions['adapter'],
  clock: () => number = Date.now,
): Hub {
  const io = new Server<ClientToServer, ServerToClient>(http, {
    path: '/live',
    transports: ['websocket'],
    serveClient: false,
    perMessageDeflate: false,
    maxHttpBufferSize: 256 * 1024,
    ...(adapter && { adapter }),
    allowRequest: (req, callback) => callback(null, origin(req.headers.origin, req.headers.host)),
  });
  io.on('connection', (socket) => serve(socket, rooms, clock));
  return {
    // Volatile: a viewer whose connection is still busy is left out and repairs itself by a join (rule T4).
    send(frame, { near, far }) {
      if (near) io.local.to(frame.room).volatile.emit('frame', frame);
      if (far) io.to(farChannel(frame.room)).volatile.emit('frame', frame);
    },
    deliver: (frame) => void io.local.to(farChannel(frame.room)).volatile.emit('frame', frame),
    get sockets() {
      return io.engine.clientsCount;
    },
    close: () => io.close(),
  };
}

function serve(
  socket: Socket<ClientToServer, ServerToClient>,
  roomsOf: (city: string, topics: JoinRequest['topics']) => TopicRooms | undefined,
  clock: () => number,
): void {
  const entered = new Map<string, TopicRooms>();
  let tokens = BURST;
  let refilled = performance.now();
  const spend = (): boolean => {
    const now = performance.now();
    tokens = Math.min(BURST, tokens + ((now - refilled) / 1000) * REFILL);
    refilled = now;
    return tokens >= 1 && tokens-- >= 1;
  };
  const refuse = (path: string, rule: string): JoinReply => ({ error: { path, rule } });

  const join = async (asked: unknown): Promise<JoinReply> => {
    if (!spend()) return refuse('', 'too many joins; wait a moment');
    if (!request.Check(asked)) {
      const [first] = request.Errors(asked);
      return refuse(first?.instancePath ?? '', first?.message ?? 'is not a join');
    }
    const wanted = asked as unknown as JoinRequest;
    const rooms = roomsOf(wanted.city, wanted.topics);
    if (!rooms) return refuse('/city', `there is no city ${wanted.city}`);
    const reply = await rooms.join(wanted);
    if ('error' in reply) return reply;
    if (!entered.has(reply.room)) {
      if (entered.size >= MAX_ROOMS) return refuse('', `at most ${MAX_ROOMS} rooms a connection`);
      if (!socket.connected) return refuse('', 'gone');
      entered.set(reply.room, rooms);
      rooms.enter(reply.room);
      void socket.join(rooms.channel(reply.room));
    }
    return reply;
  };
  const leave = (room: string): void => {
    const rooms = entered.get(room);
    if (!rooms) return;
    rooms.leave(room);
    entered.delete(room);
    void socket.leave(rooms.channel(room));
  };
  socket.on('join', (asked, reply) => {
    if (typeof reply !== 'function') return;
    join(asked).then(reply, () => reply(refuse('', 'the join failed')));
  });
  // A screen measures the way by several in a row: they cost as much as joins and no more.
  socket.on('clock', (reply) => {
    if (typeof reply === 'function' && spend()) reply(clock());
  });
  socket.on('leave', (room) => {
    if (typeof room === 'string') leave(room);
  });
  socket.on('disconnect', () => {
    for (const [room, rooms] of entered) rooms.leave(room);
    entered.clear();
  });
}
