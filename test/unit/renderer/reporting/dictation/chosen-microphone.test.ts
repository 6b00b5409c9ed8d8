import { describe, expect, it } from 'vitest';
import { listMicrophones } from '../../../../../renderer/app/speech/list-microphones.ts';
import { idNow } from '../../../../../renderer/reporting/dictation/microphone.ts';
import { codeThrown } from '../../../../helpers/app-errors.ts';
import { FakeStation } from '../../helpers/fake-station.ts';

const device = (deviceId: string, label: string, kind: MediaDeviceKind = 'audioinput') => ({ deviceId, label, kind });

describe('the microphone that a reader chose', () => {
  const chosen = { id: 'b', label: 'SpeechMike' };

  it('is the one of its id, whatever it is called', () => {
    expect(idNow([device('a', 'SpeechMike'), device('b', 'Webcam')], chosen)).toBe('b');
  });

  it('is the only one of its name where ids were given anew', () => {
    expect(idNow([device('x', 'Webcam'), device('y', 'SpeechMike')], chosen)).toBe('y');
  });

  it.each([
    ['is away', [device('x', 'Webcam')]],
    ['cannot be told from another', [device('x', 'SpeechMike'), device('y', 'SpeechMike')]],
    ['is a loudspeaker now', [device('b', 'SpeechMike', 'audiooutput')]],
  ])('is refused, and no other is taken, where it %s', (_, devices) => {
    expect(codeThrown(() => idNow(devices, chosen))).toBe('speech/microphone-away');
  });

  it('is chosen of those that hear, each once, and the right to listen is given back', async () => {
    const fake = new FakeStation({ 'speech.lendMicrophone': () => ({}), 'speech.takeMicrophone': () => ({}) });
    const devices = [
      ...[device('default', 'Default - SpeechMike'), device('b', 'SpeechMike'), device('c', '')],
      device('o', 'Speaker', 'audiooutput'),
    ];
    const enumerateDevices = () => Promise.resolve(devices.map((one) => ({ ...one, groupId: '', toJSON: () => one })));
    expect(await listMicrophones(fake, { enumerateDevices })).toEqual([
      { id: 'b', label: 'SpeechMike' },
      { id: 'c', label: 'Microphone 2' },
    ]);
    expect(fake.asked.map(({ name }) => name)).toEqual(['speech.lendMicrophone', 'speech.takeMicrophone']);
    const refusing = { enumerateDevices: () => Promise.reject(new Error('no')) };
    await expect(listMicrophones(fake, refusing)).rejects.toThrow('no');
    expect(fake.asked.at(-1)?.name).toBe('speech.takeMicrophone');
  });
});
