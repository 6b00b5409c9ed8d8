import { describe, expect, it } from 'vitest';
import { SavedHangings } from '../../../../renderer/reading/hanging/saved-hangings.ts';
import type { OwnVersions } from '../../../../renderer/reading/hanging/saved-hangings.ts';

/** Versions as a station keeps them: every act is one more. @param names of the versions so far; null: removed with it */
function station(names: readonly (string | null)[]) {
  const kept = [...names];
  const own: OwnVersions = {
    versions: () =>
      Promise.resolve({
        versions: kept
          .map((name, at) => ({
            ...{ version: at + 1, name, note: null, savedAt: '', savedBy: '', how: 'saved' as const },
          }))
          .toReversed(),
      }),
    restore: (_id, version) => Promise.resolve({ version: kept.push(kept[version - 1] ?? null) }),
    remove: () => Promise.resolve(kept.push(null)),
  };
  return { kept, own };
}
const saved = (version: number, after: number) => ({ id: 'mine', name: `v${version}`, version, after, wanted: null });

describe('taking back what was saved', () => {
  it('goes back save by save, until there is none, and keeps every version', async () => {
    const { kept, own } = station(['former', 'first', 'second']);
    const saves = new SavedHangings();
    saves.add(saved(2, 1));
    saves.add(saved(3, 2));
    // The case still hangs by what it was hung by before it was saved.
    expect(saves.newestOf(saved(1, 0))).toBe(3);
    expect(await saves.takeBack(own)).toMatchObject({ name: 'v3', left: 'former' });
    expect(saves.newestOf(saved(1, 0))).toBe(4);
    expect(await saves.takeBack(own)).toMatchObject({ name: 'v2', left: 'former' });
    expect(await saves.takeBack(own)).toBeNull();
    expect(kept).toEqual(['former', 'first', 'second', 'first', 'former']);
  });

  it('removes what was new, or had been removed before', async () => {
    const fresh = station(['mine']);
    const saves = new SavedHangings();
    saves.add(saved(1, 0));
    expect(await saves.takeBack(fresh.own)).toMatchObject({ left: 'gone' });
    expect(fresh.kept).toEqual(['mine', null]);
    expect(saves.newestOf(saved(1, 0))).toBeNull();
    const again = station(['old', null, 'mine']);
    saves.add(saved(3, 2));
    expect(await saves.takeBack(again.own)).toMatchObject({ left: 'gone' });
    expect(again.kept.at(-1)).toBeNull();
  });

  it('leaves alone what somebody changed since', async () => {
    const { kept, own } = station(['mine', 'edited']);
    const saves = new SavedHangings();
    saves.add(saved(1, 0));
    await expect(saves.takeBack(own)).rejects.toMatchObject({ code: 'hanging/changed' });
    expect(kept).toEqual(['mine', 'edited']);
    expect(await saves.takeBack(own)).toBeNull();
  });
});
