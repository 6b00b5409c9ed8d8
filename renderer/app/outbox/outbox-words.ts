import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { Link } from '../../../shared/model/link.ts';
import { isOpen, needsSomebody } from '../../../shared/model/outbox.ts';
import type { DeliveryState, HoldReason, Outgoing, StudyStatus } from '../../../shared/model/outbox.ts';
import type { LinkCause } from '../../../shared/rules/link-state.ts';
import { localMinutes } from '../local-time.ts';

/** Why a line is down, after "since …:". */
export const CAUSE_WORDS: Readonly<Record<LinkCause, string>> = {
  vpn: 'the tunnel (VPN) to the site is down',
  name: 'its name is not found. Is this computer on the network?',
  port: 'nothing answers at its address',
  tls: 'it could not prove who it is',
  credentials: 'it does not accept this station any more',
  server: 'it answers with errors',
  silent: 'it takes the connection and does not answer',
};

export const HOLD_WORDS: Readonly<Record<HoldReason, string>> = {
  'patient-changed': 'The site has another patient id for this study now.',
  'patient-corrected': 'The site has another name or birth date for this patient now.',
  'patient-merged': 'The site merged this patient with another id.',
  'study-gone': 'The site does not have this study any more.',
  'new-images': 'The site has images that were not here when this was signed.',
  'other-report': 'The site has a report of somebody else for this study.',
  'order-cancelled': 'The order was cancelled.',
  'order-changed': 'The order was changed.',
  'not-asked': 'The site could not be asked whether anything changed.',
};

const FORMAT_WORDS: Readonly<Record<Outgoing['format'], string>> = {
  sr: 'DICOM report',
  'sr-measurements': 'DICOM measurements',
  hl7: 'HL7 message',
  fhir: 'FHIR report',
  pdf: 'PDF in a DICOM object',
  'key-images': 'key images',
  'presentation-state': 'presentation state',
  segmentation: 'segmentation',
  object: 'DICOM object',
  'hl7-status': 'HL7 status',
  'fhir-status': 'FHIR status',
  'hl7-told': 'HL7 message: somebody was told',
  'fhir-told': 'FHIR: somebody was told',
};

const STATUS_WORDS: Readonly<Record<StudyStatus, string>> = {
  claimed: 'claimed here',
  started: 'being read',
  released: 'not being read any more',
  'on-hold': 'on hold, waiting for the site',
  'read-preliminary': 'read, preliminary',
  read: 'read',
};

export function whatWords({
  format,
  reportState,
  status,
}: Pick<Outgoing, 'format' | 'reportState' | 'status'>): string {
  const more = status === null ? reportState : STATUS_WORDS[status];
  return more === null ? FORMAT_WORDS[format] : `${FORMAT_WORDS[format]}, ${more}`;
}

/** Whether the archive that took it keeps it; empty where nobody asks. Never part of "delivered". */
export function keptWords({ commitment }: Pick<Outgoing, 'commitment'>): string {
  if (commitment === null) return '';
  const at = localMinutes(commitment.at).slice(11);
  const said = commitment.text === '' ? '' : ` (${commitment.text})`;
  switch (commitment.state) {
    case 'due':
    case 'asking':
      return commitment.asked === 0 ? 'not committed yet' : 'not committed yet, asked again';
    case 'asked':
      return `not committed yet, asked ${at}`;
    case 'committed':
      return `committed ${at}`;
    case 'failed':
      return `not committed: the archive says that it does not keep it${said}`;
    case 'unanswered':
      return `not committed: asked ${commitment.asked} times, never answered`;
    case 'refused':
      return `not committed: the archive is not asked this${said}`;
    default:
      return assertNever(commitment.state);
  }
}

/** What goes out by itself once the line is back, and what does not; empty where nothing is open. */
export function waitingWords(rows: readonly Outgoing[]): string {
  const open = rows.filter(({ state }) => isOpen(state));
  const asking = open.filter((row) => needsSomebody(row)).length;
  const waiting = open.length - asking;
  const parts = [
    waiting === 0 ? '' : `${waiting} waiting`,
    asking === 0 ? '' : `${asking} ${asking === 1 ? 'needs' : 'need'} you`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** Glyph and words of one row. */
export function stateWords(row: Outgoing): { readonly glyph: string; readonly words: string; readonly tone: string } {
  switch (row.state) {
    case 'waiting':
      return { glyph: '○', words: row.attempts === 0 ? 'waits' : 'waits for the line', tone: 'quiet' };
    case 'sending':
      return { glyph: '◐', words: 'on its way', tone: 'accent' };
    case 'unclear':
      return { glyph: '◑', words: 'sent, not answered: it may be there', tone: 'warning' };
    case 'held':
      return { glyph: '▲', words: `held: something changed at the site${there(row)}`, tone: 'warning' };
    case 'refused':
      return { glyph: '■', words: `refused${there(row)}`, tone: 'warning' };
    case 'delivered':
      return row.mayBeTwice
        ? { glyph: '▲', words: 'delivered, may be there twice', tone: 'warning' }
        : { glyph: '✓', words: 'delivered', tone: 'ok' };
    case 'dropped':
      return { glyph: '–', words: 'not sent any more', tone: 'quiet' };
    default:
      return assertNever(row.state);
  }
}

function there({ mayBeThere }: Outgoing): string {
  return mayBeThere ? '; it was sent before without an answer, and may be there' : '';
}

interface Delivery {
  readonly state: DeliveryState;
  readonly at: string | null;
  /** Of a report that goes to several accessions by itself: how many have all of it; absent: it goes to one. */
  readonly accessions?: { readonly delivered: number; readonly all: number };
}

/** Where the results of one study are. */
export function deliveryOf(rows: readonly Outgoing[]): Delivery {
  const accessions = accessionsDelivered(rows);
  return { ...deliveryState(rows), ...(accessions === null ? {} : { accessions }) };
}

function accessionsDelivered(rows: readonly Outgoing[]): Required<Delivery>['accessions'] | null {
  const messages = rows.filter(({ format, state }) => format === 'hl7' && state !== 'dropped');
  const studies = new Set(messages.map(({ studyId }) => studyId));
  if (studies.size < 2) return null;
  const missing = new Set(messages.filter(({ state }) => isOpen(state)).map(({ studyId }) => studyId));
  return { delivered: studies.size - missing.size, all: studies.size };
}

function deliveryState(rows: readonly Outgoing[]): Pick<Delivery, 'state' | 'at'> {
  // What a worklist is told of it is no result.
  const going = rows.filter(({ state, status }) => state !== 'dropped' && status === null);
  if (going.length === 0) return { state: 'none', at: null };
  if (going.some((row) => needsSomebody(row))) return { state: 'attention', at: null };
  if (going.some(({ state }) => isOpen(state))) return { state: 'waiting', at: null };
  const times = going.flatMap(({ receipt }) => (receipt === null ? [] : [receipt.at])).sort();
  return { state: 'delivered', at: times.at(-1) ?? null };
}

/** For the list and the desk. */
export function deliveryWords({ state, at, accessions }: Delivery): string {
  const some = accessions === undefined ? '' : `: ${accessions.delivered} of ${accessions.all} accessions delivered`;
  switch (state) {
    case 'none':
      return '';
    case 'attention':
      return `Signed, delivery needs you${some}`;
    case 'waiting':
      return `Signed, not delivered${some}`;
    case 'delivered':
      return at === null ? 'delivered' : `delivered ${localMinutes(at).slice(11)}`;
    default:
      return assertNever(state);
  }
}

/** One sentence a line that is down. */
export function linkWords({ name, site, since, cause }: Link): string {
  const where = site === '' || site === name ? name : `${name} (${site})`;
  const time = since === null ? '' : ` since ${localMinutes(since).slice(11)}`;
  return `${where} is not reached${time}${cause === null ? '.' : `: ${CAUSE_WORDS[cause]}.`}`.replace(/\?\.$/, '?');
}
