import { describe, expect, it, onTestFinished } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { DeskAction } from '../../../../renderer/reading/commands.ts';
import type { DeskCase } from '../../../../renderer/reading/stores.ts';
import { WhileOpening } from '../../../../renderer/reading/while-opening.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { Emitter } from '../../../../shared/lib/emitter.ts';
import { axial, seriesOf, studyOf } from '../../shared/hanging/studies.ts';

const NEXT_STAGE: DeskAction = { do: 'stage', by: 1 };
const DOWN: DeskAction = { do: 'scroll', by: 1 };
const TWO: DeskAction = { do: 'layout', rows: 1, columns: 2 };

function desk() {
  const open = createStore<DeskCase>()(() => ({ status: 'loading' }));
  const [done, said, stood]: [DeskAction[], string[], Emitter<void>] = [[], [], new Emitter()];
  const of = { stores: { open }, stood, active: {} as object | null, say: (title: string) => void said.push(title) };
  const opening = new WhileOpening(of, (action) => done.push(action));
  onTestFinished(opening.start());
  const current = studyOf(1, [seriesOf('one', 'CT', [axial('one', 1)])]);
  return {
    ...{ of, done, said, opening, stood },
    opened: async (): Promise<void> => {
      open.setState({ status: 'open', token: 1, current, priors: [], reader: null }, true);
      await Promise.resolve();
    },
    loading: () => open.setState({ status: 'loading' }, true),
    failed: () => open.setState({ status: 'failed', error: new AppError('archive/unknown-study', 'gone') }, true),
  };
}

/** Long enough for all that waits for one another. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

describe('what is asked for while a case is being opened', () => {
  it('is done to that case once it is there, in its order; tools at once', async () => {
    const { opening, done, opened, said } = desk();
    opening.take(NEXT_STAGE);
    opening.take({ do: 'tool', tool: 'probe' });
    opening.take(DOWN);
    expect(done).toEqual([{ do: 'tool', tool: 'probe' }]);
    await opened();
    await settled();
    expect(done.slice(1)).toEqual([NEXT_STAGE, DOWN]);
    opening.take(DOWN);
    expect([done.length, said]).toEqual([4, []]);
  });

  it('is never done to another case, nor to one that could not be opened', async () => {
    const { opening, done, opened, loading, failed } = desk();
    opening.take(NEXT_STAGE);
    loading();
    await opened();
    await settled();
    expect(done).toEqual([]);
    loading();
    opening.take(DOWN);
    failed();
    await opened();
    await settled();
    expect(done).toEqual([]);
  });

  it('is not done, and that is said, where it would write something down of a picture that nobody saw', async () => {
    const { opening, done, opened, said } = desk();
    opening.take({ do: 'key-image' });
    opening.take({ do: 'delete' });
    await opened();
    await settled();
    expect([done, said]).toEqual([[], ['Not done', 'Not done']]);
  });

  it('waits for the viewport of the case, and holds nothing up that is asked for later', async () => {
    const { of, opening, done, opened, stood } = desk();
    opening.take(TWO);
    opening.take(DOWN);
    of.active = null;
    await opened();
    await settled();
    expect(done).toEqual([]);
    of.active = {};
    stood.emit();
    of.active = null;
    await settled();
    expect(done).toEqual([TWO]);
    opening.take(NEXT_STAGE);
    expect(done).toEqual([TWO, DOWN, NEXT_STAGE]);
  });
});
