import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { PersonId, StudyId } from '../../../shared/model/ids.ts';
import { CallsAhead } from '../../client/index.ts';
import { OpenLoopsBanner } from '../../critical/index.ts';
import { WaitingSignatures } from '../../reporting/index.ts';
import { ListContext, StatNotice, useStatBell, WorklistScreen } from '../../worklist/index.ts';
import type { ListParts } from '../../worklist/index.ts';
import styles from '../app-root.module.css';
import { AsideNotice, CaseBook } from '../cases/index.ts';
import { useRegisterCommands } from '../commands/index.ts';
import type { Command } from '../commands/index.ts';
import { EmergencyDesk } from '../emergency/index.ts';
import type { Emergency } from '../emergency/index.ts';
import { ErrorBoundary } from '../error-boundary.tsx';
import { HealthBanners, HealthContext } from '../health/index.ts';
import type { Health } from '../health/index.ts';
import { IdleNotice } from '../idle-lock/index.ts';
import { putOnDesk, studyOnDesk } from '../layout.ts';
import { useBeside } from '../cases/use-beside.ts';
import { useNextAhead } from '../cases/use-next-ahead.ts';
import { BACK_TO_CASE } from '../put-aside.ts';
import { useRefusal } from '../may.ts';
import { MovedBanner } from '../move/index.ts';
import { useNotices } from '../notices/index.ts';
import { OrderBanners } from '../orders/index.ts';
import { LinkBanner, OutboxCount, useOutbox } from '../outbox/index.ts';
import { useToDeliver } from '../end-of-shift/index.ts';
import { ReconcileBanner, useReconcileCommands } from '../reconcile/index.ts';
import { useServices } from '../services.tsx';
import { LeaseBanner } from '../sign-in/index.ts';
import { StatusStrip } from '../status-strip.tsx';
import { useDraftNotice } from '../hanging/use-draft-notice.ts';
import { useLaunches } from '../use-launches.ts';
import { DeskScreen } from './desk-screen.tsx';
import { NoPatientsScreen } from './no-patients-screen.tsx';
import { RecoveryReminder } from './recovery-reminder.tsx';
import { RunningTransfers } from './running-transfers.tsx';

interface MainParts {
  readonly parts: ListParts;
  readonly health: Health;
}

/** The open store. Nothing of it outlives a lock but what the reader chose. */
export function MainScreen({ parts, health, emergency }: MainParts & { readonly emergency: Emergency }) {
  useEffect(() => health.start(), [health]);
  useOutboxStarted();
  useDraftNotice();
  const { access } = useServices();
  const notices = useNotices();
  const refusal = useRefusal('worklist.list');
  const urgent = useStore(emergency.view, (view) => view.open);
  // Another person's list and desk are begun anew.
  const reader = useStore(access.view, (view) => view.state?.reader?.personId ?? '');
  return (
    <HealthContext value={health}>
      <HealthBanners />
      <OpenLoopsBanner />
      <WaitingSignatures />
      <RecoveryReminder />
      <LeaseBanner />
      <OrderBanners />
      <LinkBanner />
      <ReconcileBanner />
      <MovedBanner />
      {urgent !== null ? (
        <>
          <main className={styles['screen']}>
            <ErrorBoundary
              key={urgent.grant.grantId}
              part="The desk"
              onLeave={{
                words: 'End emergency access',
                run: () => void emergency.end().catch((error: unknown) => notices.fail(error, 'Emergency access')),
              }}
            >
              <EmergencyDesk emergency={emergency} open={urgent} />
            </ErrorBoundary>
          </main>
          <StatusStrip>
            <IdleNotice />
          </StatusStrip>
        </>
      ) : refusal === null ? (
        <ListContext value={parts}>
          <ListOrDesk key={reader} parts={parts} health={health} />
        </ListContext>
      ) : (
        <>
          <main className={styles['screen']}>
            <NoPatientsScreen />
          </main>
          <StatusStrip>
            <IdleNotice />
          </StatusStrip>
        </>
      )}
    </HealthContext>
  );
}

/** The reading list, or one study on the desk. */
function ListOrDesk({ parts, health }: MainParts) {
  const { access, layout, link } = useServices();
  const notices = useNotices();
  const [ahead] = useState(() => new CallsAhead(link.call));
  useStarted(parts);
  useStatBell();
  const reader = useStore(access.view, (view) => view.state?.reader?.personId ?? null);
  const onDesk = useStore(layout, (state) => studyOnDesk(state, reader));
  const book = useCases(reader, onDesk, ahead);
  useNextAhead(onDesk, parts.worklist);
  const open = (studyId: StudyId): void => book.open(studyId);
  const close = (): void => book.close();
  const openNext = (after: StudyId): void => {
    // Whoever was interrupted goes on there, not with the list.
    if (book.view.getState().aside.some(({ interruptedBy }) => interruptedBy === after)) return close();
    const studyId = parts.worklist.nextUnread(after);
    if (studyId !== null) return open(studyId);
    close();
    notices.add({ tone: 'note', title: 'No unread study is left', detail: 'The list shows what was read.' });
  };
  useLaunches(parts.worklist, open, close, onDesk);
  useRegisterCommands([markCompared(health, parts.worklist)]);
  useBeside(parts.worklist, onDesk, open);
  useToDeliver(parts.worklist);
  useReconcileCommands(() => parts.worklist.view.getState().focused);
  return (
    <>
      <main className={styles['screen']}>
        {onDesk === null ? (
          <ErrorBoundary part="The worklist">
            <WorklistScreen onOpen={open} />
          </ErrorBoundary>
        ) : (
          <ErrorBoundary key={onDesk} part="The reading desk" onLeave={{ words: 'Back to the list', run: close }}>
            <DeskScreen
              studyId={onDesk}
              call={ahead.call}
              onClose={close}
              book={book}
              onNext={() => openNext(onDesk)}
            />
          </ErrorBoundary>
        )}
      </main>
      <StatusStrip>
        <IdleNotice />
        {onDesk === null ? null : <StatNotice onOpen={(studyId) => book.putAside(studyId)} />}
        <AsideNotice book={book} />
        <RunningTransfers transfers={parts.transfers} />
        <OutboxCount />
      </StatusStrip>
    </>
  );
}

/** What this reader has on the desk and put aside, as it was before the program was closed or died. */
function useCases(reader: PersonId | null, onDesk: StudyId | null, ahead: CallsAhead): CaseBook {
  const { layout, link } = useServices();
  const [book] = useState(() => new CaseBook(link, onDesk));
  useEffect(() => {
    const bag = new DisposerBag();
    bag.add(
      book.view.subscribe((now, before) => {
        if (now.onDesk === before.onDesk) return;
        // The station begins with the click, not when the desk is there to ask.
        if (now.onDesk !== null) ahead.openStudy(now.onDesk);
        putOnDesk(layout, reader, now.onDesk);
      }),
    );
    // A dialog or a banner opened a case.
    bag.add(
      layout.subscribe((state) => {
        const there = studyOnDesk(state, reader);
        if (there === null || there === book.view.getState().onDesk) return;
        book.open(there);
      }),
    );
    void book.load();
    return () => bag.dispose();
  }, [book, layout, reader, ahead]);
  useRegisterCommands([
    { ...BACK_TO_CASE, enabled: () => book.view.getState().aside.length > 0, run: () => void book.back() },
  ]);
  return book;
}

/** What goes out is followed as long as the store is open. */
function useOutboxStarted(): void {
  const book = useOutbox();
  const mayList = useRefusal('outbox.list') === null;
  useEffect(() => book.start(mayList), [book, mayList]);
}

/** For the focused study of the list, where it bears the mark "check again". */
function markCompared(health: Health, worklist: ListParts['worklist']): Command {
  const marked = (): StudyId | null => {
    const { focused } = worklist.view.getState();
    return focused !== null && health.view.getState().checkAgain.has(focused) ? focused : null;
  };
  return {
    id: 'worklist.mark-compared',
    title: 'Mark as compared with its source',
    group: 'Worklist',
    keys: [],
    scope: 'worklist',
    enabled: () => marked() !== null,
    run: async () => {
      const studyId = marked();
      if (studyId !== null) await health.checked(studyId);
    },
  };
}

/** Starts the list with the open store, and empties it when the store is locked. */
function useStarted({ worklist, transfers }: ListParts): void {
  const { link } = useServices();
  useEffect(() => {
    const bag = new DisposerBag();
    bag.add(worklist.start());
    bag.add(transfers.start());
    bag.add(link.on('app.stationRestarted', () => void worklist.refresh()));
    return () => bag.dispose();
  }, [worklist, transfers, link]);
}
