/** What is like what: finds the nodes near a node and keeps their likenesses at both ends, a bounded number each. */
import type { Node } from './issue.ts';
import { likeness } from './likeness.ts';
import { Near } from './near.ts';
import type { Sketch } from './sketch.ts';

/** Likenesses below this are not kept. */
const WORTH = 0.04;
/** Nodes compared with a new one, and with one that is looked at again; edges kept at a node. */
export const AT_ONCE = 12;
const COMPARED = 40;
const EDGES = 32;

export interface Alike {
  other: Node;
  like: number;
}

export class Links {
  readonly #near = new Near<Node>();

  /** Keys by which nodes are found. */
  get keys(): number {
    return this.#near.size;
  }

  /** A node is found from now on. */
  add(node: Node): void {
    this.#near.add(node);
  }

  /** A node is found no more, nor is it like anything. */
  remove(node: Node): void {
    this.#near.remove(node);
    this.#unlink(node);
  }

  /** Changes the sketch of a node that is found by it. */
  change(node: Node, work: (sketch: Sketch) => void): void {
    this.#near.remove(node);
    work(node.sketch);
    this.#near.add(node);
  }

  /** What is like a node, among at most `most` that are near it. */
  alike(node: Node, most = AT_ONCE): Alike[] {
    const found: Alike[] = [];
    for (const other of this.#near.find(node.sketch, most + 1)) {
      if (other === node) continue;
      const like = likeness(node.sketch, other.sketch);
      if (like >= WORTH) found.push({ other, like });
    }
    return found;
  }

  /** Notes likenesses at both ends, the greatest first, as far as there is room. */
  link(node: Node, alike: Alike[]): void {
    if (alike.length > 1) alike.sort((a, b) => b.like - a.like);
    for (const { other, like } of alike) {
      if (node.edges.size >= EDGES) break;
      if (other.edges.size >= EDGES && !room(other, like)) continue;
      node.edges.set(other, like);
      other.edges.set(node, like);
    }
  }

  /** Compares a node anew with what is near it, and with what found it near: one that looks has no more to say than the other. */
  relink(node: Node): void {
    const alike = this.alike(node, COMPARED);
    const found = new Set(alike.map(({ other }) => other));
    for (const other of node.edges.keys()) {
      if (found.has(other)) continue;
      const like = likeness(node.sketch, other.sketch);
      if (like >= WORTH) alike.push({ other, like });
    }
    this.#unlink(node);
    this.link(node, alike);
  }

  /** Forgets all likenesses of these nodes, changes their sketches and compares all of them anew. */
  anew(nodes: readonly Node[], work: (sketch: Sketch) => void): void {
    for (const node of nodes) {
      this.#near.remove(node);
      node.edges.clear();
      work(node.sketch);
    }
    for (const node of nodes) this.#near.add(node);
    for (const node of nodes) this.link(node, this.alike(node, COMPARED));
  }

  #unlink(node: Node): void {
    for (const other of node.edges.keys()) other.edges.delete(node);
    node.edges.clear();
  }
}

/** Makes room for a likeness at a node that is full, by letting its least go; false where that is no less. */
function room(node: Node, like: number): boolean {
  let least: Node | null = null;
  let lowest = like;
  for (const [other, of] of node.edges) if (of < lowest) [least, lowest] = [other, of];
  if (!least) return false;
  node.edges.delete(least);
  least.edges.delete(node);
  return true;
}
