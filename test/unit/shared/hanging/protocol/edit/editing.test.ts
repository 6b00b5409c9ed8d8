import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SIDES } from '../../../../../../shared/hanging/protocol/edit/cells.ts';
import type { CellPlace, Edit, RuleList } from '../../../../../../shared/hanging/protocol/edit/edits.ts';
import { faultAt } from '../../../../../../shared/hanging/protocol/edit/faults.ts';
import {
  applyEdit,
  beginEditing,
  edited,
  redone,
  settled,
  undone,
} from '../../../../../../shared/hanging/protocol/edit/history.ts';
import { rulesOf } from '../../../../../../shared/hanging/protocol/edit/rule-edits.ts';
import { partsOf, ruleFrom } from '../../../../../../shared/hanging/protocol/edit/rule-forms.ts';
import { idleLooks } from '../../../../../../shared/hanging/protocol/look-rules.ts';
import { HangingProtocol } from '../../../../../../shared/hanging/protocol/protocol.ts';

const folder = path.join(import.meta.dirname, '../../../../../../resources/hanging');
const shipped = readdirSync(folder)
  .filter((name) => name !== 'protocol.schema.json')
  .map((name) => HangingProtocol.parse(JSON.parse(readFileSync(path.join(folder, name), 'utf8'))));

type Draw = (below: number) => number;

/** Any edit that a reader could do to a document as it stands, and some that nobody could. */
function anyEdit(document: HangingProtocol, draw: Draw): Edit {
  const one = <T>(items: readonly T[]): T => items[draw(items.length)] as T;
  const stage = one(document.stages);
  const screen = draw(stage.screens.length);
  const boxes = stage.screens[screen]?.boxes ?? [];
  const at: CellPlace = { stage: stage.id, screen, box: draw(boxes.length) };
  const set = one(document.imageSets);
  const display = one(document.displaySets);
  const by = one([1, -1] as const);
  const list = one<RuleList>([{ of: 'studies' }, { of: 'pictures', set: set.id }, { of: 'priors', set: set.id }]);
  const rules = rulesOf(document, list) ?? [];
  const other = one(document.displaySets);
  const edits: readonly Edit[] = [
    { do: 'set-protocol', patch: { name: one(['', 'Mine', 'x'.repeat(65)]), note: one([undefined, 'A note']) } },
    { do: 'add-stage', after: stage.id },
    { do: 'copy-stage', stage: stage.id },
    { do: 'remove-stage', stage: one([stage.id, 'gone']) },
    { do: 'move-stage', stage: stage.id, by },
    {
      do: 'set-stage',
      stage: stage.id,
      patch: { name: one(['', 'Now']), needs: one([undefined, [set.id], ['gone']]) },
    },
    { do: 'add-screen', stage: stage.id },
    { do: 'remove-screen', at },
    { do: 'grid', at, rows: draw(5), columns: draw(5) },
    { do: 'split', at, into: one(['row', 'column'] as const) },
    { do: 'merge', at, side: one(SIDES) },
    { do: 'remove-cell', at },
    { do: 'move-edge', at, side: one(SIDES), by: one([0.05, -0.05, 0.3]) },
    { do: 'swap', at, other: { ...at, box: draw(boxes.length + 1) } },
    { do: 'show', at, display: one([display.id, 'gone']) },
    { do: 'set-screen', at, on: one([undefined, 'diagnostic', 'colour']) },
    { do: 'add-display', at, set: set.id },
    { do: 'copy-display', at },
    { do: 'remove-display', display: display.id },
    {
      do: 'set-display',
      display: display.id,
      to: { ...other, set: set.id, look: { window: { center: 0, width: draw(3) } } },
    },
    { do: 'add-set' },
    { do: 'copy-set', set: set.id },
    { do: 'remove-set', set: set.id },
    { do: 'move-set', set: set.id, by },
    { do: 'set-set', set: set.id, patch: { weight: one([1, -1, Number.NaN]), like: one([undefined, set.id]) } },
    { do: 'set-set', set: set.id, patch: { of: one(['current', { least: 2, pick: { by: 'nearest' } }]) } },
    { do: 'add-rule', list },
    { do: 'remove-rule', list, rule: draw(rules.length + 1) },
    { do: 'set-rule', list, rule: draw(rules.length + 1), to: { attribute: one(['age', 'view']), is: 'present', weight: one([5, 0.5]) } as never }, // prettier-ignore
  ];
  return one(edits);
}

/** Numbers to draw from. */
const draws = fc.array(fc.nat(9999), { minLength: 40, maxLength: 200 });
function drawer(numbers: readonly number[]): Draw {
  let next = 0;
  return (below) => (below === 0 ? 0 : (numbers[next++ % numbers.length] ?? 0) % below);
}

describe('editing a hanging protocol', () => {
  it('says of every document whether it could be kept, and undo and redo give every one of them back', () => {
    fc.assert(
      fc.property(fc.constantFrom(...shipped), draws, fc.integer({ min: 1, max: 25 }), (document, numbers, steps) => {
        const draw = drawer(numbers);
        let editing = beginEditing(document);
        const seen = [document];
        for (let step = 0; step < steps; step++) {
          const { editing: next, outcome } = edited(editing, anyEdit(editing.document, draw));
          if (!outcome.ok) expect(next).toBe(editing);
          if (next.document !== editing.document) seen.push(next.document);
          editing = next;
          const parsed = HangingProtocol.safeParse(editing.document);
          // A look that a kind does not have holds together and is refused all the same.
          const idle = parsed.success ? parsed.data.displaySets.flatMap((display) => idleLooks(display)) : [];
          expect(editing.faults.length === 0).toBe(parsed.success && idle.length === 0);
          // What does not hold together is refused, never made.
          expect(editing.faults.filter(({ path: where }) => where.length === 0)).toEqual([]);
          for (const { words } of editing.faults) expect(words).not.toBe('');
        }
        const last = editing.document;
        for (const before of seen.slice(0, -1).toReversed()) {
          editing = undone(editing);
          expect(editing.document).toEqual(before);
        }
        expect(undone(editing)).toBe(editing);
        for (const after of seen.slice(1)) {
          editing = redone(editing);
          expect(editing.document).toEqual(after);
        }
        expect(editing.document).toEqual(last);
      }),
      { numRuns: 30 },
    );
  });

  it('takes the letters of one field back together, and those of the next apart', () => {
    const [document] = shipped;
    if (!document) throw new Error('no protocol');
    const type = (from: ReturnType<typeof beginEditing>, name: string) =>
      edited(from, { do: 'set-protocol', patch: { name } }, 'name').editing;
    const typed = type(type(type(beginEditing(document), 'M'), 'Mi'), 'Min');
    expect(undone(typed).document).toEqual(document);
    const later = type(settled(typed), 'Mine');
    expect(undone(later).document.name).toBe('Min');
    expect(redone(undone(later)).document.name).toBe('Mine');
  });

  const chest = shipped.find(({ id }) => id === 'ct-chest');
  if (!chest) throw new Error('no protocol of the chest');
  it.each<[string, Edit, string]>([
    ['a series that is shown', { do: 'remove-set', set: 'main' }, 'It is shown by “Lung”'],
    ['a series before the one that chooses it', { do: 'move-set', set: 'soft', by: -1 }, 'has to come before it'],
    ['a picture that hangs', { do: 'remove-display', display: 'lung' }, 'It hangs in “Papers first”'],
    [
      'what is not there',
      { do: 'show', at: { stage: 'compare', screen: 0, box: 0 }, display: 'gone' },
      'there is no gone',
    ],
    ['the first stage upwards', { do: 'move-stage', stage: 'papers', by: -1 }, 'It is the first stage.'],
    [
      'merging what makes no rectangle',
      { do: 'merge', at: { stage: 'compare', screen: 0, box: 0 }, side: 'up' },
      'no rectangle',
    ],
  ])('refuses %s, and says why', (_what, edit, words) => {
    const outcome = applyEdit(chest, edit);
    expect(outcome.ok ? '' : outcome.words).toContain(words);
  });

  it('names the field of what could not be kept', () => {
    const { editing } = edited(beginEditing(chest), {
      ...{ do: 'set-set', set: 'prior' },
      patch: { of: { least: 3, pick: { by: 'nth', nth: 0 } } },
    });
    const at = chest.imageSets.findIndex(({ id }) => id === 'prior');
    expect(faultAt(editing.faults, ['imageSets', at, 'of', 'least'])).toBe('At most 1.');
    expect(faultAt(editing.faults, ['imageSets', at, 'of', 'pick'])).toBe('At least 1.');
    expect(faultAt(editing.faults, ['name'])).toBeNull();
  });

  it('gives every rule of the shipped protocols back as its fields say it', () => {
    const rules = shipped.flatMap((one) => [
      ...one.for,
      ...one.imageSets.flatMap((set) => [...set.rules, ...(set.of === 'current' ? [] : (set.of.rules ?? []))]),
    ]);
    expect(rules.length).toBeGreaterThan(200);
    for (const rule of rules) expect(ruleFrom(partsOf(rule))).toEqual(rule);
  });

  it('reads values with commas of their own as they were written', () => {
    const value = fc.string({ minLength: 1, maxLength: 12 }).map((text) => text.replaceAll(';', ' ').trim()).filter(Boolean); // prettier-ignore
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (values) => {
        const rule = { attribute: 'description', is: 'in', values, weight: 1 } as const;
        expect(ruleFrom(partsOf(rule))).toEqual(rule);
      }),
    );
  });
});
