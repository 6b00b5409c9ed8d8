import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { ToDimse } from '../../../../../../electron/station/sources/dimse/dimse-messages.ts';
import { Taken } from '../../../../../../electron/station/sources/dimse/taken.ts';

it('what was taken is told together: answers with the next turn, much at once, all of it in the end', async () => {
  const posts: ToDimse[] = [];
  const taken = new Taken((message) => posts.push(message));
  taken.credit(1, 10);
  taken.credit(2, 5);
  taken.credit(1, 10);
  expect(posts).toEqual([]);
  taken.answer(1, 0);
  taken.answer(2, 7);
  await turn();
  await turn();
  const credits = [
    { object: 1, bytes: 20 },
    { object: 2, bytes: 5 },
  ];
  const answers = [
    { object: 1, status: 0 },
    { object: 2, status: 7 },
  ];
  expect(posts.splice(0)).toEqual([{ t: 'taken', credits, answers }]);
  taken.credit(3, 4 * 1024 * 1024);
  expect(posts.splice(0)).toEqual([{ t: 'taken', credits: [{ object: 3, bytes: 4 * 1024 * 1024 }], answers: [] }]);
  taken.credit(4, 1);
  await expect
    .poll(() => posts, { timeout: 30_000 })
    .toEqual([{ t: 'taken', credits: [{ object: 4, bytes: 1 }], answers: [] }]);
});
