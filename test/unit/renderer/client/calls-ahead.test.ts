import { describe, expect, it } from 'vitest';
import { CallsAhead } from '../../../../renderer/client/calls-ahead.ts';
import type { callStation } from '../../../../renderer/client/index.ts';
import { StudyId } from '../../../../shared/model/ids.ts';

const [one, two] = ['1', '2'].map((digit) => StudyId.parse(digit.repeat(26))) as [StudyId, StudyId];

function made() {
  const asked: string[] = [];
  // Answers with its own number: the test looks at which one was given out.
  const call = ((name: string, { studyId }: { studyId: StudyId }) => {
    asked.push(`${name} ${studyId[0] ?? ''}`);
    return studyId === two ? Promise.reject(new Error('unknown')) : Promise.resolve(asked.length);
  }) as typeof callStation;
  return { asked, ahead: new CallsAhead(call) };
}

describe('calls made ahead', () => {
  it('are given out once, and the next one asks anew', async () => {
    const { asked, ahead } = made();
    ahead.openStudy(one);
    expect(asked).toEqual(['study.open 1', 'reading.load 1']);
    expect(await ahead.call('study.open', { studyId: one })).toBe(1);
    expect(await ahead.call('study.open', { studyId: one })).toBe(3);
    expect(await ahead.call('reading.load', { studyId: one })).toBe(2);
  });

  it('of a study that is not opened after all are forgotten, and failures reach who asks', async () => {
    const { asked, ahead } = made();
    ahead.openStudy(one);
    ahead.openStudy(two);
    await expect(ahead.call('study.open', { studyId: two })).rejects.toThrow('unknown');
    await ahead.call('reading.load', { studyId: one });
    expect(asked).toHaveLength(5);
  });
});
