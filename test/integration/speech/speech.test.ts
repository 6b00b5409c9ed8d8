import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { nodeProcessHost } from '../../../electron/station/kernel/node-process-host.ts';
import { readSpeechModel } from '../../../electron/station/speech/speech-model.ts';
import { SpeechRuns } from '../../../electron/station/speech/speech-runs.ts';
import { pcmText } from '../../../shared/dictation/pcm.ts';
import { SAMPLE_RATE } from '../../../shared/dictation/voice.ts';
import type { SpeechHeard, SpeechModel } from '../../../shared/model/speech.ts';
import { answer, PASSPHRASE, stationOn } from '../../faults/store/station-fixture.ts';
import { stationFile } from '../../helpers/station-file.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const PHRASES = ['the lungs are clear period', 'three point five centimeters'];

/** A model folder as a site lays it down, with one file beside the manifest. */
async function modelFolder(more: object = {}): Promise<string> {
  const folder = await tempDir();
  writeFileSync(path.join(folder, 'tokens.txt'), 'a\nb\n');
  const sha256 = createHash('sha256').update('a\nb\n').digest('hex');
  const manifest = {
    ...{ kind: 'nightjar-speech', version: 1, engine: 'script', name: 'Script', language: 'en', phrases: PHRASES },
    ...{ files: [{ file: 'tokens.txt', sha256 }], ...more },
  };
  writeFileSync(path.join(folder, 'nightjar-speech.json'), JSON.stringify(manifest));
  return folder;
}

/** Seconds of a tone, or of silence, as they travel. */
function sound(seconds: number, loud: number): string {
  return pcmText(Float32Array.from({ length: seconds * SAMPLE_RATE }, (_, at) => loud * Math.sin(at / 12)));
}

it('a model is taken in use when every file is what its manifest says, and no other; words of a reader are kept', async () => {
  const station = stationOn(await tempDir());
  await answer(station, 'access.create', { name: 'Dr. Ada Reader', passphrase: PASSPHRASE });
  expect(await station.call('speech.begin', {})).toMatchObject({ ok: false, error: { code: 'speech/no-model' } });
  const folder = await modelFolder();
  const { model } = await answer<{ model: SpeechModel }>(station, 'speech.useModel', { folder });
  expect(model).toMatchObject({ engine: 'script', name: 'Script', language: 'en' });
  const refused = async (at: string, code = 'speech/bad-model'): Promise<void> =>
    expect(await station.call('speech.useModel', { folder: at })).toMatchObject({ ok: false, error: { code } });
  await refused(await tempDir());
  await refused(await modelFolder({ files: [] }));
  await refused(await modelFolder({ files: [{ file: 'tokens.txt', sha256: '0'.repeat(64) }] }));
  await refused(await modelFolder({ files: [{ file: '../tokens.txt', sha256: '0'.repeat(64) }] }));
  const extra = await modelFolder();
  mkdirSync(path.join(extra, 'node_modules'));
  writeFileSync(path.join(extra, 'node_modules', 'more.js'), '');
  await refused(extra);
  // Changed since it was chosen.
  writeFileSync(path.join(folder, 'tokens.txt'), 'a\nc\n');
  expect(await station.call('speech.begin', {})).toMatchObject({ ok: false, error: { code: 'speech/bad-model' } });
  await answer(station, 'speech.forgetModel', {});
  expect(await answer(station, 'speech.model', {})).toEqual({ model: null });

  await answer(station, 'speech.addWord', { word: 'adenomyosis' });
  await answer(station, 'speech.addWord', { word: 'Bosniak' });
  expect(await answer(station, 'speech.removeWord', { word: 'Bosniak' })).toEqual({ words: ['adenomyosis'] });
  const acts = station.access
    .requireStore()
    .index.prepare<[], string>("SELECT command FROM audit WHERE command LIKE 'speech.%' ORDER BY seq");
  expect(acts.pluck().all()).toEqual(['speech.useModel', 'speech.forgetModel']);
  await station.close();
});

it('sound becomes partial and final words in a process of its own, which ends with the dictation', async () => {
  const folder = await modelFolder();
  const heard: SpeechHeard[] = [];
  let ended: () => void = () => undefined;
  const end = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const { model } = await readSpeechModel(folder);
  const runs = new SpeechRuns({
    book: { get: () => ({ folder, model }) },
    processHost: nodeProcessHost({ speech: stationFile('speech') }),
    emit: (event) => {
      if (event.name !== 'speech.heard') return;
      heard.push(event.payload.heard);
      if (event.payload.heard.kind === 'ended') ended();
    },
  });
  const runId = await runs.begin();
  for (const [seconds, loud] of [[0.5, 0], [1, 0.3], [1, 0], [1, 0.3]] as const) runs.hear(runId, sound(seconds, loud)); // prettier-ignore
  runs.hear('another', sound(1, 0.3));
  runs.end(runId);
  await end;
  expect(heard[0]).toEqual({ kind: 'ready' });
  expect(heard.filter(({ kind }) => kind === 'final')).toEqual(PHRASES.map((text) => ({ kind: 'final', text })));
  expect(heard.filter(({ kind }) => kind === 'partial')).toContainEqual({ kind: 'partial', text: 'the lungs are' });
});
