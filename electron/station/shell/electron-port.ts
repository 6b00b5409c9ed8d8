/** The parts of Electron's MessagePortMain and parentPort that the station uses, typed here: it never imports electron. */
export interface ElectronPort {
  postMessage(message: unknown): void;
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly ElectronPort[] }) => void,
  ): unknown;
  on(event: 'close', listener: () => void): unknown;
  start?(): void;
  close?(): void;
}

/** The port to Electron main inside a utility process; null on plain Node. */
export function parentPortOf(host: NodeJS.Process): ElectronPort | null {
  const port: unknown = Reflect.get(host, 'parentPort');
  return isElectronPort(port) ? port : null;
}

function isElectronPort(value: unknown): value is ElectronPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value;
}
