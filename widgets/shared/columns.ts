/** A column of a chart of columns. */
export interface Column {
  key: string;
  /** Under it. */
  label: string;
  /** Null: not known. */
  value: number | null;
  /** What it stands beside, on the same scale; null: nothing. */
  beside: number | null;
  /** Over it. */
  text: string;
  /** All of it in words. */
  title: string;
  /** `open`: not over yet. */
  tone: 'calm' | 'accent' | 'open';
  /** What a touch opens; null: nothing. */
  mark: unknown;
}
