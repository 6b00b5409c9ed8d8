import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { callStation, createFrameClient, onStationEvent } from '../client/index.ts';
import { createPreferences, watchMonitor } from '../settings/index.ts';
import '../ui/tokens.css';
import '../ui/base.css';
import { Access } from './access.ts';
import { AppRoot } from './app-root.tsx';
import { CommandRegistry, CommandsProvider, KeyDispatcher } from './commands/index.ts';
import { DeviceHands, hidPort, ReaderControls, watchMouseButtons } from './controls/index.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { HangingRules } from './hanging-rules.ts';
import { createLayout } from './layout.ts';
import { createNotices, NoticesProvider, NoticeToasts } from './notices/index.ts';
import { ServicesProvider } from './services.tsx';
import type { Services } from './services.tsx';
import { watchChecks } from './station-record/index.ts';
import type { StationLink } from './station-link.ts';

/** Makes what the window has once, and shows it. */
function start(root: Element): void {
  const link: StationLink = { call: callStation, on: onStationEvent };
  const notices = createNotices();
  const registry = new CommandRegistry();
  const dispatcher = new KeyDispatcher(registry, document, (error) => notices.getState().fail(error, 'Command'));
  const access = new Access(link);
  const fail = (error: unknown, doing: string): void => notices.getState().fail(error, doing);
  const controls = new ReaderControls({ link, access: access.view, failed: fail });
  const services: Services = {
    link,
    frames: createFrameClient(),
    access,
    layout: createLayout(sessionStorage),
    preferences: createPreferences(localStorage),
    hanging: new HangingRules(link),
    controls,
    hands: new DeviceHands({
      ...{ link, access: access.view, controls, failed: fail, port: hidPort() },
      run: (command) => dispatcher.runByHand(command),
    }),
  };
  watchMonitor(services.preferences, () => link.call('app.monitor', {}));
  watchChecks(link, services.access, services.preferences, (error) =>
    notices.getState().fail(error, 'Checks of this station'),
  );
  services.controls.view.subscribe(({ controls }) => registry.setOwnKeys(controls.keys));
  services.controls.start();
  services.hands.start();
  watchMouseButtons(services.controls, dispatcher, window);
  services.hanging.start();
  dispatcher.start();
  services.access.start();
  link.on('app.stationRestarted', () => {
    void services.access.refresh();
    services.frames.reconnect().catch((error: unknown) => notices.getState().fail(error, 'Images'));
  });
  // The station drops the ports with the lock; whoever comes next shakes hands anew.
  link.on('access.changed', ({ store }) => {
    if (store !== 'open') services.frames.close();
  });
  refuseStrayDrops();
  createRoot(root).render(
    <StrictMode>
      <ErrorBoundary part="The window">
        <ServicesProvider services={services}>
          <NoticesProvider notices={notices}>
            <CommandsProvider registry={registry} dispatcher={dispatcher}>
              <AppRoot />
              <NoticeToasts notices={notices} />
            </CommandsProvider>
          </NoticesProvider>
        </ServicesProvider>
      </ErrorBoundary>
    </StrictMode>,
  );
}

/** A file dropped where nothing takes it must not replace the page. */
function refuseStrayDrops(): void {
  for (const name of ['dragover', 'drop'] as const) {
    window.addEventListener(name, (event) => event.preventDefault());
  }
}

const root = document.getElementById('root');
if (root) start(root);
