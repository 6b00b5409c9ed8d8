import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Searches } from '../../../../../../electron/station/access/audit/searches.ts';
import type { AuditDetail } from '../../../../../../electron/station/kernel/audit.ts';
import { sha256Hex } from '../../../../../../electron/station/kernel/sha256.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const warned: string[] = [];
const log = { info: () => undefined, warn: (event: string) => void warned.push(event), error: () => undefined };

function setUp(fails = false) {
  const written: AuditDetail[] = [];
  const clock = { now: 0 };
  const searches = new Searches({
    clock: { monotonic: () => clock.now },
    log,
    sign: (text) => ({ keyId: 'k', signature: sha256Hex(`secret ${text}`) }),
    write: async (detail) => {
      if (fails) throw new Error('no');
      written.push(detail);
    },
  });
  const type = (...texts: readonly string[]): void => {
    for (const text of texts) searches.typed(text, text.length);
  };
  /** As long as a reader looks at what was found. */
  const pause = async (): Promise<void> => void (await vi.advanceTimersByTimeAsync(3000));
  return { searches, written, clock, type, pause };
}
const digest = (word: string): string => sha256Hex(sha256Hex(`secret nightjar-search/1 ${word}`)).slice(0, 16);

describe('a search of the list', () => {
  it('is one record for a word that is typed letter by letter and taken back', async () => {
    const { written, type, pause } = setUp();
    type('d', 'do', 'doe', 'do', 'd', '');
    await pause();
    expect(written).toEqual([{ searches: 1, words: 1, digests: digest('doe'), found: 3, key: 'k' }]);
  });

  it('stands in one record with those that follow at once, word by word, and in another after a pause', async () => {
    const { written, type, pause } = setUp();
    type('doe', 'roe j');
    expect(written).toEqual([]);
    await pause();
    type('poe');
    await pause();
    expect(written.map(({ searches, digests }) => [searches, digests])).toEqual([
      [2, `${digest('doe')} ${digest('roe')} ${digest('j')}`],
      [1, digest('poe')],
    ]);
  });

  it('cannot flood the trail, and a page that never stops is recorded all the same', async () => {
    const { written, type, clock } = setUp();
    for (let n = 0; n < 600; n += 1) {
      type(`name${n} x`);
      clock.now += 100;
      await vi.advanceTimersByTimeAsync(100);
    }
    // A minute.
    expect(written.length).toBeGreaterThan(4);
    expect(written.length).toBeLessThan(21);
    expect(written.reduce((sum, { searches }) => sum + Number(searches), 0)).toBeGreaterThan(500);
  });

  it('holds no word in clear, and the same digest whatever the case', async () => {
    const { written, type, searches } = setUp();
    type('DOE^Jane');
    await searches.settle();
    expect(JSON.stringify(written)).not.toMatch(/doe|jane/i);
    expect(written[0]?.['digests']).toBe(`${digest('doe')} ${digest('jane')}`);
  });

  it('counts once while the list asks again with the same words, and anew after ten minutes', async () => {
    const { written, type, pause, clock } = setUp();
    for (const now of [0, 60_000, 599_999, 600_000]) {
      clock.now = now;
      type('doe');
      await pause();
    }
    expect(written).toHaveLength(2);
  });

  it('is none where no word was typed', async () => {
    const { written, type, pause, searches } = setUp();
    type('', '  ');
    await pause();
    await searches.settle();
    expect(written).toEqual([]);
  });

  it('keeps nobody from reading where it cannot be written', async () => {
    const { type, pause } = setUp(true);
    type('doe');
    await pause();
    expect(warned).toEqual(['audit.search-unrecorded']);
  });
});
