import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arrangementOf } from '../../../../../electron/main/windows/placement.ts';
import { WindowMemory } from '../../../../../electron/main/windows/window-memory.ts';

const home = arrangementOf([{ key: 'laptop' }, { key: 'panel' }]);
const away = arrangementOf([{ key: 'laptop' }]);

describe('what is kept of monitors', () => {
  let folder = '';
  const file = (): string => path.join(folder, 'windows.json');
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'nightjar-windows-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is by the set of monitors, and there again at the next start', () => {
    const memory = new WindowMemory(file());
    memory.keepUses(home, { laptop: 'desk', panel: 'left' });
    memory.keepBounds(home, { laptop: 'desk', panel: 'left' }, 'desk', { x: 1, y: 2, width: 300, height: 400 });
    memory.keepUses(away, { laptop: 'desk' });
    const next = new WindowMemory(file());
    expect(next.usesOf(home, ['laptop', 'panel'])).toEqual({ laptop: 'desk', panel: 'left' });
    expect(next.boundsOf(home)).toEqual({ desk: { x: 1, y: 2, width: 300, height: 400 } });
    expect(next.boundsOf(away)).toEqual({});
  });

  it('of another set is what was said of each monitor last', () => {
    const memory = new WindowMemory(file());
    memory.keepUses(home, { laptop: 'desk', panel: 'right' });
    expect(memory.usesOf('another', ['panel', 'new'])).toEqual({ panel: 'right' });
  });

  it('of a panel that is driven at another scale or resolution is what was said of it, exactly the same one first', () => {
    const memory = new WindowMemory(file());
    memory.keepUses(home, {
      '9 RX, 3840 × 2160 2': 'left',
      '9 RX, 1920 × 1080 1': 'right',
      '4 RX, 3840 × 2160 2': 'colour',
    });
    const asked = ['9 RX, 1920 × 1080 1', '9 RX, 3840 × 2160 1.5', '5 RX, 3840 × 2160 1.5'];
    expect(memory.usesOf('another', asked)).toEqual({ [asked[0] ?? '']: 'right', [asked[1] ?? '']: 'left' });
  });

  it('says nothing where the file is damaged, and holds only what it must', () => {
    writeFileSync(file(), '{"version":1,"arrangements":[{"of":1}]}');
    expect(new WindowMemory(file()).usesOf(home, ['laptop'])).toEqual({});
    const memory = new WindowMemory(file());
    for (let at = 0; at < 40; at += 1) memory.keepUses(`set ${at}`, { laptop: 'desk' });
    const { arrangements } = JSON.parse(readFileSync(file(), 'utf8')) as { arrangements: unknown[] };
    expect(arrangements).toHaveLength(32);
  });
});
