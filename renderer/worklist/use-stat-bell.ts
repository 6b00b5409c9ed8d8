import { useEffect } from 'react';
import { useServices } from '../app/services.tsx';
import { StatBell } from './stat-bell.ts';

/** Two soft notes, a fourth apart, hertz; seconds. */
const NOTES = [523.25, 698.46] as const;
const NOTE_S = 0.35;
const LOUDNESS = 0.08;

/** Rings for STAT orders while the store is open, where the person at this computer wants it. */
export function useStatBell(): void {
  const { link, preferences } = useServices();
  useEffect(() => {
    const bell = new StatBell({
      isOn: () => preferences.getState().statSound,
      now: () => performance.now(),
      ring: () => void playNotes().catch(() => undefined),
    });
    return link.on('siteOrders.stat', (stat) => bell.arrived(stat));
  }, [link, preferences]);
}

/** A computer without a loudspeaker is silent: the words are on the screen all the same. */
async function playNotes(): Promise<void> {
  const context = new AudioContext();
  try {
    const end = NOTES.length * NOTE_S;
    NOTES.forEach((pitch, at) => {
      const [note, volume] = [context.createOscillator(), context.createGain()];
      const begin = context.currentTime + at * NOTE_S;
      note.frequency.value = pitch;
      volume.gain.setValueAtTime(0, begin);
      volume.gain.linearRampToValueAtTime(LOUDNESS, begin + NOTE_S / 8);
      volume.gain.linearRampToValueAtTime(0, begin + NOTE_S);
      note.connect(volume).connect(context.destination);
      note.start(begin);
      note.stop(begin + NOTE_S);
    });
    await new Promise((resolve) => setTimeout(resolve, (end + NOTE_S) * 1000));
  } finally {
    await context.close();
  }
}
