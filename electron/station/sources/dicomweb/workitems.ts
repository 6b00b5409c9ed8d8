import { WorkitemState } from '../../../../shared/model/site-claim.ts';
import type { Workitem } from '../../../../shared/model/site-claim.ts';
import type { HttpAnswer } from '../http/http-client.ts';
import type { ChangeAnswer, WorkitemService, WorkitemSubject } from '../workitem-service.ts';
import { JsonDataset } from './dicom-json.ts';
import { answerAsArray, jsonRows } from './json-rows.ts';
import { pagedRows } from './paging.ts';
import type { WebLink } from './web-link.ts';
import { hearWorkitems } from './workitem-events.ts';

const TAG = {
  sopUid: '00080018',
  accession: '00080050',
  patientId: '00100020',
  studyUid: '0020000D',
  performers: '00404035',
  scheduledPerformers: '00404034',
  performerName: '00404037',
  codeValue: '00080100',
  codeScheme: '00080102',
  codeMeaning: '00080104',
  performerCode: '00404009',
  work: '00404018',
  requests: '0040A370',
  inputs: '00404021',
  state: '00741000',
  performed: '00741216',
} as const;

/** A study has one reading task, or a few that ended before it. */
const MOST_WORKITEMS = 50;
const MOST_ANSWER_BYTES = 1024 * 1024;

/** The worklist of a site by UPS-RS (PS3.18, chapter 11). */
export class DicomWebWorkitems implements WorkitemService {
  readonly #link: WebLink;

  constructor(link: WebLink) {
    this.#link = link;
  }

  async find({ accession, studyUid }: WorkitemSubject, signal: AbortSignal): Promise<readonly Workitem[]> {
    const key = accession === null ? `${TAG.requests}.${TAG.studyUid}` : `${TAG.requests}.${TAG.accession}`;
    const value = accession ?? studyUid;
    if (value === null) return [];
    const query = [[key, value] as const, ['includefield', 'all'] as const];
    const found: Workitem[] = [];
    const asked = { path: ['workitems'], query, uidTag: TAG.sopUid, limit: MOST_WORKITEMS, signal };
    for await (const { uid, row } of pagedRows(this.#link, asked)) {
      const item = workitem(uid, row);
      if (item !== null) found.push(item);
    }
    return found;
  }

  async get(uid: string, signal: AbortSignal): Promise<Workitem | null> {
    const answer = await this.#link.askJson(this.#link.url(['workitems', uid]), signal);
    if (isGone(answer)) {
      await answer.discard();
      return null;
    }
    if (answer.status !== 200) throw await this.#link.failure(answer);
    // One object, or a list of one.
    for await (const row of jsonRows(answerAsArray(answer.body))) return workitem(uid, new JsonDataset(row));
    return null;
  }

  /** The Transaction UID is what holds a task: whoever has it, and nobody else, changes it (PS3.4, CC.2.1.2). */
  change(
    uid: string,
    state: Exclude<WorkitemState, 'SCHEDULED'>,
    transaction: string,
    signal: AbortSignal,
  ): Promise<ChangeAnswer> {
    const body = {
      '00081195': { vr: 'UI', Value: [transaction] },
      [TAG.state]: { vr: 'CS', Value: [state] },
    };
    return this.#send(this.#link.url(['workitems', uid, 'state']), 'PUT', body, signal);
  }

  update(uid: string, transaction: string, changes: object, signal: AbortSignal): Promise<ChangeAnswer> {
    const url = this.#link.url(['workitems', uid]);
    // PS3.18, 11.6.1: the UID stands alone after the question mark; the data set names it too, as that of an N-SET does.
    url.search = transaction;
    return this.#send(url, 'POST', { ...changes, '00081195': { vr: 'UI', Value: [transaction] } }, signal);
  }

  requestCancel(uid: string, reason: string, contact: string, signal: AbortSignal): Promise<ChangeAnswer> {
    const body = {
      '00741238': { vr: 'LT', Value: [reason] },
      '0074100C': { vr: 'LO', Value: [contact.slice(0, 64)] },
    };
    return this.#send(this.#link.url(['workitems', uid, 'cancelrequest']), 'POST', body, signal);
  }

  events(...watched: Parameters<WorkitemService['events']>): Promise<void> {
    return hearWorkitems(this.#link, ...watched);
  }

  async #send(url: URL, method: 'PUT' | 'POST', body: object, signal: AbortSignal): Promise<ChangeAnswer> {
    // PS3.18, 8.7.3: a payload in DICOM JSON is a list of data sets.
    const bytes = Buffer.from(JSON.stringify([body]), 'utf8');
    const answer = await this.#link.client.send({
      ...{ url, method, signal, encoded: true, maxBytes: MOST_ANSWER_BYTES },
      headers: { accept: 'application/dicom+json', 'content-type': 'application/dicom+json' },
      body: {
        bytes: bytes.length,
        open: async function* () {
          yield bytes;
        },
      },
    });
    if (answer.status >= 200 && answer.status < 300) {
      await answer.discard();
      return 'done';
    }
    if (isGone(answer) || answer.status === 400 || answer.status === 409) {
      await answer.discard();
      return isGone(answer) ? 'gone' : 'refused';
    }
    throw await this.#link.failure(answer);
  }
}

function isGone({ status }: HttpAnswer): boolean {
  return status === 404 || status === 410;
}

/** Null: no state that there is. */
function workitem(uid: string, row: JsonDataset): Workitem | null {
  const state = WorkitemState.safeParse(row.text(TAG.state));
  if (!state.success) return null;
  const [code] = row.items(TAG.work);
  const requests = row.items(TAG.requests);
  const inputs = row.items(TAG.inputs);
  const first = (items: readonly JsonDataset[], tag: string): string | null =>
    items.map((item) => item.text(tag)).find((text) => text !== null) ?? null;
  return {
    uid,
    state: state.data,
    work: code === undefined ? null : `${code.text(TAG.codeValue) ?? ''}/${code.text(TAG.codeScheme) ?? ''}`,
    accession: row.text(TAG.accession) ?? first(requests, TAG.accession),
    studyUid: row.text(TAG.studyUid) ?? first(requests, TAG.studyUid) ?? first(inputs, TAG.studyUid),
    patientId: row.text(TAG.patientId),
    performer: performerOf(row),
  };
}

/** Who does it, else for whom it is meant. */
function performerOf(row: JsonDataset): string | null {
  const [performed] = row.items(TAG.performed);
  const people = [...(performed?.items(TAG.performers) ?? []), ...row.items(TAG.scheduledPerformers)];
  for (const person of people) {
    const name = person.name(TAG.performerName).alphabetic || person.items(TAG.performerCode)[0]?.text(TAG.codeMeaning);
    if (name !== undefined && name !== null && name !== '') return name.replaceAll('^', ' ').trim();
  }
  return null;
}
