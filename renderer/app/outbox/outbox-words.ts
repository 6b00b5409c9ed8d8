import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { Link } from '../../../shared/model/link.ts';
import { isOpen, needsSomebody } from '../../../shared/model/outbox.ts';
import type { DeliveryState, HoldReason, Outgoing } from '../../../shared/model/outbox.ts';
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
  'patient-changed': 'The site has another name, id or birth date for this patient now.',
  'study-gone': 'The site does not have this study any more.',
  'new-images': 'The site has images that were not here when this was signed.',
  'other-report': 'The site has a report of somebody else for this study.',
  'order-cancelled': 'The order was cancelled.',
  'order-changed': 'The order was changed.',
};

const FORMAT_WORDS: Readonly<Record<Outgoing['format'], string>> = {
  sr: 'DICOM report',
  'sr-measurements': 'DICOM measurements',
  hl7: 'HL7 message',
  fhir: 'FHIR report',
};

export function whatWords({ format, reportState }: Pick<Outgoing, 'format' | 'reportState'>): string {
  return `${FORMAT_WORDS[format]}, ${reportState}`;
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
      return { glyph: '▲', words: 'held: something changed at the site', tone: 'warning' };
    case 'refused':
      return { glyph: '■', words: 'refused', tone: 'warning' };
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

/** Where the results of one study are. */
export function deliveryOf(rows: readonly Outgoing[]): { readonly state: DeliveryState; readonly at: string | null } {
  const going = rows.filter(({ state }) => state !== 'dropped');
  if (going.length === 0) return { state: 'none', at: null };
  if (going.some((row) => needsSomebody(row))) return { state: 'attention', at: null };
  if (going.some(({ state }) => isOpen(state))) return { state: 'waiting', at: null };
  const times = going.flatMap(({ receipt }) => (receipt === null ? [] : [receipt.at])).sort();
  return { state: 'delivered', at: times.at(-1) ?? null };
}

/** For the list and the desk. */
export function deliveryWords({ state, at }: ReturnType<typeof deliveryOf>): string {
  switch (state) {
    case 'none':
      return '';
    case 'attention':
      return 'Signed, delivery needs you';
    case 'waiting':
      return 'Signed, not delivered';
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
