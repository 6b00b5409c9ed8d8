import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { ReportId, StudyId } from '../../../shared/model/ids.ts';
import { VisuallyHidden } from '../../ui/index.ts';
import { localMinutes } from '../local-time.ts';
import type { OutboxBook } from './outbox-book.ts';
import styles from './outbox.module.css';
import { deliveryOf, deliveryWords, HOLD_WORDS, keptWords, stateWords, whatWords } from './outbox-words.ts';

export const OutboxContext = createContext<OutboxBook | null>(null);

export function useOutbox(): OutboxBook {
  const book = useContext(OutboxContext);
  if (!book) throw new Error('OutboxContext is missing above this part');
  return book;
}

/** In the list, beside the state of the report: whether the site has it. Nothing where nothing goes out. */
export function DeliveryMark({ studyId }: { readonly studyId: StudyId }) {
  const book = useContext(OutboxContext);
  return book === null ? null : <Mark book={book} studyId={studyId} />;
}

function Mark({ book, studyId }: { readonly book: OutboxBook; readonly studyId: StudyId }) {
  const rows = useStore(book.view, (view) => view.byStudy.get(studyId));
  const delivery = deliveryOf(rows ?? []);
  if (delivery.state === 'none') return null;
  const words = deliveryWords(delivery);
  const glyph = { attention: '▲', waiting: '→', delivered: '⇥' }[delivery.state];
  return (
    <span className={styles[delivery.state]} title={words}>
      <span aria-hidden="true"> {glyph}</span>
      <VisuallyHidden>{`, ${words}`}</VisuallyHidden>
    </span>
  );
}

/** Under a signed report: where each of its forms is, with the receipts. */
export function DeliveryLines({ studyId, reportId }: { readonly studyId: StudyId; readonly reportId: ReportId }) {
  const book = useContext(OutboxContext);
  return book === null ? null : <Lines book={book} studyId={studyId} reportId={reportId} />;
}

function Lines({
  book,
  studyId,
  reportId,
}: {
  readonly book: OutboxBook;
  readonly studyId: StudyId;
  readonly reportId: ReportId;
}) {
  const rows = useStore(book.view, (view) => view.byStudy.get(studyId)) ?? [];
  const own = rows
    .filter((row) => row.reportId === reportId)
    .toSorted((a, b) => (a.accession ?? '').localeCompare(b.accession ?? ''));
  if (own.length === 0) return null;
  const isOfSeveral = new Set(own.map(({ accession }) => accession)).size > 1;
  return (
    <ul className={styles['lines']} aria-label="Delivery">
      {own.map((row) => {
        const { glyph, words } = stateWords(row);
        const said = row.receipt?.text ?? row.reason?.text ?? '';
        const kept = row.state === 'delivered' ? keptWords(row) : '';
        return (
          <li key={row.outgoingId}>
            <span aria-hidden="true">{glyph} </span>
            {`${isOfSeveral ? `${row.accession ?? 'no accession'}, ` : ''}${row.destination}: ${whatWords(row)} ${words}`}
            {row.receipt === null ? '' : ` ${localMinutes(row.receipt.at)}`}
            {said === '' ? '' : ` (${said})`}
            {kept === '' ? '' : `; ${kept}`}
            {row.hold.map((reason) => ` ${HOLD_WORDS[reason]}`)}
          </li>
        );
      })}
    </ul>
  );
}
