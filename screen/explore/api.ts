/** The questions of the explore scene. All reject with ApiError, or with what fetch rejects with. */
import type { DownloadFormat, ExploreAnswer, ExploreDownload, ExploreQuery } from '../../contract/explore.ts';
import type { MeasureId } from '../../contract/measure.ts';
import { ApiError, ask } from '../api.ts';

const URL_OF = '/api/v1/query/explore';
const posted = (body: unknown, signal?: AbortSignal): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
  ...(signal && { signal }),
});

export const askExplore = (query: ExploreQuery, signal?: AbortSignal): Promise<ExploreAnswer> =>
  ask<ExploreAnswer>(URL_OF, posted(query, signal));

/** A file and the name that the server gives it. `measure`: the facts behind this measure in place of the table. */
export async function fetchFile(
  body: ExploreDownload,
  format: DownloadFormat,
  lang: 'zh' | 'en',
  measure?: MeasureId,
): Promise<{ name: string; content: Blob }> {
  const args = new URLSearchParams({ format, lang, ...(measure && { what: 'tickets', measure }) });
  const response = await fetch(`${URL_OF}/download?${args.toString()}`, posted(body));
  if (!response.ok) {
    const told = (await response.json().catch(() => null)) as { error?: { path?: string; rule?: string } } | null;
    throw new ApiError(response.status, told?.error?.path ?? '', told?.error?.rule ?? `HTTP ${response.status}`);
  }
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  return { name: name ?? `explore.${format}`, content: await response.blob() };
}

/** Hands a file to the browser's downloads. */
export function save({ name, content }: { name: string; content: Blob }): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser reads it after this turn.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
