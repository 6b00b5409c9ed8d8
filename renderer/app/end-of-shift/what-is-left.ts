import type { Communication } from '../../../shared/model/communication.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import { isOpen, needsSomebody } from '../../../shared/model/outbox.ts';
import type { Outgoing, UnsentReport } from '../../../shared/model/outbox.ts';
import type { WorklistRow } from '../../../shared/model/study.ts';

/** Studies, by what is left of them. */
export interface Leftovers {
  /** A draft that nobody signed. */
  readonly drafts: ReadonlySet<StudyId>;
  /** Signed as preliminary: a final report is expected. */
  readonly preliminary: ReadonlySet<StudyId>;
  /** Held because the site says something else, or gives no answer. */
  readonly held: ReadonlySet<StudyId>;
  /** Refused, perhaps there twice, or not kept: somebody has to look. */
  readonly attention: ReadonlySet<StudyId>;
  /** On its way, or waiting for a line: goes by itself while the station runs. */
  readonly waiting: ReadonlySet<StudyId>;
  /** A finding that somebody has to be told of, and nobody was. */
  readonly untold: ReadonlySet<StudyId>;
  /** On hold: it waits for its site. */
  readonly onHold: ReadonlySet<StudyId>;
  /** Signed, and nobody was sent it: its site has no destination, or had none then. It never goes by itself. */
  readonly nowhere: ReadonlySet<StudyId>;
}

/** What a reader has to know of before the end of a shift. A study stands in each group that is true of it. */
export function whatIsLeft(
  worklist: Iterable<Pick<WorklistRow, 'studyId' | 'reportState' | 'hold'>>,
  outgoing: readonly Pick<Outgoing, 'studyId' | 'state' | 'mayBeTwice' | 'commitment'>[],
  nowhere: readonly Pick<UnsentReport, 'studyId'>[],
  untold: readonly Pick<Communication, 'studyId'>[],
): Leftovers {
  const rows = [...worklist];
  const inState = (state: WorklistRow['reportState']): ReadonlySet<StudyId> =>
    new Set(rows.filter(({ reportState }) => reportState === state).map(({ studyId }) => studyId));
  const of = (fits: (row: (typeof outgoing)[number]) => boolean): ReadonlySet<StudyId> =>
    new Set(outgoing.filter(fits).map(({ studyId }) => studyId));
  return {
    drafts: inState('draft'),
    preliminary: inState('preliminary'),
    held: of(({ state }) => state === 'held'),
    attention: of((row) => row.state !== 'held' && needsSomebody(row)),
    waiting: of((row) => isOpen(row.state) && !needsSomebody(row)),
    nowhere: new Set(nowhere.map(({ studyId }) => studyId)),
    onHold: new Set(rows.filter(({ hold }) => hold !== undefined).map(({ studyId }) => studyId)),
    untold: new Set(untold.map(({ studyId }) => studyId)),
  };
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
