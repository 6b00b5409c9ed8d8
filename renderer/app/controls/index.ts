export { ControlsSection } from './controls-section.tsx';
export { DeviceHands } from './devices/device-hands.ts';
export { hidPort } from './devices/hid-port.ts';
export { useListedCommands } from './listed-commands.ts';
export { watchMouseButtons } from './mouse-buttons.ts';
export { ReaderControls } from './reader-controls.ts';
export type { ControlsView } from './reader-controls.ts';
