import { useState } from 'react';
import { useStore } from 'zustand';
import { displayName, parsePersonName } from '../../../shared/dicom/person-name.ts';
import { isNotKept } from '../../../shared/model/outbox.ts';
import type { Outgoing } from '../../../shared/model/outbox.ts';
import { isErrorCode } from '../../../shared/errors/codes.ts';
import { Button, Dialog, EmptyState, TextField } from '../../ui/index.ts';
import { ERROR_TEXT } from '../error-text.ts';
import { localMinutes } from '../local-time.ts';
import { useRefusal } from '../may.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import type { OutboxBook } from './outbox-book.ts';
import styles from './outbox.module.css';
import { HOLD_WORDS, keptWords, stateWords, whatWords } from './outbox-words.ts';
import { UnsentOffer } from './unsent-offer.tsx';

/** Everything on its way out, with what the receivers said, and what a person can do. */
export function OutboxDialog({
  book,
  open,
  onClose,
}: {
  readonly book: OutboxBook;
  readonly open: boolean;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title="Outbox" open={open} onClose={onClose} width="wide" actions={<Foot book={book} onClose={onClose} />}>
      <UnsentOffer />
      <OutboxList book={book} />
    </Dialog>
  );
}

function Foot({ book, onClose }: { readonly book: OutboxBook; readonly onClose: () => void }) {
  const task = useTask();
  const open = useStore(book.view, (view) => view.open);
  return (
    <>
      {open === 0 ? null : (
        <Button disabled={task.busy} onClick={() => task.start(() => book.flush())}>
          Try all now
        </Button>
      )}
      <Button data-autofocus onClick={onClose}>
        Close
      </Button>
    </>
  );
}

function OutboxList({ book }: { readonly book: OutboxBook }) {
  const { state, rows } = useStore(book.view);
  if (state === 'unknown') {
    return (
      <p role="alert">
        The station did not say what is in the outbox. Nothing is lost by this.{' '}
        <Button onClick={() => void book.ask()}>Ask again</Button>
      </p>
    );
  }
  if (rows.length === 0) {
    return (
      <EmptyState title="Nothing goes out">
        A signed report goes to the destinations of its site. An administrator sets them up.
      </EmptyState>
    );
  }
  return (
    <ul className={styles['list']}>
      {rows.map((row) => (
        <OutboxItem key={row.outgoingId} book={book} row={row} />
      ))}
    </ul>
  );
}

function OutboxItem({ book, row }: { readonly book: OutboxBook; readonly row: Outgoing }) {
  const { glyph, words, tone } = stateWords(row);
  return (
    <li className={styles['item']} data-state={row.state}>
      <div className={styles['facts']}>
        <span>
          {row.critical ? <abbr title="STAT">S </abbr> : null}
          <bdi>{displayName(parsePersonName(row.patientName))}</bdi>
          {row.accession === null ? '' : ` · acc ${row.accession}`}
        </span>
        <span className={styles['quiet']}>{`${whatWords(row)} → ${row.destination} (${row.site})`}</span>
        <span className={styles[tone]}>
          <span aria-hidden="true">{glyph} </span>
          {words}
          {row.receipt === null ? '' : ` ${localMinutes(row.receipt.at)} · ${row.receipt.text}`}
        </span>
        <Kept row={row} />
        <Why row={row} />
      </div>
      <ItemActions book={book} row={row} />
    </li>
  );
}

/** Apart from "delivered": whether the archive that took it keeps it. */
function Kept({ row }: { readonly row: Outgoing }) {
  const words = row.state === 'delivered' ? keptWords(row) : '';
  if (words === '') return null;
  const tone = row.commitment?.state === 'committed' ? 'ok' : isNotKept(row.commitment) ? 'warning' : 'quiet';
  return (
    <span className={styles[tone]}>
      <span aria-hidden="true">{tone === 'ok' ? '✓ ' : tone === 'warning' ? '▲ ' : '○ '}</span>
      {words}
    </span>
  );
}

/** What went wrong, and what to do. */
function Why({ row: { reason, hold, attempts, state, notBefore } }: { readonly row: Outgoing }) {
  const known = reason !== null && isErrorCode(reason.code) ? ERROR_TEXT[reason.code] : null;
  const ended = state === 'delivered';
  if (ended || (known === null && hold.length === 0)) return null;
  return (
    <span className={styles['quiet']}>
      {hold.map((one) => `${HOLD_WORDS[one]} `)}
      {state === 'dropped' ? `Reason: ${reason?.text ?? ''}` : null}
      {known === null || state === 'dropped' ? null : `${known.title}. ${reason?.text ?? ''} ${known.next} `}
      {attempts > 1 ? `Tried ${attempts} times. ` : ''}
      {notBefore === null || state === 'dropped' ? '' : `Again at ${localMinutes(notBefore).slice(11)}.`}
    </span>
  );
}

function ItemActions({ book, row }: { readonly book: OutboxBook; readonly row: Outgoing }) {
  const { layout } = useServices();
  const task = useTask();
  const refusal = useRefusal('outbox.retry');
  const [dropping, setDropping] = useState<string | null>(null);
  const { outgoingId, state, mayBeTwice } = row;
  const said = task.failure === null ? null : errorWords(task.failure);
  const act = (work: () => Promise<void>) => (): void => task.start(work);
  const isResting = state === 'waiting' || state === 'unclear' || state === 'refused';
  const notKept = state === 'delivered' && isNotKept(row.commitment);
  const isDone = state === 'delivered' && !mayBeTwice && !notKept;
  if (refusal !== null || isDone || state === 'dropped' || state === 'sending') return null;
  return (
    <div className={styles['actions']}>
      {isResting ? (
        <Button disabled={task.busy} onClick={act(() => book.retry(outgoingId))}>
          Send again
        </Button>
      ) : null}
      {state === 'held' ? (
        <Button onClick={() => layout.setState({ dialog: 'reconcile', dialogStudy: row.studyId })}>Compare …</Button>
      ) : null}
      {state === 'unclear' || mayBeTwice ? (
        <Button disabled={task.busy} onClick={act(() => book.answer(outgoingId, true))}>
          The site has it once
        </Button>
      ) : null}
      {notKept ? (
        <>
          <Button disabled={task.busy} onClick={act(() => book.askAgain(outgoingId))}>
            Ask the archive again
          </Button>
          <Button disabled={task.busy} onClick={act(() => book.resend(outgoingId))}>
            Send once more
          </Button>
        </>
      ) : null}
      {state === 'delivered' ? null : dropping === null ? (
        <Button tone="quiet" onClick={() => setDropping('')}>
          Do not send …
        </Button>
      ) : (
        <form
          className={styles['drop']}
          onSubmit={(event) => {
            event.preventDefault();
            task.start(() => book.drop(outgoingId, dropping));
          }}
        >
          <TextField
            label="Reason"
            value={dropping}
            maxLength={500}
            onChange={(event) => setDropping(event.target.value)}
          />
          <Button type="submit" disabled={task.busy || dropping.trim().length < 3}>
            Do not send
          </Button>
        </form>
      )}
      {said === null ? null : <p role="alert">{`${said.title}. ${said.next}`}</p>}
    </div>
  );
}
