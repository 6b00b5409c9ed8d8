import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseGraphics, failedBefore, rememberGraphics } from '../../../../electron/main/graphics.ts';
import { tempDir } from '../../../helpers/temp-dir.ts';

const DAY = 24 * 60 * 60 * 1000;

describe('who puts the page together', () => {
  it('is the processor on a Linux machine without a card', () => {
    const on = (devices: readonly string[]) => chooseGraphics({ platform: 'linux', devices, failedBefore: false });
    expect(on([])).toBe('processor');
    expect(on(['by-path'])).toBe('processor');
    expect(on(['card0', 'renderD128'])).toBe('card');
    expect(on(['nvidia0'])).toBe('card');
  });

  it('is the card elsewhere, until Chromium could not use it', () => {
    expect(chooseGraphics({ platform: 'win32', devices: [], failedBefore: false })).toBe('card');
    expect(chooseGraphics({ platform: 'win32', devices: [], failedBefore: true })).toBe('processor');
    expect(chooseGraphics({ platform: 'linux', devices: ['card0'], failedBefore: true })).toBe('processor');
  });

  it('remembers a card that failed for a week and for one Electron', async () => {
    const dir = await tempDir();
    const now = 100 * DAY;
    expect(failedBefore(dir, '45', now)).toBe(false);
    rememberGraphics(dir, false, '45', now);
    expect(failedBefore(dir, '45', now + 6 * DAY)).toBe(true);
    expect(failedBefore(dir, '45', now + 8 * DAY)).toBe(false);
    expect(failedBefore(dir, '46', now)).toBe(false);
    rememberGraphics(dir, true, '45', now);
    expect(readdirSync(dir)).toEqual([]);
    writeFileSync(path.join(dir, 'graphics.json'), 'not JSON');
    expect(failedBefore(dir, '45', now)).toBe(false);
  });
});
