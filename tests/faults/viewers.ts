/** Viewers as walls are: the screen's own client, through the balancer. Each remembers its longest blindness. */
import type { Json } from '../../contract/text.ts';
import { topicKey, type Topic } from '../../contract/topic.ts';
import { connect, type Link } from '../../screen/live/socket.ts';

export interface Viewers {
  /** The longest time that any viewer heard nothing, ms, since the last call. */
  blindness(): number;
  /** Log position and value of the topic, of each viewer. */
  values(): { log: number; value: Json | undefined }[];
  /** Whether every viewer has heard of the hub. */
  all(): boolean;
  close(): void;
}

export function viewers(address: string, city: string, topic: Topic, count: number): Viewers {
  let longest = 0;
  const heard: (number | null)[] = Array.from({ length: count }, () => null);
  const links: Link[] = heard.map((_, i) =>
    connect(
      city,
      (state) => {
        if (state.heard === null || state.heard === heard[i]) return;
        if (heard[i] !== null) longest = Math.max(longest, state.heard - heard[i]!);
        heard[i] = state.heard;
      },
      undefined,
      undefined,
      address,
    ),
  );
  for (const link of links) link.send({ type: 'want', topics: [topic] });
  return {
    blindness() {
      const now = longest;
      longest = 0;
      return now;
    },
    values: () =>
      links.map((link) => ({ log: link.state().log, value: link.state().held.get(topicKey(topic))?.value })),
    all: () => heard.every((at) => at !== null),
    close() {
      for (const link of links) link.close();
    },
  };
}
