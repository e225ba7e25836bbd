/** Rows of a step of the roll-ups and of the index of grams: as many as a row group of the engine has. */
export const UNIT = 122_880;
/** Rows of a kind below which nothing is derived: its table is read quickly enough, and no write has to wait for a step. */
export const FEWEST = 1_000_000;
/** Segments whose grams are put on a shelf together: a gram that is looked for is read from so many fewer places. */
export const SHELF = 16;
