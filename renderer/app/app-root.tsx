import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { isErrorCode } from '../../shared/errors/codes.ts';
import { asAppError } from '../../shared/errors/app-error.ts';
import { SettingsDialog } from '../settings/index.ts';
import { Transfers, Worklist } from '../worklist/index.ts';
import type { ListParts } from '../worklist/index.ts';
import { AboutBox } from './about-box.tsx';
import { AuditTrail } from './audit-trail.tsx';
import { screenOf } from './access.ts';
import styles from './app-root.module.css';
import { CommandPalette } from './command-palette.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Health, StoreSection } from './health/index.ts';
import { KeyMap } from './key-map.tsx';
import { useNotices } from './notices/index.ts';
import { PeopleDialog, PolicySection, YouSection } from './people/index.ts';
import { FirstStartScreen } from './screens/first-start-screen.tsx';
import { MainScreen } from './screens/main-screen.tsx';
import { NewPassphraseScreen } from './screens/new-passphrase-screen.tsx';
import { RecoveryScreen } from './screens/recovery-screen.tsx';
import { SignInScreen } from './screens/sign-in-screen.tsx';
import { TroubleScreen } from './screens/trouble-screen.tsx';
import { UnlockScreen } from './screens/unlock-screen.tsx';
import { useServices } from './services.tsx';
import { SitesSection } from './sites/index.ts';
import { ProviderSection } from './sign-in/index.ts';
import { StatusStrip } from './status-strip.tsx';
import { useAppCommands } from './use-app-commands.ts';
import { useNothingStays } from './use-nothing-stays.ts';

/** The window: one screen, the strip under it, and the dialogs that are there on every screen. */
export function AppRoot() {
  const { access, preferences, link } = useServices();
  const notices = useNotices();
  const [parts] = useState((): ListParts => ({
    worklist: new Worklist(link),
    transfers: new Transfers(link, (error, doing) => notices.fail(error, doing)),
  }));
  const [health] = useState(() => new Health(link));
  const screen = useStore(access.view, screenOf);
  const theme = useStore(preferences, (state) => state.theme);
  useAppCommands();
  useNothingStays();
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return (
    <div className={styles['window']}>
      {screen === 'main' ? (
        <MainScreen parts={parts} health={health} />
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
      <AppDialogs storeOpen={screen === 'main'} />
    </div>
  );
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
      return <FirstStartScreen />;
    case 'recovery':
      return <RecoveryScreen recoveryKey={view.recoveryKey ?? ''} />;
    case 'unlock':
      return <UnlockScreen people={view.state?.people ?? []} />;
    case 'new-passphrase':
      return <NewPassphraseScreen />;
    case 'sign-in': {
      const lease = view.state?.signIn ?? null;
      return lease === null ? null : <SignInScreen lease={lease} />;
    }
  }
}

function AppDialogs({ storeOpen }: { readonly storeOpen: boolean }) {
  const { layout, preferences } = useServices();
  const dialog = useStore(layout, (state) => state.dialog);
  const close = (): void => layout.setState({ dialog: null });
  return (
    <>
      <CommandPalette open={dialog === 'palette'} onClose={close} />
      <KeyMap open={dialog === 'keys'} onClose={close} />
      <AboutBox open={dialog === 'about'} onClose={close} />
      <SettingsDialog preferences={preferences} open={dialog === 'settings'} onClose={close}>
        {storeOpen ? (
          <>
            <YouSection />
            <PolicySection />
            <ProviderSection />
            <SitesSection />
            <StoreSection />
          </>
        ) : null}
      </SettingsDialog>
      <PeopleDialog open={storeOpen && dialog === 'people'} onClose={close} />
      <AuditTrail open={storeOpen && dialog === 'audit'} onClose={close} />
    </>
  );
}
