import type { Communication } from '../../../shared/model/communication.ts';
import type { PersonId, StudyId } from '../../../shared/model/ids.ts';
import { isOpen, needsSomebody } from '../../../shared/model/outbox.ts';
import type { Outgoing, UnsentReport } from '../../../shared/model/outbox.ts';
import type { WorklistRow } from '../../../shared/model/study.ts';
import { studyName } from '../../../shared/report/together.ts';
import { ownerOf } from '../../../shared/rules/communication/state.ts';

/** Studies, by what is left of them. */
export interface Leftovers {
  /** A draft that nobody signed. */
  readonly drafts: ReadonlySet<StudyId>;
  /** Signed as preliminary: a final report is expected. */
  readonly preliminary: ReadonlySet<StudyId>;
  /** Signed, and more images came since: somebody has to look at them. */
  readonly grown: ReadonlySet<StudyId>;
  /** Held because the site says something else, or gives no answer. */
  readonly held: ReadonlySet<StudyId>;
  /** Refused, perhaps there twice, or not kept: somebody has to look. */
  readonly attention: ReadonlySet<StudyId>;
  /** On its way, or waiting for a line: goes by itself while the station runs. */
  readonly waiting: ReadonlySet<StudyId>;
  /** A finding that somebody has to be told of, and nobody was. */
  readonly untold: ReadonlySet<StudyId>;
  /** As `untold`, handed over to a colleague. */
  readonly handedOver: ReadonlySet<StudyId>;
  /** Somebody said to read it, and has not begun. */
  readonly claimed: ReadonlySet<StudyId>;
  /** On hold: it waits for its site. */
  readonly onHold: ReadonlySet<StudyId>;
  /** Signed, and nobody was sent it: its site has no destination, or had none then. It never goes by itself. */
  readonly nowhere: ReadonlySet<StudyId>;
}

/** What a reader has to know of before the end of a shift. A study stands in each group that is true of it. */
export function whatIsLeft(
  worklist: Iterable<Pick<WorklistRow, 'studyId' | 'reportState' | 'hold' | 'kept' | 'imagesSince'>>,
  outgoing: readonly Pick<Outgoing, 'studyId' | 'state' | 'mayBeTwice' | 'commitment'>[],
  nowhere: readonly Pick<UnsentReport, 'studyId'>[],
  { mine, others }: Loops<Pick<Communication, 'studyId'>>,
): Leftovers {
  const rows = [...worklist];
  const inState = (state: WorklistRow['reportState']): ReadonlySet<StudyId> =>
    new Set(rows.filter(({ reportState }) => reportState === state).map(({ studyId }) => studyId));
  const of = (fits: (row: (typeof outgoing)[number]) => boolean): ReadonlySet<StudyId> =>
    new Set(outgoing.filter(fits).map(({ studyId }) => studyId));
  return {
    drafts: inState('draft'),
    preliminary: inState('preliminary'),
    grown: new Set(rows.filter((row) => row.imagesSince !== undefined).map(({ studyId }) => studyId)),
    held: of(({ state }) => state === 'held'),
    attention: of((row) => row.state !== 'held' && needsSomebody(row)),
    waiting: of((row) => isOpen(row.state) && !needsSomebody(row)),
    nowhere: new Set(nowhere.map(({ studyId }) => studyId)),
    onHold: new Set(rows.filter(({ hold }) => hold !== undefined).map(({ studyId }) => studyId)),
    untold: new Set(mine.map(({ studyId }) => studyId)),
    handedOver: new Set(others.map(({ studyId }) => studyId)),
    claimed: new Set(
      rows
        .filter(({ kept, reportState, hold }) => isClaim(kept) && reportState === 'none' && hold === undefined)
        .map(({ studyId }) => studyId),
    ),
  };
}

/** Open findings of the reader, and those that a colleague sees to. */
export interface Loops<T> {
  readonly mine: readonly T[];
  readonly others: readonly T[];
}

/** @param reader null: nobody is at work, and all are everybody's */
export function loopsOf<T extends Pick<Communication, 'identifiedBy' | 'events'>>(
  all: readonly T[],
  reader: PersonId | null,
): Loops<T> {
  const isMine = (one: T): boolean => reader === null || ownerOf(one) === reader;
  return { mine: all.filter((one) => isMine(one)), others: all.filter((one) => !isMine(one)) };
}

function isClaim(kept: WorklistRow['kept']): boolean {
  return kept?.pin === 'claimed' && kept.mine;
}

/** Studies of which something signed is not where it belongs. */
export function toDeliver(
  outgoing: readonly Pick<Outgoing, 'studyId' | 'state' | 'mayBeTwice' | 'commitment'>[],
  nowhere: readonly Pick<UnsentReport, 'studyId'>[],
): ReadonlySet<StudyId> {
  const rows = outgoing.filter((row) => isOpen(row.state) || needsSomebody(row));
  return new Set([...rows, ...nowhere].map(({ studyId }) => studyId));
}

export function isAnythingLeft(left: Leftovers): boolean {
  return Object.values(left).some((studies: ReadonlySet<StudyId>) => studies.size > 0);
}

/** How many studies of a group are named. */
const NAMED = 4;

/** What studies are called, in few words: their accessions, else what was done. */
export function namesOf(
  worklist: ReadonlyMap<string, Pick<WorklistRow, 'accession' | 'description'>>,
  studies: ReadonlySet<StudyId>,
): string {
  const names = [...studies].flatMap((studyId) => {
    const row = worklist.get(studyId);
    return row === undefined ? [] : [studyName(row)];
  });
  const more = names.length - NAMED;
  return more > 0 ? `${names.slice(0, NAMED).join(', ')} + ${more} more` : names.join(', ');
}
