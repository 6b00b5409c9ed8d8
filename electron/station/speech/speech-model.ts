import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../shared/errors/app-error.ts';
import { SpeechManifest } from '../../../shared/model/speech.ts';
import type { SpeechModel } from '../../../shared/model/speech.ts';
import { sha256Hex } from '../kernel/sha256.ts';

const MANIFEST = 'nightjar-speech.json';

export interface ReadModel {
  readonly manifest: SpeechManifest;
  readonly model: SpeechModel;
}

/**
 * Reads a model folder of a site and holds every file of it against its hash: its recogniser is code that will run, so that a file that
 * nobody named is refused as well. @throws AppError speech/bad-model
 */
export async function readSpeechModel(folder: string): Promise<ReadModel> {
  const text = await readFile(path.join(folder, MANIFEST), 'utf8').catch((cause: unknown) => {
    throw new AppError('speech/bad-model', 'the folder has no model of speech', { cause });
  });
  const parsed = SpeechManifest.safeParse(jsonOf(text));
  if (!parsed.success) throw new AppError('speech/bad-model', 'the manifest is not of the shape that is asked for');
  const { data: manifest } = parsed;
  const named = new Map(manifest.files.map(({ file, sha256 }) => [path.normalize(file), sha256]));
  for (const file of await filesUnder(folder)) {
    if (file !== MANIFEST && !named.has(file)) throw new AppError('speech/bad-model', 'a file is not in the manifest');
  }
  for (const [file, sha256] of named) {
    if ((await hashOf(path.join(folder, file))) !== sha256) {
      throw new AppError('speech/bad-model', 'a file is not what the manifest says');
    }
  }
  const { engine, name, language } = manifest;
  return { manifest, model: { engine, name, language, sha256: sha256Hex(text) } };
}

/** Of links none is followed: what they lead to is not in the folder. */
async function filesUnder(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  if (entries.some((entry) => entry.isSymbolicLink())) throw new AppError('speech/bad-model', 'a link in the folder');
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  } catch (cause) {
    throw new AppError('speech/bad-model', 'a file of the manifest is missing', { cause });
  }
  return hash.digest('hex');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Judged by its shape.
    return null;
  }
}
