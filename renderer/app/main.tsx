import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { WindowPlace } from '../../shared/model/desk-window.ts';
import { callStation, createFrameClient, onStationEvent } from '../client/index.ts';
import { createPreferences, watchMonitor } from '../settings/index.ts';
import '../ui/tokens.css';
import '../ui/base.css';
import { Access } from './access.ts';
import { AppRoot } from './app-root.tsx';
import { CommandRegistry, CommandsProvider, KeyDispatcher } from './commands/index.ts';
import { DeviceHands, hidPort, ReaderControls, watchMouseButtons } from './controls/index.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { sayFaults } from './faults-of-shell.ts';
import { HangingRules } from './hanging-rules.ts';
import { createLayout } from './layout.ts';
import { createNotices, NoticesProvider, NoticeToasts } from './notices/index.ts';
import { ServicesProvider } from './services.tsx';
import type { Services } from './services.tsx';
import { watchChecks } from './station-record/index.ts';
import type { StationLink } from './station-link.ts';
import { GlassRoot, TalkContext, WindowTalk } from './windows/index.ts';

/** Makes what the window has once, and shows it. @param place what the shell opened this window for */
function start(root: Element, link: StationLink, place: WindowPlace): void {
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
      ...{ link, access: access.view, controls, failed: fail },
      // One window of a desk hears devices: with two each press would count twice.
      port: place === 'desk' ? hidPort() : null,
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
  sayFaults(link, notices, place);
  // The station drops the ports with the lock; whoever comes next shakes hands anew.
  link.on('access.changed', ({ store }) => {
    if (store !== 'open') services.frames.close();
  });
  const talk = new WindowTalk(link, place);
  refuseStrayDrops();
  createRoot(root).render(
    <StrictMode>
      <ErrorBoundary part="The window">
        <ServicesProvider services={services}>
          <NoticesProvider notices={notices}>
            <CommandsProvider registry={registry} dispatcher={dispatcher}>
              {place === 'desk' ? (
                <TalkContext value={talk}>
                  <AppRoot />
                </TalkContext>
              ) : (
                <GlassRoot talk={talk} />
              )}
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
if (root) void begin(root);

async function begin(element: Element): Promise<void> {
  const link: StationLink = { call: callStation, on: onStationEvent };
  // A shell that does not say it has one window.
  const { place } = await link.call('windows.self', {}).catch(() => ({ place: 'desk' as const }));
  start(element, link, place);
}
