import { describe, expect, it } from 'vitest';
import { createLayout } from '../../../../renderer/app/layout.ts';
import { PersonId, StudyId } from '../../../../shared/model/ids.ts';

const STUDY = StudyId.parse('0'.repeat(26));
const READER = PersonId.parse('1'.repeat(26));

function memory(): { readonly kept: Map<string, string> } & Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

describe('the layout of a window', () => {
  it('has the study on the desk again after the page was loaded anew', () => {
    const session = memory();
    createLayout(session).setState({ desk: { studyId: STUDY, by: READER } });
    expect(createLayout(session).getState().desk).toEqual({ studyId: STUDY, by: READER });
  });

  it('forgets the study when it is closed', () => {
    const session = memory();
    const layout = createLayout(session);
    layout.setState({ desk: { studyId: STUDY, by: READER } });
    layout.setState({ desk: null });
    expect(session.kept.size).toBe(0);
    expect(createLayout(session).getState().desk).toBeNull();
  });

  it('shows the list where what is remembered is not its own', () => {
    for (const text of ['{"studyId":"x"}', 'no json', '[]']) {
      const session = memory();
      createLayout(session).setState({ desk: { studyId: STUDY, by: null } });
      for (const key of session.kept.keys()) session.kept.set(key, text);
      expect(createLayout(session).getState().desk).toBeNull();
    }
  });
});
