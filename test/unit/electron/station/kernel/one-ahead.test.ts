import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inGroups, oneAhead } from '../../../../../electron/station/kernel/one-ahead.ts';

async function all<T>(from: AsyncIterable<T>): Promise<T[]> {
  const got: T[] = [];
  for await (const one of from) got.push(one);
  return got;
}

describe('one ahead', () => {
  it('gives what the work made, in order, and never has more than two under way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 3 })), async (turns) => {
        let underWay = 0;
        let most = 0;
        const work = async (turn: number): Promise<number> => {
          underWay += 1;
          most = Math.max(most, underWay);
          for (let n = 0; n < turn; n += 1) await Promise.resolve();
          underWay -= 1;
          return turn * 2;
        };
        expect(await all(oneAhead(turns, work))).toEqual(turns.map((turn) => turn * 2));
        expect(most).toBeLessThanOrEqual(2);
      }),
    );
  });

  it('has begun the next one while one is used', async () => {
    const begun: number[] = [];
    const got = oneAhead([1, 2, 3], (n) => (begun.push(n), Promise.resolve(n)));
    expect(await got.next()).toEqual({ value: 1, done: false });
    expect(begun).toEqual([1, 2]);
    await got.return(undefined);
  });

  it('throws what failed in its turn, after what came before it', async () => {
    const got: number[] = [];
    const work = (n: number): Promise<number> => (n === 2 ? Promise.reject(new Error('two')) : Promise.resolve(n));
    const read = async (): Promise<void> => {
      for await (const one of oneAhead([1, 2, 3], work)) got.push(one);
    };
    await expect(read()).rejects.toThrow('two');
    expect(got).toEqual([1]);
  });

  it('ends for whoever stops only when nothing is under way any more', async () => {
    let isDone = false;
    let resolve = (): void => undefined;
    const slow = new Promise<void>((done) => (resolve = done)).then(() => {
      isDone = true;
    });
    const got = oneAhead([1, 2], (n) => (n === 1 ? Promise.resolve() : slow));
    await got.next();
    const ended = got.return(undefined);
    expect(isDone).toBe(false);
    resolve();
    await ended;
    expect(isDone).toBe(true);
  });
});

it('items in groups are all items, in order, each group closed when it weighs enough', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 20 })),
      fc.integer({ min: 1, max: 30 }),
      async (weights, most) => {
        const groups = await all(inGroups(weights, most, (weight) => weight));
        expect(groups.flat()).toEqual(weights);
        const sum = (some: readonly number[]): number => some.reduce((one, other) => one + other, 0);
        for (const group of groups.slice(0, -1)) {
          expect(sum(group)).toBeGreaterThanOrEqual(most);
          expect(sum(group.slice(0, -1))).toBeLessThan(most);
        }
      },
    ),
  );
});
