import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HangingProtocol } from '../../../../../shared/hanging/protocol/protocol.ts';
import { TryOut } from '../../../../../shared/hanging/protocol/try-out.ts';
import { caseOf, protocolOf, stackOf, studyOf } from './cases.ts';

const shipped = protocolOf();
const wanted = (change: Readonly<Record<string, unknown>> = {}): HangingProtocol =>
  protocolOf({
    ...{ id: 'mine', name: 'Mine', scope: 'user' },
    for: [
      { attribute: 'modality', is: 'equals', value: 'CT', weight: 100, must: true },
      { attribute: 'region', is: 'in', values: ['chest'], weight: 100, must: true },
    ],
    ...change,
  });
const chest = caseOf(studyOf([stackOf('lung')], { regions: ['chest'] }));

describe('a document that is tried on the studies of the store', () => {
  it('hangs those that fit, says by what they hang now, and by which rule it refuses the others', () => {
    const trying = new TryOut(wanted(), [shipped]);
    expect(trying.on(chest)).toEqual({ outcome: 'hangs', now: 'CT', why: null, differs: true });
    const head = caseOf(studyOf([stackOf('head')], { regions: ['head'] }));
    expect(trying.on(head)).toEqual({ outcome: 'refused', now: 'CT', why: 'it asks for region chest', differs: false });
    const plain = caseOf(studyOf([stackOf('scan', { modality: 'MR' })], { regions: ['chest'] }));
    expect(trying.on(plain)).toEqual({ outcome: 'refused', now: null, why: 'it asks for modality CT', differs: false });
    // The study fits, and has no such series.
    const rules = [{ attribute: 'plane', is: 'equals', value: 'sagittal', weight: 1, must: true }];
    const imageSets = wanted().imageSets.map((set) => ({ ...set, rules }));
    const { why } = new TryOut(wanted({ imageSets }), [shipped]).on(chest);
    expect(why).toBe('it needs CT, which is not there');
  });

  it('says which other protocol is before it', () => {
    const weak = wanted({ for: [{ attribute: 'modality', is: 'equals', value: 'CT', weight: 1, must: true }] });
    expect(new TryOut(weak, [shipped]).on(chest)).toEqual({ outcome: 'another', now: 'CT', why: null, differs: false });
  });

  it('takes the place of its former version, whatever its number is', () => {
    const former = wanted({ version: 7, name: 'Mine, as it was', for: [{ attribute: 'region', is: 'equals', value: 'head', weight: 1, must: true }] }); // prettier-ignore
    expect(new TryOut(wanted(), [shipped, former]).on(chest)).toMatchObject({ outcome: 'hangs', now: 'CT' });
    const before = wanted({ version: 7, name: 'Mine, as it was' });
    expect(new TryOut(wanted(), [shipped, before]).on(chest)).toMatchObject({
      ...{ outcome: 'hangs', now: 'Mine, as it was', differs: false },
    });
  });

  it('differs where its former version shows something else, or hung what it hangs no more', () => {
    const looks = (change: object): HangingProtocol['displaySets'] =>
      wanted().displaySets.map((display) => ({ ...display, ...change }));
    const renamed = wanted({ displaySets: looks({ label: 'Called otherwise' }) });
    const inverted = wanted({ displaySets: looks({ look: { invert: true } }) });
    expect(new TryOut(renamed, [shipped, wanted()]).on(chest)).toMatchObject({ outcome: 'hangs', differs: false });
    expect(new TryOut(inverted, [shipped, wanted()]).on(chest)).toMatchObject({ outcome: 'hangs', differs: true });
    const head = wanted({ for: [{ attribute: 'region', is: 'equals', value: 'head', weight: 1, must: true }] });
    const trying = new TryOut(head, [shipped, wanted()]);
    expect(trying.atOnce(chest)).toBeNull();
    expect(trying.on(chest)).toMatchObject({ outcome: 'refused', now: 'Mine', differs: true });
  });

  it('refuses at once, without the series, only what it refuses with them', () => {
    const facts = fc.record({
      modality: fc.constantFrom('CT', 'MR'),
      regions: fc.subarray(['chest', 'head']),
      sides: fc.subarray(['L', 'R']),
      codes: fc.subarray(['A', 'B']),
    });
    const attribute = fc.constantFrom('modality', 'region', 'side', 'procedureCode', 'description');
    const rule = fc.record({
      attribute,
      is: fc.constant('equals'),
      value: fc.constantFrom('CT', 'chest', 'L', 'A'),
      weight: fc.constant(1),
      must: fc.boolean(),
    });
    fc.assert(
      fc.property(
        facts,
        fc.array(rule, { minLength: 1, maxLength: 4 }),
        ({ modality, regions, sides, codes }, rules) => {
          const whole = studyOf([stackOf('one', { modality })], { regions, sides, procedureCodes: codes });
          const trying = new TryOut(wanted({ for: rules }), [shipped]);
          // As the list knows it: codes and sides are said by the headers of its pictures.
          const listed = { ...whole, stacks: [], sides: [], procedureCodes: [] };
          const atOnce = trying.atOnce(caseOf(listed));
          const later = trying.on(caseOf(whole));
          if (atOnce !== null) expect(later).toMatchObject({ outcome: 'refused' });
        },
      ),
    );
  });
});
