import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { isErrorCode } from '../../shared/errors/codes.ts';
import { asAppError } from '../../shared/errors/app-error.ts';
import type { WorklistRow } from '../../shared/model/study.ts';
import { SettingsDialog } from '../settings/index.ts';
import { Transfers, Worklist } from '../worklist/index.ts';
import type { ListParts } from '../worklist/index.ts';
import { AboutBox } from './about-box.tsx';
import { AuditTrail } from './audit-trail.tsx';
import { screenOf } from './access.ts';
import styles from './app-root.module.css';
import { ControlsSection } from './controls/index.ts';
import { SpeechSection } from './speech/index.ts';
import { CommandPalette } from './command-palette.tsx';
import { Emergency, EmergencyDialog } from './emergency/index.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { ForgetBook, ForgetDialog, KeysSection, RotateDialog } from './forget/index.ts';
import { Health, StoreSection } from './health/index.ts';
import { KeyMap } from './key-map.tsx';
import { studyOnDesk } from './layout.ts';
import { MovedScreen } from './move/index.ts';
import { useNotices } from './notices/index.ts';
import { CheckDialog } from './onboarding/index.ts';
import { FirstOrWiped } from './orders/index.ts';
import { LoopBook, LoopContext } from '../critical/index.ts';
import { HandoversDialog } from '../handovers/index.ts';
import { SecondReadingsDialog } from '../review/index.ts';
import { HoldDialog } from '../hold/index.ts';
import { PastReportsDialog } from '../past-reports/index.ts';
import { DestinationsSection, OutboxBook, OutboxContext, OutboxDialog, useOutbox } from './outbox/index.ts';
import { PeopleDialog, PolicySection, YouSection } from './people/index.ts';
import { ChangingKeysScreen } from './screens/changing-keys-screen.tsx';
import { FirstStartScreen } from './screens/first-start-screen.tsx';
import { MainScreen } from './screens/main-screen.tsx';
import { NewPassphraseScreen } from './screens/new-passphrase-screen.tsx';
import { RecoveryScreen } from './screens/recovery-screen.tsx';
import { SignInScreen } from './screens/sign-in-screen.tsx';
import { TroubleScreen } from './screens/trouble-screen.tsx';
import { UnlockScreen } from './screens/unlock-screen.tsx';
import { FiguresDialog } from '../figures/index.ts';
import { FollowUpsDialog } from '../follow-up/index.ts';
import { EndOfShiftDialog } from './end-of-shift/index.ts';
import { ReconcileDialog } from './reconcile/index.ts';
import { useServices } from './services.tsx';
import { OrdersSection } from './site-orders/index.ts';
import { TemplatesDialog } from '../reporting/index.ts';
import { HangingSection } from './hanging/index.ts';
import { SitesSection } from './sites/index.ts';
import { AheadSection, SourcesSection } from './sources/index.ts';
import { ProviderSection } from './sign-in/index.ts';
import { StatusStrip } from './status-strip.tsx';
import { useAppCommands } from './use-app-commands.ts';
import { useNothingStays } from './use-nothing-stays.ts';
import { MonitorsDialog, useDeskOfWindows, useTalk } from './windows/index.ts';

/** The window: one screen, the strip under it, and the dialogs that are there on every screen. */
export function AppRoot() {
  const { access, preferences, link } = useServices();
  const notices = useNotices();
  const [parts] = useState((): ListParts => ({
    worklist: new Worklist(link),
    transfers: new Transfers(link, (error, doing) => notices.fail(error, doing)),
  }));
  const [health] = useState(() => new Health(link));
  const [outbox] = useState(() => new OutboxBook(link));
  const [loops] = useState(() => new LoopBook(link));
  const own = useOwn();
  const screen = useStore(access.view, screenOf);
  const theme = useStore(preferences, (state) => state.theme);
  useAppCommands();
  useNothingStays();
  useDeskOfWindows(useTalk());
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return (
    <OutboxContext value={outbox}>
      <LoopContext value={loops}>
        <div className={styles['window']} data-screen={screen}>
          {screen === 'main' ? (
            <MainScreen parts={parts} health={health} emergency={own.emergency} />
          ) : (
            <>
              <main className={styles['screen']}>
                <ErrorBoundary part="This screen">
                  <GateScreen />
                </ErrorBoundary>
              </main>
              <StatusStrip />
            </>
          )}
          <AppDialogs storeOpen={screen === 'main' || screen === 'changing-keys'} own={own} worklist={parts.worklist} />
        </div>
      </LoopContext>
    </OutboxContext>
  );
}

interface Own {
  readonly emergency: Emergency;
  readonly forget: ForgetBook;
}

/** What one person has begun: it ends with them, and an emergency with every closing of the store. */
function useOwn(): Own {
  const { access, link } = useServices();
  const [own] = useState((): Own => ({ emergency: new Emergency(link, access), forget: new ForgetBook(link, access) }));
  const reader = useStore(access.view, (view) => view.state?.reader?.personId ?? null);
  const changing = useStore(access.view, (view) => view.changingKeys);
  useEffect(() => () => own.forget.again(), [own, reader]);
  useEffect(() => () => own.emergency.drop(), [own, reader, changing]);
  return own;
}

function GateScreen() {
  const { access } = useServices();
  const view = useStore(access.view);
  const screen = screenOf(view);
  switch (screen) {
    case 'starting':
    case 'main':
      return <p className={styles['starting']}>Opening …</p>;
    case 'unreachable':
      return <TroubleScreen code={asAppError(view.failure).code} />;
    case 'trouble': {
      const code = view.state?.trouble?.code ?? '';
      return <TroubleScreen code={isErrorCode(code) ? code : 'store/damaged'} />;
    }
    case 'first-start':
      return <FirstOrWiped first={<FirstStartScreen />} />;
    case 'recovery':
      return <RecoveryScreen recoveryKey={view.recoveryKey ?? ''} />;
    case 'unlock':
      return <UnlockScreen people={view.state?.people ?? []} />;
    case 'new-passphrase':
      return <NewPassphraseScreen />;
    case 'changing-keys':
      return <ChangingKeysScreen moves={!view.looking && (view.state?.movement ?? null) !== null} />;
    case 'moved': {
      const movement = view.state?.movement ?? null;
      return movement === null ? null : <MovedScreen movement={movement} />;
    }
    case 'sign-in': {
      const lease = view.state?.signIn ?? null;
      return lease === null ? null : <SignInScreen lease={lease} />;
    }
  }
}

function AppDialogs({
  storeOpen,
  own,
  worklist,
}: {
  readonly storeOpen: boolean;
  readonly own: Own;
  readonly worklist: Worklist;
}) {
  const { layout, preferences } = useServices();
  const dialog = useStore(layout, (state) => state.dialog);
  const row = useRowBefore(worklist);
  const outbox = useOutbox();
  const close = (): void => layout.setState({ dialog: null, dialogStudy: null });
  return (
    <>
      <CommandPalette open={dialog === 'palette'} onClose={close} />
      <KeyMap open={dialog === 'keys'} onClose={close} />
      <AboutBox open={dialog === 'about'} onClose={close} />
      <SettingsDialog preferences={preferences} open={dialog === 'settings'} onClose={close}>
        {storeOpen ? (
          <>
            <YouSection />
            <ControlsSection />
            <SpeechSection />
            <PolicySection />
            <ProviderSection />
            <SitesSection row={row} />
            <HangingSection />
            <SourcesSection />
            <AheadSection />
            <OrdersSection />
            <DestinationsSection />
            <KeysSection />
            <StoreSection />
          </>
        ) : null}
      </SettingsDialog>
      <MonitorsDialog open={storeOpen && dialog === 'monitors'} onClose={close} />
      <TemplatesDialog open={storeOpen && dialog === 'templates'} onClose={close} />
      <OutboxDialog book={outbox} open={storeOpen && dialog === 'outbox'} onClose={close} />
      <PastReportsDialog open={storeOpen && dialog === 'past-reports'} onClose={close} />
      <EndOfShiftDialog worklist={worklist} open={storeOpen && dialog === 'end-shift'} onClose={close} />
      <HandoversDialog open={storeOpen && dialog === 'handovers'} onClose={close} />
      <SecondReadingsDialog open={storeOpen && dialog === 'second-readings'} onClose={close} />
      <HoldDialog row={row} open={storeOpen && dialog === 'hold'} onClose={close} />
      <FollowUpsDialog open={storeOpen && dialog === 'follow-ups'} onClose={close} />
      <FiguresDialog open={storeOpen && dialog === 'figures'} onClose={close} />
      <ReconcileDialog open={storeOpen && dialog === 'reconcile'} onClose={close} />
      <CheckDialog open={storeOpen} first={dialog} onClose={close} />
      <PeopleDialog open={storeOpen && dialog === 'people'} onClose={close} />
      <AuditTrail
        open={storeOpen && (dialog === 'audit' || dialog === 'reviews')}
        first={dialog === 'reviews' ? 'emergency' : 'records'}
        onClose={close}
      />
      <ForgetDialog book={own.forget} row={row} open={storeOpen && dialog === 'forget'} onClose={close} />
      <RotateDialog open={storeOpen && dialog === 'rotate'} onClose={close} />
      <EmergencyDialog emergency={own.emergency} row={row} open={storeOpen && dialog === 'emergency'} onClose={close} />
    </>
  );
}

/** The study that the reader has on the desk, else the one chosen in the list. */
function useRowBefore(worklist: Worklist): WorklistRow | null {
  const { access, layout } = useServices();
  const reader = useStore(access.view, (view) => view.state?.reader?.personId ?? null);
  const onDesk = useStore(layout, (state) => studyOnDesk(state, reader));
  return useStore(worklist.view, ({ rows, focused }) => {
    const studyId = onDesk ?? focused;
    const row = studyId === null ? undefined : rows.get(studyId);
    // An order whose images are not here is no study that anything could be done to.
    return row === undefined || row.readiness === 'at-site' ? null : row;
  });
}
