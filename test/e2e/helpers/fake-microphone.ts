import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const RATE = 48_000;
/** A phrase is a tone; between two of them it is quiet. Seconds. */
const [SPOKEN, PAUSE] = [0.6, 0.9];

/** Arguments by which Chromium hears a phrase every second and a half in place of a microphone; who may hear it is asked all the same. */
export function fakeMicrophone(): readonly string[] {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'nightjar-sound-')), 'phrases.wav');
  const samples = Math.round((SPOKEN + PAUSE) * RATE);
  const data = Buffer.alloc(samples * 2);
  for (let at = 0; at < SPOKEN * RATE; at += 1)
    data.writeInt16LE(Math.round(9000 * Math.sin((at * Math.PI * 440) / RATE)), at * 2);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  writeFileSync(file, Buffer.concat([head, data]));
  return ['--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${file}`];
}

/** A folder with a model that says these phrases, one after the other, whatever it hears. */
export function scriptModel(phrases: readonly string[]): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'nightjar-speech-'));
  const manifest = {
    kind: 'nightjar-speech',
    version: 1,
    engine: 'script',
    name: 'Script',
    language: 'en',
    files: [],
    phrases,
  };
  writeFileSync(path.join(folder, 'nightjar-speech.json'), JSON.stringify(manifest));
  return folder;
}
