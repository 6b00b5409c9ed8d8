import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import { AppError } from '../../shared/errors/app-error.ts';
import { isErrorCode } from '../../shared/errors/codes.ts';
import type { UnsignedReport, WaitingReport } from '../../shared/model/waiting-signature.ts';
import { useKeyLabel, useRegisterCommands } from '../app/commands/index.ts';
import { putOnDesk } from '../app/layout.ts';
import { useRefusal } from '../app/may.ts';
import { errorWords, useNotices } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import { roomInStrip } from '../app/status-strip.tsx';
import { Banner, Button } from '../ui/index.ts';
import { REPORT_KEYS } from './report-keys.ts';
import { useSecondsLeft } from './use-seconds-left.ts';
import { WaitingBook } from './waiting-book.ts';
import styles from './waiting-signatures.module.css';

/** On every screen: what is about to be signed, in the last line, with the key that takes it back; and what was not signed. */
export function WaitingSignatures() {
  return useRefusal('report.takeBack') === null ? <Signatures /> : null;
}

function Signatures() {
  const { link, layout, access } = useServices();
  const notices = useNotices();
  const [book] = useState(() => new WaitingBook(link));
  useEffect(() => book.start(), [book]);
  const { waiting, unsigned } = useStore(book.view);
  const reader = useStore(access.view, (view) => view.state?.reader?.personId ?? null);
  const takeBack = (): void => {
    book.takeBack().then(
      (taken) => {
        if (taken !== null) notices.add({ tone: 'note', title: 'Taken back: it is a draft', detail: nameOf(taken) });
      },
      (error: unknown) => notices.fail(error, 'Take back'),
    );
  };
  useRegisterCommands([{ ...REPORT_KEYS.takeBack, run: takeBack }]);
  const [first] = waiting;
  const [failed] = unsigned;
  return (
    <>
      {first ? <WaitingLine first={first} more={waiting.length - 1} onTakeBack={takeBack} /> : null}
      {failed ? (
        <NotSigned
          report={failed}
          onSeen={() => void book.seen(failed.reportId).catch((error: unknown) => notices.fail(error, 'Not signed'))}
          onOpen={() => putOnDesk(layout, reader, failed.studyId)}
        />
      ) : null}
    </>
  );
}

function WaitingLine({
  first,
  more,
  onTakeBack,
}: {
  readonly first: WaitingReport;
  readonly more: number;
  readonly onTakeBack: () => void;
}) {
  const seconds = useSecondsLeft(first.until);
  const key = useKeyLabel(REPORT_KEYS.takeBack.id);
  const room = roomInStrip();
  if (room === null) return null;
  return createPortal(
    <span className={styles['line']} role="group" aria-label="To be signed">
      <span className={styles['words']} role="status">
        <bdi>{nameOf(first)}</bdi> {first.as === 'final' ? 'is not signed yet' : 'is not signed as preliminary yet'}
        {more === 0 ? '' : `, and ${more} more`}
      </span>
      <span className={styles['seconds']}>{seconds === 0 ? 'now' : `in ${seconds} s`}</span>
      <Button tone="quiet" tabIndex={-1} {...(key === undefined ? {} : { keyHint: key })} onClick={onTakeBack}>
        Take back
      </Button>
    </span>,
    room,
  );
}

function NotSigned({
  report,
  onSeen,
  onOpen,
}: {
  readonly report: UnsignedReport;
  readonly onSeen: () => void;
  readonly onOpen: () => void;
}) {
  const said = errorWords(new AppError(isErrorCode(report.why) ? report.why : 'internal/bug', 'not signed'));
  return (
    <Banner
      tone="warning"
      actions={
        <>
          <Button onClick={onOpen}>Open the case</Button>
          <Button tone="quiet" onClick={onSeen}>
            I know
          </Button>
        </>
      }
    >
      <bdi>{nameOf(report)}</bdi>: not signed. {said.title}. {said.next}
    </Banner>
  );
}

function nameOf({ description, patientName }: Pick<WaitingReport, 'description' | 'patientName'>): string {
  return [patientName.replaceAll('^', ' ').trim(), description ?? ''].filter((part) => part !== '').join(', ');
}
