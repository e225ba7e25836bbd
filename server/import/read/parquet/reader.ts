/** Parquet, by DuckDB, which reads it column by column and piece by piece. */
import { DuckDBInstance } from '@duckdb/node-api';
import { BOUNDS, columnNames, defineReader, FileError, recordOf, type OpenFile, type ReadRow } from '../reader.ts';

const MEMORY = '512MB';

export default defineReader({
  name: 'parquet',
  sniff: (head) => (head.toString('latin1', 0, 4) === 'PAR1' ? 1 : 0),
  async open(source): Promise<OpenFile> {
    const path = await source.unpacked();
    const instance = await DuckDBInstance.create(':memory:', { memory_limit: MEMORY, threads: '1' });
    const connection = await instance.connect();
    const close = async (): Promise<void> => {
      connection.closeSync();
      instance.closeSync();
    };
    try {
      const file = `read_parquet('${path.replaceAll("'", "''")}')`;
      const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${file}`);
      const types = described.getRows().map(([name, type]) => ({ name: String(name), type: String(type) }));
      if (types.length > BOUNDS.columns) throw new FileError(`has more than ${BOUNDS.columns} columns`);
      // As text: moments with their offset, days and wall times without one.
      const columns = types.map(({ name, type }) => {
        const column = `"${name.replaceAll('"', '""')}"`;
        return type === 'BLOB' ? 'NULL' : `CAST(${column} AS VARCHAR)`;
      });
      const [[total]] = (await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM ${file}`)).getRows() as [
        [number],
      ];
      const result = await connection.stream(`SELECT ${columns.join(', ')} FROM ${file}`);
      const names = columnNames(types.map(({ name }) => name));
      const rows = async function* (): AsyncGenerator<ReadRow> {
        let row = 0;
        for (;;) {
          const chunk = await result.fetchChunk();
          if (!chunk || chunk.rowCount === 0) return;
          for (const cells of chunk.getRows()) yield recordOf(names, cells, ++row);
        }
      };
      return { found: { format: 'parquet' }, rows: rows(), total, close };
    } catch (error) {
      await close();
      throw error instanceof FileError
        ? error
        : new FileError(`is Parquet that cannot be read: ${(error as Error).message}`);
    }
  },
});
