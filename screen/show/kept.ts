/** What a screen keeps over a reload. Storage may be forbidden by the browser: nothing is kept then, and nothing fails. */
export function kept<T>(name: string, storage: () => Storage = () => localStorage) {
  return {
    read(): T | null {
      try {
        return JSON.parse(storage().getItem(name) ?? 'null') as T | null;
      } catch {
        return null;
      }
    },
    write(value: T | null): void {
      try {
        if (value === null) storage().removeItem(name);
        else storage().setItem(name, JSON.stringify(value));
      } catch {
        // Not kept: see above.
      }
    },
  };
}

/** The place of this screen: its token and its wall. */
export interface KeptDevice {
  city: string;
  id: string;
  token: string;
  wall: string;
}
export const keptDevice = kept<KeptDevice>('hotline.device');
