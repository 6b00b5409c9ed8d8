import type { DeskSession } from './desk-session.ts';
import { sayRound } from './navigation/step-through.ts';

/** Marks of detection programs on or off; what they cannot show is said. */
export async function toggleDetections(desk: DeskSession): Promise<void> {
  const shown = await desk.objects.detections.toggle();
  if (shown === null) return;
  if (shown.objects === 0) {
    desk.say('No marks of detection programs', 'No study of this case has an object of one.');
    return;
  }
  const words = [...new Set(shown.warnings)];
  if (shown.isOn && words.length > 0) desk.say('Marks of detection programs', words.join(' '), 'warning');
}

/** Shows the picture of the next mark, or of the one before. */
export async function goToDetection(desk: DeskSession, by: 1 | -1): Promise<void> {
  const found = await desk.objects.detections.step(by);
  if (found === null) return;
  if (found === 'none')
    desk.say('No mark to go to', 'No detection program of this case has a mark on a picture that is here.');
  else sayRound(desk, found, by, 'mark');
}
