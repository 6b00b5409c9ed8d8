import { closeSync, readFileSync } from 'node:fs';
import { AppError } from '../../shared/errors/app-error.ts';
import { wholeNumber } from './arguments.ts';
import type { Arguments } from './arguments.ts';

const MAX_PASSPHRASE_BYTES = 4096;

/** The passphrase from `--passphrase-fd`, NIGHTJAR_PASSPHRASE (evaluation stores) or the terminal, in this order. */
export async function readPassphrase(
  args: Arguments,
  env: Readonly<Record<string, string | undefined>>,
  evaluation: boolean,
): Promise<string> {
  const descriptor = args.value('passphrase-fd');
  if (descriptor !== null) return fromDescriptor(wholeNumber(descriptor, 'passphrase-fd', 0));
  const given = env['NIGHTJAR_PASSPHRASE'];
  if (given !== undefined && given !== '') {
    if (!evaluation) {
      throw new AppError('store/not-evaluation', 'NIGHTJAR_PASSPHRASE works on evaluation stores only');
    }
    return given;
  }
  if (process.stdin.isTTY) return fromTerminal();
  throw new AppError(
    'access/passphrase-required',
    'No passphrase: set NIGHTJAR_PASSPHRASE (evaluation stores), pass --passphrase-fd, or run in a terminal.',
  );
}

/**
 * A passphrase that is to be: from `--new-passphrase-fd`, NIGHTJAR_NEW_PASSPHRASE (evaluation stores) or the terminal, in this order.
 */
export async function readNewPassphrase(
  args: Arguments,
  env: Readonly<Record<string, string | undefined>>,
  evaluation: boolean,
): Promise<string> {
  const descriptor = args.value('new-passphrase-fd');
  if (descriptor !== null) return fromDescriptor(wholeNumber(descriptor, 'new-passphrase-fd', 0));
  const given = env['NIGHTJAR_NEW_PASSPHRASE'];
  if (given !== undefined && given !== '') {
    if (!evaluation) {
      throw new AppError('store/not-evaluation', 'NIGHTJAR_NEW_PASSPHRASE works on evaluation stores only');
    }
    return given;
  }
  if (process.stdin.isTTY) return fromTerminal('New passphrase: ');
  throw new AppError(
    'access/passphrase-required',
    'No new passphrase: set NIGHTJAR_NEW_PASSPHRASE (evaluation stores), pass --new-passphrase-fd, or run in a terminal.',
  );
}

/**
 * What a source proves us by: from `--secret-fd`, NIGHTJAR_SOURCE_SECRET (evaluation stores) or the terminal, in this order.
 * @throws AppError access/passphrase-required, store/not-evaluation
 */
export async function readSourceSecret(
  args: Arguments,
  env: Readonly<Record<string, string | undefined>>,
  evaluation: boolean,
): Promise<string> {
  const descriptor = args.value('secret-fd');
  if (descriptor !== null) return fromDescriptor(wholeNumber(descriptor, 'secret-fd', 0));
  const given = env['NIGHTJAR_SOURCE_SECRET'];
  if (given !== undefined && given !== '') {
    if (!evaluation) {
      throw new AppError('store/not-evaluation', 'NIGHTJAR_SOURCE_SECRET works on evaluation stores only');
    }
    return given;
  }
  if (process.stdin.isTTY) return fromTerminal('Password, token or secret of the source: ');
  throw new AppError(
    'access/passphrase-required',
    'No secret: set NIGHTJAR_SOURCE_SECRET (evaluation stores), pass --secret-fd, or run in a terminal.',
  );
}

/**
 * Opens a key file: without a passphrase where it has none, else with what `--key-passphrase-fd` or the terminal gives. It belongs to
 * a person and to no store, so no variable of the environment stands for it.
 * @throws AppError profile/key-passphrase and what `open` throws
 */
export async function withKeyPassphrase<T>(args: Arguments, open: (passphrase: string | null) => T): Promise<T> {
  try {
    return open(null);
  } catch (error) {
    const canAsk = args.value('key-passphrase-fd') !== null || process.stdin.isTTY;
    if (!(error instanceof AppError) || error.code !== 'profile/key-passphrase' || !canAsk) throw error;
  }
  return open(await readKeyPassphrase(args));
}

/** @throws AppError access/passphrase-required */
export async function readKeyPassphrase(args: Arguments): Promise<string> {
  const descriptor = args.value('key-passphrase-fd');
  if (descriptor !== null) return fromDescriptor(wholeNumber(descriptor, 'key-passphrase-fd', 0));
  if (process.stdin.isTTY) return fromTerminal('Passphrase of the key file: ');
  throw new AppError(
    'access/passphrase-required',
    'No passphrase of the key: pass --key-passphrase-fd, or run in a terminal.',
  );
}

function fromDescriptor(descriptor: number): string {
  const bytes = readFileSync(descriptor);
  if (descriptor > 2) closeSync(descriptor);
  if (bytes.length > MAX_PASSPHRASE_BYTES) throw new AppError('request/usage', 'the passphrase is too long');
  return bytes.toString('utf8').replace(/\r?\n$/, '');
}

/** Asks on stderr and reads without echo. */
function fromTerminal(question = 'Passphrase: '): Promise<string> {
  const input = process.stdin;
  process.stderr.write(question);
  input.setRawMode(true);
  input.setEncoding('utf8');
  return new Promise((resolve, reject) => {
    let typed = '';
    const end = (): void => {
      input.setRawMode(false);
      input.pause();
      input.off('data', take);
      process.stderr.write('\n');
    };
    const take = (chunk: string): void => {
      for (const char of chunk) {
        if (char === '\r' || char === '\n') {
          end();
          resolve(typed);
          return;
        }
        if (char === '\u0003') {
          end();
          reject(new AppError('request/cancelled', 'cancelled'));
          return;
        }
        typed = char === '\u007f' ? typed.slice(0, -1) : typed + char;
      }
    };
    input.on('data', take);
    input.resume();
  });
}
