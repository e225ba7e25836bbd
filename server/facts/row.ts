/**
 * Copies of rows. Views hold the row before a change while the row after it is made, so every event copies a row of
 * some fifty fields: spreading one costs over 2 µs, a constructor that names each field a tenth of that. It is
 * generated from the field table, so that the table stays the only declaration.
 */
import { FACT_FIELDS, type FactKind, type RowsByKind } from '../../contract/fact.ts';

/** A function that copies rows of a kind, field by field; lists are shared. Field names are those of the contract. */
export function rowCopier<K extends FactKind>(kind: K): (row: RowsByKind[K]) => RowsByKind[K] {
  const fields = Object.keys(FACT_FIELDS[kind]);
  if (!fields.every((name) => /^[a-zA-Z]+$/.test(name))) throw new Error('a field name is not an identifier');
  const body = fields.map((name) => `this.${name} = row.${name};`).join('\n');
  // eslint-disable-next-line no-new-func -- the text is made of the contract's own identifiers, checked above
  const Row = new Function(`return class Row { constructor(row) { ${body} } };`)() as new (
    row: RowsByKind[K],
  ) => RowsByKind[K];
  return (row) => new Row(row);
}
