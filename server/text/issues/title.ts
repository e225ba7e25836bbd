/** Title of an issue as a person would write it: where it is, and what it is about. */
import { likeness } from './likeness.ts';
import type { Issue, Node } from './issue.ts';

/** Nodes that are weighed as the one whose title speaks for all. */
const WEIGHED = 24;
/** What titles begin with that says nothing. */
const FRAME =
  /^(请问|请教|请求|恳请|恳求|咨询|投诉|举报|反映|反应|建议|强烈要求|强烈建议|强烈|要求|希望|盼望|盼|望|关于|对于|再次|实名|求助|质疑|请|有关|一下|下|二问|三问|四问|[：:，,！!？?“”"‘’、\s])+/;
const TAIL = /((的|等)*(相关|有关)?问题(的?(反映|投诉|咨询|建议))?|的?(投诉|咨询|建议|反映)|[。！!？?，,\s])+$/;
/** A building, a stairwell or a flat: of one of them, unless most titles name it. */
const DOOR = /\s*\d+\s*(?:栋|幢|号楼|单元|楼|层|室|户)\s*/g;
const LONGEST = 48;

/** Where and what; '' where it is not told. */
export interface Title {
  /** District and street. */
  area: string;
  /** Compound, road, organisation. */
  spot: string;
  matter: string;
}

const shortest = (nodes: readonly Node[]): Node | undefined =>
  nodes.reduce<Node | undefined>(
    (best, node) => (best && best.title.length <= node.title.length ? best : node),
    undefined,
  );

/** Titles that speak for nearly as much of the issue as the best one does are as good; the shortest of them is taken. */
const NEARLY = 0.95;

/** The node that is most like the others, and says it shortly: what most would agree with. */
function speaker(issue: Issue): Node {
  const nodes = [...issue.nodes].sort((a, b) => a.sketch.at - b.sketch.at || (a.id < b.id ? -1 : 1)).slice(0, WEIGHED);
  const titled = nodes.flatMap((node) => {
    if (node.title === '') return [];
    let sum = 0;
    for (const other of nodes) if (other !== node) sum += likeness(node.sketch, other.sketch) * other.count;
    return [{ node, sum }];
  });
  const most = Math.max(...titled.map(({ sum }) => sum));
  const good = titled.filter(({ sum }) => sum >= most * NEARLY - 1e-9);
  return shortest(good.map(({ node }) => node)) ?? nodes[0]!;
}

/** What more than half of the members tell of one level of place; '' where they differ. */
function common(issue: Issue, level: 0 | 1 | 2): string {
  const counts = new Map<string, number>();
  let all = 0;
  for (const node of issue.nodes) {
    const told = node.place[level];
    all += node.count;
    if (told !== '') counts.set(told, (counts.get(told) ?? 0) + node.count);
  }
  let best = '';
  for (const [told, n] of counts) if (n * 2 > all && n > (counts.get(best) ?? 0)) best = told;
  return best;
}

/** The name that is in more than half of the titles; of several the one that tells most. */
function commonName(issue: Issue): string {
  const nodes = [...issue.nodes].slice(0, WEIGHED);
  let best = '';
  let most = 0;
  for (const name of new Set(nodes.flatMap((node) => node.names))) {
    const n = nodes.filter((node) => node.title.includes(name)).length;
    if (n * 2 > nodes.length && n * Math.min(name.length, 6) > most)
      [best, most] = [name, n * Math.min(name.length, 6)];
  }
  return best;
}

/** Whether more than half of the titles have these words. */
function inHalf(issue: Issue, words: string): boolean {
  const nodes = [...issue.nodes].slice(0, WEIGHED);
  return nodes.filter(({ title }) => title.includes(words.trim())).length * 2 > nodes.length;
}

/** Title of an issue. `label` turns a code of a place into its name; what it does not know is left as it is. */
export function titleOf(issue: Issue, language: string, label: (code: string) => string = (code) => code): Title {
  const zh = /^zh\b/i.test(language);
  const areas = [common(issue, 0), common(issue, 1)].filter(Boolean).map(label);
  const spot = common(issue, 2) || commonName(issue);
  const area = areas.join(zh ? '' : ', ');
  if (issue.name !== null) return { area, spot, matter: issue.name };
  const told = speaker(issue).title;
  if (!zh) return { area, spot, matter: shortened(told) };
  let matter = told.replace(DOOR, (door) => (inHalf(issue, door) ? door : '')).replace(FRAME, '');
  for (const one of areas) if (matter.startsWith(one)) matter = matter.slice(one.length);
  return { area, spot, matter: shortened(matter.replace(TAIL, '') || told) };
}

const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

/** One line: `A7县泉塘街道 · 魅力之城小区夜宵摊油烟扰民`. */
export function lineOf({ area, spot, matter }: Title): string {
  const place = spot === '' || matter.includes(spot) ? area : `${area}${spot}`;
  return place === '' || matter.startsWith(place) ? matter : `${place} · ${matter}`;
}
