import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { ReaderPseudonym } from '../../../../shared/model/ids.ts';
import type { PersonId, ReviewId } from '../../../../shared/model/ids.ts';
import { SentCases, SentOrders, SentProgramme } from '../../../../shared/model/review/package.ts';
import type { SentCase, TakenPackage } from '../../../../shared/model/review/package.ts';
import { FEWEST_SHOWN, Programme } from '../../../../shared/model/review/programme.ts';
import type { SiteIngests } from '../../archive/site-ingests.ts';
import type { ParserPool } from '../../dicom/parser-pool.ts';
import type { Commands } from '../../kernel/command.ts';
import { giveBack } from '../../kernel/give-back.ts';
import { newId } from '../../kernel/ids.ts';
import { inGroups, oneAhead } from '../../kernel/one-ahead.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { readPictures, storePictures } from '../bring-pictures.ts';
import type { OpenedPackage } from '../package/read-package.ts';
import { REVIEW_SITE } from '../review-key.ts';
import { damaged, readDocument } from './documents.ts';
import type { Peer, Peers } from './peers.ts';
import { putTaken } from './put-taken.ts';
import { SeenObjects } from './seen-objects.ts';

export interface TakeCasesParts {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly peers: Peers;
  readonly parsers: Pick<ParserPool, 'readBytes'>;
  readonly ingests: Pick<SiteIngests, 'of'>;
  /** Of the person at work; made where they had none. */
  readonly own: () => ReaderPseudonym;
  readonly report: (doneCount: number, totalCount: number) => void;
}

/** Bytes that are on their way at once, and what a small picture counts as: the disk is waited for once for all of them. */
const AT_ONCE = 8 * 1024 * 1024;
const LIGHTEST = AT_ONCE / 32;

interface Documents {
  readonly programme: SentProgramme;
  readonly orders: SentOrders;
  readonly cases: readonly SentCase[];
}

const CaseRow = z.object({ peer_id: z.string().nullable(), role: z.string().nullable() });
const ProgrammeRow = z.object({ content: z.string(), taken: z.number() });

/** Takes cases to be read: looks at all of the package first, then keeps the pictures as copies, and in the end the cases, in one step. */
export async function takeCases(
  parts: TakeCasesParts,
  opened: OpenedPackage,
  peer: Peer,
): Promise<Pick<TakenPackage, 'taken' | 'known'> & { readonly changed: readonly ReviewId[] }> {
  const { header } = opened;
  const { programme, orders, cases } = await lookAt(parts, opened);
  if (programme.programmeId !== header.programmeId) throw damaged('its programme is another');
  requireProgramme(parts.index, programme);
  const fresh = cases.filter((one) => !isKnown(parts, one, peer));
  const freshStudies = new Set(fresh.flatMap(({ studies }) => studies.map(({ studyUid }) => studyUid)));
  if (fresh.length > 0) {
    noteCopies(parts, fresh);
    const totalCount = cases.flatMap(({ studies }) => studies).reduce((sum, { objects }) => sum + objects, 0);
    await bring(parts, opened, { studies: freshStudies, totalCount });
  }
  const own = parts.own();
  const { commands, personId, clock } = parts;
  const detail = { kind: 'cases', cases: fresh.length, peer: peer.peerId };
  commands.run({ name: 'review.takePackage', personId, subject: header.packageId, detail }, (db) => {
    const content = programmeOf(programme, own);
    db.prepare('INSERT OR IGNORE INTO review_programme VALUES (?, ?, ?, ?, ?)').run(
      ...[programme.programmeId, programme.version, JSON.stringify(content), personId, clock.nowIso()],
    );
    for (const one of fresh) putCase(db, parts, { one, programme, orders, own, peer, packageId: header.packageId });
    putTaken(db, header, { peer, personId, at: clock.nowIso(), cases: fresh.length });
  });
  const changed = fresh.map(({ caseId }) => caseId);
  return { taken: fresh.length, known: cases.length - fresh.length, changed };
}

/** Every document and every picture, before anything is kept. */
async function lookAt({ index, parsers }: TakeCasesParts, opened: OpenedPackage): Promise<Documents> {
  const documents = new Map<string, Uint8Array>();
  const objects = new SeenObjects(index);
  const pictures = inGroups(picturesOf(opened, documents), AT_ONCE, weightOf);
  const looked = oneAhead(pictures, async (group) => {
    const outcomes = await parsers.readBytes(group, 'none');
    giveBack(group);
    return outcomes;
  });
  for await (const outcomes of looked) for (const outcome of outcomes) objects.look(outcome);
  const programme = readDocument(SentProgramme, documents.get('programme.json'));
  const orders = readDocument(SentOrders, documents.get('orders.json'));
  const { cases } = readDocument(SentCases, documents.get('cases.json'));
  if (new Set(cases.map(({ caseId }) => caseId)).size !== cases.length) throw damaged('a case stands twice');
  const isOpen = ({ role }: SentCase): boolean => role !== 'reviewer' || programme.kind === 'prior-while-reading';
  if (cases.some((one) => isOpen(one) !== (one.report !== null))) throw damaged('a report is where none may be');
  objects.requireFit(cases);
  return { programme, orders, cases };
}

/** One of the same sender for the same role is here already. @throws AppError package/clash: it is somebody else's */
function isKnown({ index, peers }: TakeCasesParts, { caseId, role }: SentCase, peer: Peer): boolean {
  const row = index
    .prepare('SELECT peer_id, role FROM review LEFT JOIN review_taken USING (review_id) WHERE review_id = ?')
    .get(caseId);
  if (row === undefined) return false;
  const { peer_id: peerId, role: as } = CaseRow.parse(row);
  if (peerId !== null && peers.idsOf(peer).has(peerId) && as === role) return true;
  throw new AppError('package/clash', 'another case is here under the same identifier');
}

/** @throws AppError package/clash: one that is run here, or that says something else */
function requireProgramme(index: Db, { programmeId, version, name, kind }: SentProgramme): void {
  const rows = index
    .prepare(
      `SELECT content, programme_id IN (SELECT programme_id FROM review_taken) AS taken FROM review_programme
       WHERE programme_id = ?`,
    )
    .all(programmeId)
    .map((row) => ProgrammeRow.parse(row));
  const isOther = rows.some(({ content, taken }) => {
    const here = Programme.parse(JSON.parse(content));
    return taken === 0 || (here.version === version && (here.name !== name || here.kind !== kind));
  });
  if (isOther) throw new AppError('package/clash', 'another programme is here under the same identifier');
}

/** Before the first picture is kept: from then on it is a copy, and on no list. */
function noteCopies({ commands, personId }: TakeCasesParts, cases: readonly SentCase[]): void {
  for (const { caseId, studies } of cases) {
    const detail = { studies: studies.length };
    commands.run({ name: 'review.takeCopy', personId, subject: caseId, detail }, (db) => {
      const put = db.prepare(
        `INSERT INTO review_copy (study_uid, review_id, of_study, left_out) VALUES (?, ?, ?, NULL)
         ON CONFLICT (study_uid) DO UPDATE SET left_out = NULL`,
      );
      for (const [place, { studyUid }] of studies.entries()) put.run(studyUid, caseId, String(place));
    });
  }
}

function weightOf(picture: Uint8Array): number {
  return Math.max(picture.length, LIGHTEST);
}

/** Contents of the objects; a document is put aside as it is met. */
async function* picturesOf(opened: OpenedPackage, documents: Map<string, Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const { name, bytes } of opened.entries()) {
    if (name.endsWith('.dcm')) yield bytes;
    else documents.set(name, bytes);
  }
}

/** Pictures of these studies; those of cases that are here already are not looked for. */
async function bring(
  { parsers, ingests, report }: TakeCasesParts,
  opened: OpenedPackage,
  { studies, totalCount }: { readonly studies: ReadonlySet<string>; readonly totalCount: number },
): Promise<void> {
  if (studies.size === 0) return;
  const { ingest } = await ingests.of(REVIEW_SITE);
  let doneCount = 0;
  // What comes next is read while this is stored.
  const read = oneAhead(inGroups(picturesOf(opened, new Map()), AT_ONCE, weightOf), async (group) => ({
    ...{ tried: group.length, pictures: await readPictures(parsers, group) },
  }));
  // Two groups are stored at once: one waits for the disk, the other is sealed.
  const stored = oneAhead(read, async ({ tried, pictures }) => {
    const wanted = pictures.filter(({ parsed }) => studies.has(parsed.studyUid ?? ''));
    await storePictures(ingest, wanted, `package ${opened.header.packageId}`);
    return tried;
  });
  for await (const tried of stored) {
    doneCount += tried;
    report(doneCount, totalCount);
  }
}

interface CaseToPut {
  readonly one: SentCase;
  readonly programme: SentProgramme;
  readonly orders: SentOrders;
  readonly own: ReaderPseudonym;
  readonly peer: Peer;
  readonly packageId: string;
}

function putCase(db: Db, { personId, clock }: TakeCasesParts, wanted: CaseToPut): void {
  const { one, programme, orders, own, peer, packageId } = wanted;
  const { caseId, role, modality, region, drawnAt, studies, report } = one;
  // Whose report it is, and who read it first, is not known here: each case has somebody of its own.
  const author = newId();
  const reviewer = role === 'reviewer' ? own : ReaderPseudonym.parse(newId());
  const sourceId = newId();
  db.prepare(
    `INSERT INTO review_source (source_report_id, origin, key, author, site, modality, region, shift, signed_at, flags, accession,
       study_id, report_id, content) VALUES (?, 'package', ?, ?, '', ?, ?, 'unknown', ?, '', NULL, NULL, NULL, NULL)`,
  ).run(sourceId, caseId, author, modality, region, drawnAt);
  if (report !== null) {
    const text = db.prepare('INSERT INTO review_source_text (source_report_id, content) VALUES (?, ?)');
    text.run(sourceId, JSON.stringify(report));
  }
  db.prepare(
    `INSERT INTO review (review_id, programme_id, version, draw_id, source_report_id, reviewer, author, drawn_at)
     VALUES (?, ?, ?, NULL, ?, ?, ?, ?)`,
  ).run(caseId, programme.programmeId, programme.version, sourceId, reviewer, author, drawnAt);
  const order = orders.orders.find((row) => row.caseId === caseId)?.order ?? null;
  db.prepare('INSERT INTO review_taken VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)').run(
    ...[caseId, peer.peerId, personId, role, own, programme.programmeId, packageId],
    ...[JSON.stringify(order), clock.nowIso()],
  );
  const whole = db.prepare('UPDATE review_copy SET left_out = ? WHERE study_uid = ?');
  for (const { studyUid, leftOut } of studies) whole.run(JSON.stringify(leftOut), studyUid);
}

/** What is known here of a programme that is run elsewhere: enough to read by. Nothing is drawn by it. */
function programmeOf({ programmeId, version, name, kind }: SentProgramme, own: ReaderPseudonym): Programme {
  return Programme.parse({
    ...{ format: 1, programmeId, version, name, kind },
    reviewers: [{ reader: own, modalities: [], regions: [], most: null }],
    ...{ authors: 'everyone', pairs: 'everyone', reciprocal: false, windowDays: 1 },
    targeted: { flags: [], share: 0 },
    ...{ strata: [], allocation: 'equal', quotas: [], workloadDifference: 1, minimumN: FEWEST_SHOWN, groupId: null },
  });
}
