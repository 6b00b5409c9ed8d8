import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';
import type { FrameClient } from '../client/index.ts';
import type { Preferences } from '../settings/index.ts';
import type { HangingRules } from './hanging-rules.ts';
import type { Access } from './access.ts';
import type { DeviceHands } from './controls/devices/device-hands.ts';
import type { ReaderControls } from './controls/reader-controls.ts';
import type { Layout } from './layout.ts';
import type { StationLink } from './station-link.ts';

/** What the entry makes once a window and hands down. */
export interface Services {
  readonly link: StationLink;
  readonly frames: FrameClient;
  readonly access: Access;
  readonly layout: Layout;
  readonly preferences: Preferences;
  readonly hanging: HangingRules;
  /** Keys, mouse and devices of the reader. */
  readonly controls: ReaderControls;
  /** Foot pedals and microphones of the reader. */
  readonly hands: DeviceHands;
}

const ServicesContext = createContext<Services | null>(null);

export function ServicesProvider({
  services,
  children,
}: {
  readonly services: Services;
  readonly children: ReactNode;
}) {
  return <ServicesContext value={services}>{children}</ServicesContext>;
}

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('ServicesProvider is missing above this part');
  return services;
}

/** The window's one frame client. */
export function useFrameClient(): FrameClient {
  return useServices().frames;
}
