/**
 * A chime and a spoken line for red alerts, off unless somebody switched them on at this screen. A browser that has no
 * sound, or allows none before it was touched, stays silent without a fault.
 */
import { ref, type Ref } from 'vue';
import type { Locale } from '../i18n/index.ts';

const KEPT = 'hotline.sound';
/** A bell in two strokes: frequency in Hz and beginning in s. */
const STROKES = [
  [880, 0],
  [659.3, 0.32],
] as const;
const RINGS = 1.1;
/** An audio context that may not begin says nothing; nobody waits for it, ms. */
const PATIENCE = 400;

/** Whether there is to be sound, from the address (`?sound=on`) or as it was left on this screen. */
export function firstSound(search: string, kept: string | null): boolean {
  const asked = new URLSearchParams(search).get('sound');
  return asked === null ? kept === 'on' : asked === 'on';
}

function keep(on?: boolean): string | null {
  try {
    if (on !== undefined) localStorage.setItem(KEPT, on ? 'on' : 'off');
    return localStorage.getItem(KEPT);
  } catch {
    // Storage may be forbidden by the browser; the choice is then not kept.
    return null;
  }
}

let context: AudioContext | undefined;

/** Rings once. */
export async function chime(): Promise<void> {
  try {
    context ??= new AudioContext();
    const resumed = context.resume().catch(() => undefined);
    await Promise.race([resumed, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    // A bell that waits for a touch would ring long after its alert.
    if (context.state !== 'running') return void context.suspend().catch(() => undefined);
    for (const [frequency, after] of STROKES) {
      const begin = context.currentTime + after;
      const bell = context.createOscillator();
      const loudness = context.createGain();
      bell.frequency.value = frequency;
      loudness.gain.setValueAtTime(0.0001, begin);
      loudness.gain.exponentialRampToValueAtTime(0.3, begin + 0.02);
      loudness.gain.exponentialRampToValueAtTime(0.0001, begin + RINGS);
      bell.connect(loudness).connect(context.destination);
      bell.start(begin);
      bell.stop(begin + RINGS);
    }
  } catch {
    // No audio here.
  }
}

/** Says it, in the voice of the language. */
export function speak(text: string, locale: Locale): void {
  try {
    const line = new SpeechSynthesisUtterance(text);
    line.lang = locale === 'zh' ? 'zh-CN' : 'en-US';
    speechSynthesis.cancel();
    speechSynthesis.speak(line);
  } catch {
    // No speech here.
  }
}

export interface Sound {
  on: Ref<boolean>;
  /** Switches it; rings when it is switched on, so that one hears that it works. */
  toggle(): void;
  /** Rings and says, where it is on. */
  alarm(text: string, locale: Locale): void;
}

let shared: Sound | undefined;
/** The sound of this screen. */
export function useSound(): Sound {
  if (shared) return shared;
  const on = ref(firstSound(location.search, keep()));
  if (new URLSearchParams(location.search).has('sound')) keep(on.value);
  shared = {
    on,
    toggle() {
      on.value = !on.value;
      keep(on.value);
      if (on.value) void chime();
    },
    alarm(text, locale) {
      if (!on.value) return;
      void chime().then(() => speak(text, locale));
    },
  };
  return shared;
}
