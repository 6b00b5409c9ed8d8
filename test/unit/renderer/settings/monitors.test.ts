import { describe, expect, it } from 'vitest';
import { calibrate, pitchHere, pitchOf } from '../../../../renderer/settings/monitors.ts';
import { createPreferences } from '../../../../renderer/settings/preferences.ts';

function storageOf(kept: Record<string, string> = {}) {
  const values = new Map(Object.entries(kept));
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}

describe('the pixels of a monitor', () => {
  it('are as long as a ruler says, counted in those of the device', () => {
    expect(pitchOf(400, 100, 1)).toBe(0.25);
    expect(pitchOf(400, 100, 2)).toBe(0.125);
  });

  it.each([0, -5, Number.NaN, 4, 1000])('are not taken from a ruler that says %s mm', (measured) => {
    expect(pitchOf(400, measured, 1)).toBeNull();
  });

  it('are kept for each monitor apart, from day to day', () => {
    const storage = storageOf();
    const preferences = createPreferences(storage);
    expect(pitchHere(preferences.getState())).toBeNull();
    calibrate(preferences, 0.2);
    expect(pitchHere(preferences.getState())).toBeNull();
    preferences.setState({ monitor: { key: 'left', name: 'left' } });
    calibrate(preferences, 0.25);
    preferences.setState({ monitor: { key: 'right', name: 'right' } });
    expect(pitchHere(preferences.getState())).toBeNull();
    const later = createPreferences(storage);
    later.setState({ monitor: { key: 'left', name: 'left' } });
    expect(pitchHere(later.getState())).toMatchObject({ mmPerPixel: 0.25 });
    calibrate(later, null);
    expect(pitchHere(later.getState())).toBeNull();
  });

  it.each(['no json', '[]', '{"left":{"mmPerPixel":9,"on":"2026-01-01"}}'])(
    'are unknown where what is kept is %s',
    (text) => {
      const preferences = createPreferences(storageOf({ 'nightjar.monitors': text }));
      preferences.setState({ monitor: { key: 'left', name: 'left' } });
      expect(pitchHere(preferences.getState())).toBeNull();
    },
  );
});
