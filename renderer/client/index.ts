export { callStation } from './call.ts';
export { CallsAhead } from './calls-ahead.ts';
export { onAnyEvent, onStationEvent } from './events.ts';
export { tokenOfDrop } from './dropped-files.ts';
export { FrameClient } from './frame-client.ts';
export type { FrameRequestOptions, ReceivedFrame } from './frame-client.ts';
export { createFrameClient } from './frame-port.ts';
export { CollectorReminder } from './collector-reminder.ts';
