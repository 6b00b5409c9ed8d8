import { DevicesSection } from './devices/devices-section.tsx';
import { HandsOverview } from './hands-overview.tsx';
import { KeysSection } from './keys-section.tsx';
import { MouseSection } from './mouse-section.tsx';

/** Of the settings: how this reader works the program by hand. */
export function ControlsSection() {
  return (
    <>
      <KeysSection />
      <MouseSection />
      <DevicesSection />
      <HandsOverview />
    </>
  );
}
