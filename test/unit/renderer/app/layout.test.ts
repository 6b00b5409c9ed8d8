import { describe, expect, it } from 'vitest';
import { createLayout, putOnDesk, studyOnDesk } from '../../../../renderer/app/layout.ts';
import { PersonId, StudyId } from '../../../../shared/model/ids.ts';

const STUDY = StudyId.parse('0'.repeat(26));
const OTHER_STUDY = StudyId.parse('2'.repeat(26));
const READER = PersonId.parse('1'.repeat(26));
const OTHER = PersonId.parse('3'.repeat(26));

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
    putOnDesk(createLayout(session), READER, STUDY);
    expect(studyOnDesk(createLayout(session).getState(), READER)).toBe(STUDY);
  });

  it('keeps a desk for each reader and shows none of it to another', () => {
    const session = memory();
    const layout = createLayout(session);
    putOnDesk(layout, READER, STUDY);
    expect(studyOnDesk(layout.getState(), OTHER)).toBeNull();
    expect(studyOnDesk(layout.getState(), null)).toBeNull();
    putOnDesk(layout, OTHER, OTHER_STUDY);
    putOnDesk(layout, OTHER, null);
    putOnDesk(layout, null, OTHER_STUDY);
    expect([...createLayout(session).getState().desks]).toEqual([[READER, STUDY]]);
  });

  it('forgets the study when it is closed', () => {
    const session = memory();
    const layout = createLayout(session);
    putOnDesk(layout, READER, STUDY);
    putOnDesk(layout, READER, null);
    expect(session.kept.size).toBe(0);
    expect(studyOnDesk(createLayout(session).getState(), READER)).toBeNull();
  });

  it('shows the list where what is remembered is not its own', () => {
    for (const text of ['[["x","y"]]', 'no json', '{}']) {
      const session = memory();
      putOnDesk(createLayout(session), READER, STUDY);
      for (const key of session.kept.keys()) session.kept.set(key, text);
      expect(createLayout(session).getState().desks.size).toBe(0);
    }
  });
});
