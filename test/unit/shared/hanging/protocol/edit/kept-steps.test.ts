import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edit } from '../../../../../../shared/hanging/protocol/edit/edits.ts';
import { beginEditing, edited, redone, undone } from '../../../../../../shared/hanging/protocol/edit/history.ts';
import type { Editing } from '../../../../../../shared/hanging/protocol/edit/history.ts';
import {
  keptSteps,
  KeptSteps,
  LONGEST_STEPS,
  MOST_KEPT_STEPS,
  withSteps,
} from '../../../../../../shared/hanging/protocol/edit/kept-steps.ts';
import { HangingProtocol } from '../../../../../../shared/hanging/protocol/protocol.ts';
import { protocolOf } from '../cases.ts';

const named = (name: string): Edit => ({ do: 'set-protocol', patch: { name } });
const did = (editing: Editing, edits: readonly Edit[]): Editing =>
  edits.reduce((now, edit) => edited(now, edit).editing, editing);

/** As the station gives it back: through text, and read anew. */
function again(editing: Editing): Editing {
  const steps = KeptSteps.parse(JSON.parse(JSON.stringify(keptSteps(editing))));
  return withSteps(HangingProtocol.parse(JSON.parse(JSON.stringify(editing.document))), steps);
}

describe('the steps of undo that a draft keeps', () => {
  it('lead back and forth over the same documents, whatever was done and undone', () => {
    const step = fc.oneof(
      fc.constantFrom('undo', 'redo', 'add-set', 'add-stage'),
      fc.string({ minLength: 1, maxLength: 40 }).map((name) => named(`n${name}`)),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const start = beginEditing(HangingProtocol.parse(protocolOf({ id: 'mine', name: 'Mine' })));
        const editing = steps.reduce<Editing>((now, one) => {
          if (one === 'undo') return undone(now);
          if (one === 'redo') return redone(now);
          if (one === 'add-set') return edited(now, { do: 'add-set' }).editing;
          if (one === 'add-stage')
            return edited(now, { do: 'add-stage', after: now.document.stages[0]?.id ?? '' }).editing;
          return edited(now, one as Edit).editing;
        }, start);
        if (editing.faults.length > 0) return;
        const back = again(editing);
        const whole = (documents: readonly HangingProtocol[]): readonly HangingProtocol[] =>
          documents.filter((document) => HangingProtocol.safeParse(document).success);
        expect(back.past).toEqual(whole(editing.past));
        expect(back.future).toEqual(whole(editing.future));
        expect(back.document).toEqual(editing.document);
      }),
    );
  });

  it('go past a document with a fault, which is none that can be kept', () => {
    const start = beginEditing(HangingProtocol.parse(protocolOf({ id: 'mine', name: 'Mine' })));
    const editing = did(start, [named('Mine, b'), named(''), named('Mine, c')]);
    const back = again(editing);
    expect(back.past.map(({ name }) => name)).toEqual(['Mine', 'Mine, b']);
    expect(undone(undone(back)).document).toEqual(start.document);
  });

  it('are small, and bounded: the furthest go first', () => {
    const start = beginEditing(HangingProtocol.parse(protocolOf({ id: 'mine', name: 'Mine' })));
    const many = did(
      start,
      Array.from({ length: 600 }, (_, at) => named(`Mine ${at}`)),
    );
    const steps = keptSteps(many);
    expect(steps.past).toHaveLength(MOST_KEPT_STEPS);
    expect(JSON.stringify(steps).length).toBeLessThan(30_000);
    expect(again(many).past.at(-1)?.name).toBe('Mine 598');
    const long = did(
      start,
      Array.from({ length: 400 }, (_, at) => ({ do: 'set-protocol', patch: { note: `${at} `.repeat(250).trim() } })),
    );
    const kept = keptSteps(long);
    expect(KeptSteps.safeParse(kept).success).toBe(true);
    expect(JSON.stringify(kept).length).toBeLessThan(LONGEST_STEPS * 1.1);
    expect(again(long).past.at(-1)).toEqual(long.past.at(-1));
  });

  it('end where another version of the program wrote what is none here, and refuse what is no step', () => {
    const start = beginEditing(HangingProtocol.parse(protocolOf({ id: 'mine', name: 'Mine' })));
    const editing = did(start, [named('Mine, b'), named('Mine, c')]);
    const { past, future } = keptSteps(editing);
    const [nearest, ...rest] = past;
    if (!nearest) throw new Error('no step');
    const beyond = withSteps(editing.document, { past: [nearest, { at: 0, cut: 1, put: '' }, ...rest], future });
    expect(beyond.past.map(({ name }) => name)).toEqual(['Mine, b']);
    expect(withSteps(editing.document, { past: [{ at: 9e9, cut: 1, put: '' }], future }).past).toEqual([]);
    expect(KeptSteps.safeParse({ past: [{ at: -1, cut: 0, put: '' }], future: [] }).success).toBe(false);
  });
});
