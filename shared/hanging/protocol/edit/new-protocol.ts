import { foldText } from '../../../dicom/person-name.ts';
import type { HangingStudy } from '../case-facts.ts';
import type { StudyRule } from '../condition.ts';
import type { HangingProtocol } from '../protocol.ts';
import type { Editing } from './history.ts';
import { faultsIn } from './faults.ts';

/** Before what came with the program: somebody wanted it so. */
const WANTED = 100;
const LONGEST_ID = 48;
const LONGEST_NAME = 64;

/** What of a study a protocol for ones like it asks for; null: nothing is open. */
export type ForStudy = Pick<HangingStudy, 'modalities' | 'regions'> | null;

/** A protocol with nothing in it but one series in one cell, for studies like the open one. @param taken ids that there are */
export function blankProtocol(study: ForStudy, taken: readonly string[]): HangingProtocol {
  const modality = study?.modalities[0] ?? 'CT';
  const region: StudyRule[] =
    study && study.regions.length > 0
      ? [{ attribute: 'region', is: 'in', values: [...study.regions], weight: WANTED, must: true }]
      : [];
  const set = { id: 'series', label: 'Main series' };
  return {
    ...{ schema: 1, id: idFromName('new protocol', taken), name: 'New protocol', version: 1, scope: 'user' },
    for: [{ attribute: 'modality', is: 'equals', value: modality, weight: WANTED, must: true }, ...region],
    imageSets: [
      {
        ...{ ...set, of: 'current', weight: 10, must: true },
        rules: [{ attribute: 'modality', is: 'equals', value: modality, weight: 1, must: true }],
      },
    ],
    displaySets: [{ ...set, kind: 'stack', set: set.id, missing: { do: 'leave-out' } }],
    stages: [
      {
        ...{ id: 'stage', name: 'First stage', partial: 'ADAPT_LAYOUT' },
        screens: [{ boxes: [{ x: 0, y: 0, width: 1, height: 1, show: set.id }] }],
      },
    ],
  };
}

/** "CT head, trauma" is ct-head-trauma; the first such name that nobody has. */
export function idFromName(name: string, taken: readonly string[]): string {
  const words = foldText(name).replace(/[^a-z0-9]+/g, '-').slice(0, LONGEST_ID); // prettier-ignore
  const base = words.replace(/^-+|-+$/g, '') || 'protocol';
  const numbers = Array.from({ length: taken.length + 1 }, (_unused, at) => (at === 0 ? base : `${base}-${at + 1}`));
  return numbers.find((id) => !taken.includes(id)) ?? base;
}

/** "MR brain, mine". */
export function nameOfCopy(name: string): string {
  return `${name.slice(0, LONGEST_NAME - 6)}, mine`;
}

/** The same document under another name, with all that can be undone: what is undone stays a step of the new one. */
export function underName(editing: Editing, id: string, name: string): Editing {
  const own = (one: HangingProtocol): HangingProtocol => ({ ...one, id });
  const document = { ...editing.document, id, name };
  return {
    document,
    faults: faultsIn(document),
    past: editing.past.map((one) => ({ ...own(one), name })),
    future: editing.future.map((one) => ({ ...own(one), name })),
    typing: null,
  };
}
