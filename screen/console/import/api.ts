/** What the import tab asks of the server. */
import { PIECE_BYTES, type ImportJob, type ImportPreview } from '../../../contract/import.ts';
import type { Mapping } from '../../../contract/mapping.ts';
import { ApiError, ask } from '../../api.ts';

/** The calls for one city; all of them need an admin key. They reject as `ask` does. */
export function importApi(city: string, token: () => string | null) {
  const base = `/api/v1/cities/${encodeURIComponent(city)}/imports`;
  const headers = (type?: string): Record<string, string> => ({
    ...(type !== undefined && { 'content-type': type }),
    ...(token() !== null && { authorization: `Bearer ${token()}` }),
  });
  const post = <T>(path: string, body?: unknown): Promise<T> =>
    ask<T>(base + path, {
      method: 'POST',
      headers: headers(body === undefined ? undefined : 'application/json'),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return {
    list: () => ask<{ imports: ImportJob[] }>(base, { headers: headers() }),
    /** Announces a file and sends its pieces, one after another. */
    async upload(file: File, onSent: (bytes: number) => void): Promise<ImportJob> {
      let job = await post<ImportJob>('', { file: file.name, bytes: file.size });
      while (job.received < file.size) {
        const piece = file.slice(job.received, job.received + PIECE_BYTES);
        job = await ask<ImportJob>(`${base}/${job.id}/file?from=${job.received}`, {
          method: 'PUT',
          headers: headers('application/octet-stream'),
          body: piece,
        });
        onSent(job.received);
      }
      return job;
    },
    preview: (id: string, mapping?: Mapping) =>
      post<ImportPreview>(`/${id}/preview`, mapping === undefined ? {} : { mapping }),
    start: (id: string, mapping: Mapping) => post<ImportJob>(`/${id}/start`, { mapping }),
    act: (id: string, act: 'pause' | 'resume' | 'cancel') => post<ImportJob>(`/${id}/${act}`),
    remove: (id: string) => ask<void>(`${base}/${id}`, { method: 'DELETE', headers: headers() }),
    /** Refused rows, as a file. */
    async refused(id: string): Promise<Blob> {
      const response = await fetch(`${base}/${id}/refused`, { headers: headers() });
      if (!response.ok) throw new ApiError(response.status, '', `HTTP ${response.status}`);
      return response.blob();
    },
  };
}
export type ImportApi = ReturnType<typeof importApi>;
