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
  const type = async (...texts: readonly string[]): Promise<void> => {
    for (const text of texts) await searches.typed(text, text.length);
  };
  /** As long as a reader looks at what was found. */
  const pause = async (): Promise<void> => void (await vi.advanceTimersByTimeAsync(3000));
  return { searches, written, clock, type, pause };
}
const digest = (word: string): string => sha256Hex(sha256Hex(`secret nightjar-search/1 ${word}`)).slice(0, 16);

describe('a search of the list', () => {
  it('is one record for a word that is typed letter by letter and taken back', async () => {
    const { written, type, pause } = setUp();
    await type('d', 'do', 'doe', 'do', 'd', '');
    await pause();
    expect(written).toEqual([{ words: 1, digests: digest('doe'), found: 3, key: 'k' }]);
  });

  it('is another record for other words, at once where they take the place of the first', async () => {
    const { written, type, pause } = setUp();
    await type('doe', 'roe j');
    expect(written).toHaveLength(1);
    await pause();
    expect(written.map(({ digests }) => digests)).toEqual([digest('doe'), `${digest('roe')} ${digest('j')}`]);
  });

  it('holds no word in clear, and the same digest whatever the case', async () => {
    const { written, type, searches } = setUp();
    await type('DOE^Jane');
    await searches.settle();
    expect(JSON.stringify(written)).not.toMatch(/doe|jane/i);
    expect(written[0]?.['digests']).toBe(`${digest('doe')} ${digest('jane')}`);
  });

  it('counts once while the list asks again with the same words, and anew after ten minutes', async () => {
    const { written, type, pause, clock } = setUp();
    for (const now of [0, 60_000, 599_999, 600_000]) {
      clock.now = now;
      await type('doe');
      await pause();
    }
    expect(written).toHaveLength(2);
  });

  it('is none where no word was typed', async () => {
    const { written, type, pause, searches } = setUp();
    await type('', '  ');
    await pause();
    await searches.settle();
    expect(written).toEqual([]);
  });

  it('keeps nobody from reading where it cannot be written', async () => {
    const { type, pause } = setUp(true);
    await type('doe');
    await pause();
    expect(warned).toEqual(['audit.search-unrecorded']);
  });
});
