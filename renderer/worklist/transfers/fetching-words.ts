import { displayName } from '../../../shared/dicom/person-name.ts';
import type { Transfer, TransferRank } from '../../../shared/model/transfer.ts';
import { ERROR_TEXT } from '../../app/error-text.ts';
import { durationText } from '../../ui/index.ts';
import { localMinutes } from '../../app/local-time.ts';

const WHY: Readonly<Record<TransferRank, string>> = {
  glass: 'on the glass',
  open: 'open study',
  next: 'next case',
  prior: 'prior of a case',
  rest: 'asked for',
};

/** What is fetched: who, what, from where. */
export function whatIsFetched({ what, sourceName, seriesUid }: Transfer): string {
  const whole = seriesUid === null ? 'study' : 'series';
  if (what === null) return `A ${whole} of ${sourceName}`;
  const facts = [what.modalities.join(', '), what.description, what.studyDate === null ? null : dateOf(what.studyDate)];
  return [displayName(what.patientName), ...facts.filter((fact) => fact !== null && fact !== ''), sourceName].join(
    ' · ',
  );
}

/** Why now, or why not: in words. */
export function whyFetched(transfer: Transfer, now = Date.now()): string {
  const { recallSince, state, rank, error, againAt, missing, received, expected } = transfer;
  const said = error === null ? null : ERROR_TEXT[error.code].title;
  const count = `${received} of ${expected ?? '…'} images`;
  if (recallSince !== null && (state === 'running' || state === 'resting' || state === 'waiting')) {
    const minutes = Math.max(0, Math.floor((now - Date.parse(recallSince)) / 60_000));
    return `the archive brings it up from its slow store, for ${minutes < 60 ? `${minutes} min` : durationText(minutes * 60)}`;
  }
  switch (state) {
    case 'running':
      return WHY[rank];
    case 'waiting':
      return said === null ? `waits: ${WHY[rank]}` : `waits: ${said}`;
    case 'resting':
      return `${said ?? 'failed'}; again at ${againAt === null ? 'once' : localMinutes(againAt).slice(11)}`;
    case 'paused':
      return 'paused';
    case 'done':
      return `here: ${count}`;
    case 'failed':
      return `${said ?? 'failed'}: ${count}${missing > 0 ? `, ${missing} not sent by the site` : ''}`;
    case 'cancelled':
      return `left off: ${count}`;
  }
}

/** DICOM DA as ISO. */
function dateOf(text: string): string {
  return /^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : text;
}
