import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtocolId } from '../../../../../../shared/hanging/protocol/display-set.ts';
import { applyEdit, beginEditing, edited, undone } from '../../../../../../shared/hanging/protocol/edit/history.ts';
import {
  blankProtocol,
  idFromName,
  nameOfCopy,
  underName,
} from '../../../../../../shared/hanging/protocol/edit/new-protocol.ts';
import { ProtocolMatcher } from '../../../../../../shared/hanging/protocol/match.ts';
import { HangingProtocol } from '../../../../../../shared/hanging/protocol/protocol.ts';
import { caseOf, protocolOf, stackOf, studyOf } from '../cases.ts';

describe('a protocol begun from nothing', () => {
  it('can be kept as it stands, and hangs studies like the open one before what came with the program', () => {
    const study = studyOf([stackOf('brain', { modality: 'MR' })], { modalities: ['MR'], regions: ['head'] });
    const blank = HangingProtocol.parse(blankProtocol(study, []));
    const shipped = protocolOf({ for: [{ attribute: 'modality', is: 'equals', value: 'MR', weight: 10, must: true }] });
    expect(new ProtocolMatcher([shipped, blank]).best(caseOf(study))).toBe(blank.id);
    const spine = studyOf([stackOf('spine', { modality: 'MR' })], { modalities: ['MR'], regions: ['spine'] });
    expect(new ProtocolMatcher([blank]).best(caseOf(spine))).toBeNull();
    expect(HangingProtocol.safeParse(blankProtocol(null, [blank.id])).data?.id).toBe('new-protocol-2');
    expect(applyEdit(blank, { do: 'add-set' })).toMatchObject({ ok: true });
  });
});

describe('a protocol under another name', () => {
  it('has an id that a document may have and nobody has', () => {
    expect(idFromName('CT head, trauma', ['ct-head'])).toBe('ct-head-trauma');
    expect(idFromName('Ünfall', ['unfall', 'unfall-2'])).toBe('unfall-3');
    const names = fc.string({ maxLength: 64, unit: 'grapheme' });
    fc.assert(
      fc.property(names, fc.array(names, { maxLength: 4 }), (name, others) => {
        const taken = others.reduce<string[]>((all, other) => [...all, idFromName(other, all)], []);
        const id = idFromName(name, taken);
        expect(ProtocolId.safeParse(id).success).toBe(true);
        expect(taken).not.toContain(id);
      }),
    );
    expect(nameOfCopy('x'.repeat(64))).toHaveLength(64);
  });

  it('is the new one whatever is undone: the old one is never written over', () => {
    const begun = edited(beginEditing(protocolOf()), { do: 'set-protocol', patch: { note: 'Changed.' } }).editing;
    const copy = underName(begun, 'mine', 'Mine');
    expect(copy.document).toMatchObject({ id: 'mine', name: 'Mine', note: 'Changed.' });
    const before = undone(copy);
    expect(before.document).toMatchObject({ id: 'mine', name: 'Mine' });
    expect(before.document.note).toBeUndefined();
  });
});
