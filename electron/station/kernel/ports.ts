import type { Disposer } from '../../../shared/lib/disposable.ts';

/** Kinds of helper process the station may borrow; each has its own entry file. */
export const PROCESS_KINDS = ['parser', 'decoder', 'dimse', 'speech'] as const;
export type ProcessKind = (typeof PROCESS_KINDS)[number];

/** A borrowed process. Messages are structured clones; buffers arrive as Uint8Array. */
export interface HostedProcess {
  readonly pid: number | undefined;
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): Disposer;
  /** Fires once, however the process ended. */
  onExit(listener: (info: { readonly code: number | null }) => void): Disposer;
  kill(): void;
}

/**
 * How the station gets processes: Electron main spawns utility processes for it, the command line and tests fork Node.
 * `memoryMb` caps the JavaScript heap of the child.
 */
export interface ProcessHost {
  spawn(kind: ProcessKind, options: { readonly memoryMb: number }): Promise<HostedProcess>;
}

/** Message port to a window, as the station sees it (MessagePortMain, or a test double over MessageChannel). */
export interface WindowPort {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): Disposer;
  onClose(listener: () => void): Disposer;
  close(): void;
}

/** Renders one HTML document to PDF. Only the shell has one (a hidden window). */
export interface PdfPrinter {
  print(html: string): Promise<Uint8Array>;
}

/** Shows an address in the browser of the system. Only the shell and the command line have a way to. */
export interface SystemBrowser {
  open(address: string): Promise<void>;
}

/** Why a key store of the system is none that could keep a secret. */
export type NoSecretStore = 'none' | 'unavailable' | 'basic-text' | 'unknown';

export interface SecretStoreState {
  /** As the system names it ("gnome_libsecret"); null where there is none to name. */
  readonly backend: string | null;
  /** Null: it is a real one. */
  readonly refusal: NoSecretStore | null;
}

/** The key store of the system: keeps a secret for the user of the computer. Only the shell has one. */
export interface SecretStore {
  state(): Promise<SecretStoreState>;
  /** @throws AppError key-store/unusable */
  seal(secret: Uint8Array): Promise<Uint8Array>;
  /** Null where it was sealed elsewhere, or is gone. */
  open(sealed: Uint8Array): Promise<Uint8Array | null>;
}

export interface Clock {
  /** UTC, ISO 8601 with milliseconds. */
  nowIso(): string;
  /** Monotonic milliseconds. */
  monotonic(): number;
}

/** Log lines carry codes, counts and our own ids. Never patient data. */
export interface Log {
  info(event: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
  warn(event: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
  error(event: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
}
