import { expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { shareMemory } from '../../../../renderer/reading/share-memory.ts';
import type { DeskParts } from '../../../../renderer/reading/desk-parts.ts';

const GB = 1024 ** 3;
const turn = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 0));

/** A station with so much memory, or one that cannot say it. */
function answering(total: number | null): Pick<DeskParts, 'call' | 'failed'> & { readonly failures: string[] } {
  const failures: string[] = [];
  const call = () => (total === null ? Promise.reject(new Error('no answer')) : Promise.resolve({ total, free: 1, station: 1 })); // prettier-ignore
  return { call: call as DeskParts['call'], failed: (_error, doing) => void failures.push(doing), failures };
}

it('F12: pictures and volumes have their share of the machine, less as windows open, more as they close', async () => {
  const source = { memory: 7, volumeMemory: 7 };
  const open = createStore<{ readonly glasses: readonly unknown[] }>()(() => ({ glasses: [] }));
  const end = shareMemory(source, open, answering(4 * GB));
  expect(source).toEqual({ memory: 7, volumeMemory: 7 });
  await turn();
  const alone = { memory: Math.floor(0.8 * GB), volumeMemory: Math.floor(0.6 * GB) };
  expect(source).toEqual(alone);
  open.setState({ glasses: [1] });
  expect(source).toEqual({ memory: Math.floor(0.4 * GB), volumeMemory: Math.floor(0.3 * GB) });
  open.setState({ glasses: [1, 2] });
  // A third of 0.6 GiB is less than the least.
  expect(source).toEqual({ memory: Math.floor((0.8 * GB) / 3), volumeMemory: 256 * 1024 ** 2 });
  open.setState({ glasses: [] });
  expect(source).toEqual(alone);
  end();
  open.setState({ glasses: [1] });
  expect(source).toEqual(alone);
});

it('a station that cannot say how much there is leaves things as they are, and that is said', async () => {
  const source = { memory: 7, volumeMemory: 7 };
  const station = answering(null);
  shareMemory(source, null, station);
  await turn();
  expect([source, station.failures]).toEqual([{ memory: 7, volumeMemory: 7 }, ['Memory of this machine']]);
});
