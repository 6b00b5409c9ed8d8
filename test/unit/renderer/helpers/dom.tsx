import { cleanup, fireEvent, render } from '@testing-library/react';
import type { RenderResult } from '@testing-library/react';
import type { ReactNode } from 'react';
import { Access } from '../../../../renderer/app/access.ts';
import { CommandRegistry, CommandsProvider, KeyDispatcher } from '../../../../renderer/app/commands/index.ts';
import { DeviceHands, hidPort, ReaderControls } from '../../../../renderer/app/controls/index.ts';
import { HangingRules } from '../../../../renderer/app/hanging-rules.ts';
import { createLayout } from '../../../../renderer/app/layout.ts';
import { createNotices, NoticesProvider } from '../../../../renderer/app/notices/index.ts';
import { ServicesProvider } from '../../../../renderer/app/services.tsx';
import type { Services } from '../../../../renderer/app/services.tsx';
import { FrameClient } from '../../../../renderer/client/index.ts';
import { createPreferences } from '../../../../renderer/settings/index.ts';
import type { FakeStation } from './fake-station.ts';

/** jsdom has no layout and no modal dialogs: boxes get a size, and dialogs open without their focus trap. */
export function mendDom(): void {
  const box = { configurable: true, get: () => 600 };
  for (const name of ['offsetHeight', 'offsetWidth', 'clientHeight'])
    Object.defineProperty(HTMLElement.prototype, name, box);
  HTMLElement.prototype.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
  // An editor that has the keys asks where its caret stands.
  Object.assign(Range.prototype, {
    getClientRects: () => [],
    getBoundingClientRect: () => document.body.getBoundingClientRect(),
  });
  globalThis.ResizeObserver ??= class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  };
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
  };
}

export interface Shown extends RenderResult {
  readonly services: Services;
  readonly registry: CommandRegistry;
  readonly end: () => void;
}

/** No picture is asked for in most tests. */
const noPort = (): Promise<MessagePort> => Promise.reject(new Error('no port'));

/** Shows a part with everything that the entry gives it. @param port by which pictures come */
export function show(station: FakeStation, part: ReactNode, port = noPort): Shown {
  const notices = createNotices();
  const registry = new CommandRegistry();
  const dispatcher = new KeyDispatcher(registry, document, (error) => notices.getState().fail(error, 'Command'));
  const stop = dispatcher.start();
  const access = new Access(station);
  const failed = (error: unknown, doing: string): void => notices.getState().fail(error, doing);
  const controls = new ReaderControls({ link: station, access: access.view, failed });
  const services: Services = {
    link: station,
    frames: new FrameClient(port),
    access,
    layout: createLayout(),
    preferences: createPreferences({ getItem: () => null, setItem: () => undefined }),
    hanging: new HangingRules(station),
    controls,
    hands: new DeviceHands({
      ...{ link: station, access: access.view, controls, failed, port: hidPort() },
      run: (command) => dispatcher.runByHand(command),
    }),
  };
  const result = render(
    <ServicesProvider services={services}>
      <NoticesProvider notices={notices}>
        <CommandsProvider registry={registry} dispatcher={dispatcher}>
          {part}
        </CommandsProvider>
      </NoticesProvider>
    </ServicesProvider>,
  );
  return {
    ...result,
    services,
    registry,
    end: () => {
      stop();
      cleanup();
    },
  };
}

/** A key press on whatever has the focus. */
export function pressKey(key: string, held: KeyboardEventInit = {}): void {
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...held });
}
