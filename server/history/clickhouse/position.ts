/** The table `position`: marks are added, and the one of the highest rank is read. */
import type { Link } from './link.ts';
import { lineOfMark, MARK_COLUMNS, MARK_FORMS, markOf, START, type Mark } from './marks.ts';
import { POSITION, type Names } from './tables.ts';

/** The mark that holds; below a rank: the one that held before it. */
export async function readMark(link: Link, names: Names, below?: number): Promise<Mark> {
  const where = below === undefined ? '' : ` WHERE rank < ${below}`;
  const sql = `SELECT ${MARK_COLUMNS} FROM ${names.of(POSITION)}${where} ORDER BY rank DESC LIMIT 1`;
  const [row] = await link.rows({ sql, values: {} }, MARK_FORMS);
  return row ? markOf(row) : START;
}

/** Adds a mark. It holds from the moment at which the server has it. */
export const addMark = (link: Link, names: Names, mark: Mark): Promise<void> =>
  link.insert(names.of(POSITION), lineOfMark(mark));
